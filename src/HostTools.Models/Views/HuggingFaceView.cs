using System.Security.Cryptography;
using System.Text;

namespace HostTools.Models;

/// <summary>How a model looks in the cache of Hugging Face's libraries.</summary>
/// <param name="Folder">The directory that <c>HF_HUB_CACHE</c> names.</param>
/// <param name="Repo">Name below which they ask for it: <c>org/name</c>.</param>
public sealed record HuggingFaceView(string Folder, string Repo) : ViewWish(Folder)
{
    /// <summary>
    /// The list of files in the cache names those that were fetched, so that the model can be used by its commit without a network. An online
    /// program takes it for all there are; without it such a program asks the hub. Default: true.
    /// </summary>
    public bool HasTree { get; init; } = true;

    /// <summary>What programs look for in every model, and mostly is not there.</summary>
    private static readonly string[] s_optional =
    [
        "adapter_config.json", "added_tokens.json", "chat_template.jinja", "chat_template.json", "config.json", "generation_config.json",
        "model.safetensors", "model.safetensors.index.json", "preprocessor_config.json", "processor_config.json", "special_tokens_map.json",
        "tokenizer.json", "tokenizer_config.json", "video_preprocessor_config.json",
    ];

    private const string CacheTag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # What is below this directory can be fetched again; see https://bford.info/cachedir/

        """;

    /// <inheritdoc/>
    public override string Kind => "huggingface";

    /// <summary>Directory of the repository in the cache.</summary>
    internal string RepositoryPath => $"{Folder.TrimEnd('/')}/{DirectoryOf(Repo)}";

    /// <summary>The name a source has by itself; null when only the user can say.</summary>
    public static string? RepoOf(ModelSource source) => source switch
    {
        HuggingFaceSource hub => hub.Repo,
        MockSource mock => $"{mock.Organization}/{mock.Model}",
        _ => null,
    };

    /// <summary>Name of a repository's directory: <c>models--org--name</c>.</summary>
    public static string DirectoryOf(string repo) => "models--" + repo.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>The commit that the cache has a snapshot by; of what has none, one made of its version.</summary>
    public static string CommitOf(ModelSnapshot snapshot) => CommitOf(snapshot.Source, snapshot.Version);

    private static string CommitOf(ModelSource source, string version) =>
        IsCommit(version) ? version : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.CanonicalAt(version))))[..40];

    /// <summary>Name of a file's bytes in the cache, which is what the hub calls them by.</summary>
    public static string BlobNameOf(ModelFile file) => file.GitBlobSha1 ?? file.Sha256.Hex;

    /// <inheritdoc/>
    public override IReadOnlyList<ViewEntry> EntriesOf(ModelSnapshot snapshot, ModelStore store)
    {
        string repo = DirectoryOf(Repo);
        string commit = CommitOf(snapshot);
        string revision = RevisionOf(snapshot.Source);
        var entries = new List<ViewEntry>
        {
            new TextEntry("CACHEDIR.TAG", CacheTag) { YieldsToOthers = true },
            new WritableFolderEntry($".locks/{repo}"),
        };
        entries.AddRange(snapshot.Files.DistinctBy(BlobNameOf).Select(file => new BlobEntry($"{repo}/blobs/{BlobNameOf(file)}", file.Sha256)));
        entries.AddRange(snapshot.Files.Select(file => new LinkEntry(
            $"{repo}/snapshots/{commit}/{file.Path}", $"{Up(file.Path)}../../blobs/{BlobNameOf(file)}", file.Sha256)));
        // Only when all was fetched is it known what is not there.
        if (snapshot.Source.FilePatterns.Count == 0)
            entries.AddRange(s_optional.Except(snapshot.Files.Select(static file => file.Path)).Select(name => new TextEntry($"{repo}/.no_exist/{commit}/{name}", string.Empty) { YieldsToOthers = true }));
        if (HasTree)
            entries.Add(new TextEntry($"{repo}/trees/{commit}.json", HuggingFaceTree.Write(snapshot.Files)) { YieldsToOthers = true });
        if (!IsCommit(revision))
            entries.Add(new TextEntry($"{repo}/refs/{revision}", commit));
        return entries;
    }

    internal override (string Path, string Value)? NameOf(ModelSource source, string version)
    {
        string revision = RevisionOf(source);
        return IsCommit(revision) ? null : ($"{DirectoryOf(Repo)}/refs/{revision}", CommitOf(source, version));
    }

    private static string RevisionOf(ModelSource source) => source is HuggingFaceSource or MockSource ? source.RevisionAskedFor : "main";

    private static string Up(string path) => string.Concat(Enumerable.Repeat("../", path.Count(static letter => letter == '/')));

    private static bool IsCommit(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);
}
