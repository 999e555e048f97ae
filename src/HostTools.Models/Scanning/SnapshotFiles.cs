namespace HostTools.Models.Scanning;

/// <summary>A snapshot in the store as the files of a model: it is scanned before anything links to it.</summary>
public sealed class SnapshotFiles(ModelStore store, ModelSnapshot snapshot) : IModelFiles
{
    private readonly Dictionary<string, ContentHash> _hashes = snapshot.Files.ToDictionary(static file => file.Path, static file => file.Sha256, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ScannedFile> Files { get; } = [.. snapshot.Files.OrderBy(static file => file.Path, StringComparer.Ordinal).Select(static file => new ScannedFile(file.Path, file.Size))];

    /// <inheritdoc/>
    public Stream Open(ScannedFile file) => store.OpenRead(_hashes[file.Path]);
}
