using HostTools.Models.Scanning;

namespace HostTools.Models;

/// <summary>A snapshot of the store as the files of a model.</summary>
internal sealed class SnapshotFiles(ModelStore store, ModelSnapshot snapshot) : IModelFiles
{
    private readonly Dictionary<string, ModelFile> _files = snapshot.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);

    public IReadOnlyList<ScannedFile> Files { get; } = [.. snapshot.Files.Select(static file => new ScannedFile(file.Path, file.Size))];

    public Stream Open(ScannedFile file) => store.OpenRead(_files[file.Path].Sha256);
}
