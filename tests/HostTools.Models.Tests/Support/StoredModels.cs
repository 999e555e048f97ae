using System.Text;

namespace HostTools.Models.Tests;

/// <summary>Fills a store with models that nobody had to fetch.</summary>
internal static class StoredModels
{
    public const string First = "1111111111111111111111111111111111111111";
    public const string Second = "2222222222222222222222222222222222222222";

    /// <summary>A repository of Hugging Face at a commit: small files by git's name, weights by their SHA-256.</summary>
    public static async Task<ModelSnapshot> AddAsync(this ModelStore store, ModelSource source, string commit, params (string Path, string Text)[] files)
    {
        var stored = new List<ModelFile>();
        foreach ((string path, string text) in files)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            bool isLarge = path.EndsWith(".safetensors", StringComparison.Ordinal) || path.EndsWith(".gguf", StringComparison.Ordinal);
            // A hasher that is told the size finds git's name as well.
            using var hasher = new ContentHasher(bytes.Length);
            hasher.Append(bytes);
            string? git = hasher.Finish().GitBlobSha1;
            (StoredBlob blob, _) = await store.AddAsync(new MemoryStream(bytes), new ExpectedContent(bytes.Length), path, default);
            stored.Add(new ModelFile(path, blob.Size, blob.Sha256) { GitBlobSha1 = isLarge ? null : git });
        }

        var snapshot = new ModelSnapshot(source, commit, stored);
        new SnapshotRecords(store).Add(snapshot);
        return snapshot;
    }

    public static HuggingFaceSource Hub(string revision = "main", params string[] files) => new("acme/tiny") { Revision = revision, Files = files };

    public static Task<ModelSnapshot> AddTinyAsync(this ModelStore store, string revision = "main", string commit = First) => store.AddAsync(
        Hub(revision), commit, ("config.json", $"{{\"commit\": \"{commit[..4]}\"}}"), ("model.safetensors", "weights"), ("onnx/decoder/model.safetensors", "decoder"), ("README.md", "# Tiny\n"));
}
