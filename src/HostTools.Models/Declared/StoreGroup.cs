using System.Globalization;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Gives what belongs to a model to the group of the store: it may have been fetched before the group was made. What comes later inherits it from
/// the directories.
/// </summary>
internal static class StoreGroup
{
    public static void Give(Root target, ModelStore store, string group, ModelSnapshot snapshot)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || NumberOf(target, group) is not { } number)
            return;
        IEnumerable<string> blobs = snapshot.Files.Select(static file => ModelStore.PathOf(file.Sha256));
        string record = SnapshotRecords.PathOf(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        string[] folders = ["/", .. store.Root.List("/").Select(static name => "/" + name), "/models/.snapshots"];
        foreach (string path in folders.Append(record).Concat(blobs.SelectMany(static path => new[] { RootPath.ParentOf(path), path })).Concat(store.Root.List("/views").Select(static name => "/views/" + name)).Distinct(StringComparer.Ordinal))
        {
            if (store.Root.Stat(path) is { } status && status.GroupId != number && status.Type is not FileEntryType.Link)
                Give(store.Root, path, number, status);
        }
    }

    private static void Give(Root root, string path, int number, FileStatus status)
    {
        root.SetOwner(path, -1, number);
        // Giving away may take the bit that hands the group on.
        if (status.Type is FileEntryType.Directory)
            root.SetMode(path, status.Mode);
    }

    private static int? NumberOf(Root target, string group) =>
        target.TryReadAllText("/etc/group")?.Split('\n').Select(static line => line.Split(':')).FirstOrDefault(line => line.Length > 2 && line[0] == group) is { } found
        && int.TryParse(found[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
