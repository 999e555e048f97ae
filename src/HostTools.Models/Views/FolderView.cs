namespace HostTools.Models;

/// <summary>A model as a plain directory of files, for everything that takes a path.</summary>
/// <param name="Folder">The directory of such models.</param>
/// <param name="Name">Name of the model in it.</param>
public sealed record FolderView(string Folder, string Name) : ViewWish(Folder)
{
    private const string Snapshots = ".snapshots";

    /// <summary>
    /// The name is a link to the files of one snapshot, so that another takes its place in an instant; false for a directory of files, as programs
    /// that follow no links want it. Default: true.
    /// </summary>
    public bool IsLink { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "folder";

    /// <inheritdoc/>
    public override IReadOnlyList<ViewEntry> EntriesOf(ModelSnapshot snapshot, ModelStore store)
    {
        string folder = IsLink ? $"{Snapshots}/{SnapshotRecords.IdOf(snapshot.Source, snapshot.Version)}" : Name;
        IEnumerable<ViewEntry> files = snapshot.Files.Select(file => new BlobEntry($"{folder}/{file.Path}", file.Sha256));
        return [.. files, .. IsLink ? [new LinkEntry(Name, folder, null)] : Array.Empty<ViewEntry>()];
    }
}
