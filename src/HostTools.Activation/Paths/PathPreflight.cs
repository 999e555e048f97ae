using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Looks for what would make writing fail: parents that are no directories, missing rights, missing space.</summary>
internal sealed class PathPreflight(Target target)
{
    // The journal, the manifest and directory entries need some room as well.
    private const long Reserve = 1 << 20;

    private readonly Dictionary<string, (string Directory, string Device)> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Finding?> _parents = new(StringComparer.Ordinal);

    public IEnumerable<Finding> Check(IReadOnlyList<Change> changes)
    {
        var writes = changes.Where(static change => change.After is PathState).ToList();
        if (writes.Count == 0)
            return [];
        HashSet<string> replaced = PathsBecoming(PathType.Directory, writes);
        HashSet<string> removed = PathsBecoming(PathType.Absent, writes);
        var findings = new List<Finding>();
        foreach (Change change in writes)
        {
            if (ParentProblem(RootPath.ParentOf(change.Id.Key), change, replaced) is { } problem)
                findings.Add(problem);
            if (OwnProblem(change) is { } own)
                findings.Add(own);
            bool isGivingWay = change.Findings.Count == 0 &&
                change is { Before: PathState { Type: PathType.Directory }, After: PathState { Type: PathType.File or PathType.Link } };
            if (isGivingWay && target.Root.List(change.Id.Key).Any(name => !removed.Contains(RootPath.Join(change.Id.Key, name))))
                findings.Add(Finding.Stop(ActivationErrors.DirectoryNotEmpty(target.Root.Describe(change.Id.Key), change.Desired)));
        }

        if (SpaceProblem(writes) is { } space)
            findings.Add(space);
        return findings;
    }

    /// <summary>What stands there cannot be replaced or removed, whoever asks.</summary>
    private Finding? OwnProblem(Change change)
    {
        bool isKept = change is { Before: PathState { Type: PathType.Directory }, After: PathState { Type: PathType.Directory } };
        if (change.Before is PathState { IsAbsent: true } || target.Root.Stat(change.Id.Key) is not { } status)
            return null;
        return status.IsFixed ? Finding.Stop(ActivationErrors.PathFixed(target.Root.Describe(change.Id.Key), change.Desired))
            : status.IsMountPoint && !isKept ? Finding.Stop(ActivationErrors.PathMounted(target.Root.Describe(change.Id.Key), change.Desired))
            : null;
    }

    private static HashSet<string> PathsBecoming(PathType type, List<Change> changes) => changes
        .Where(change => ((PathState)change.After!).Type == type) // Only writes are given.
        .Select(static change => change.Id.Key)
        .ToHashSet(StringComparer.Ordinal);

    private Finding? ParentProblem(string parent, Change change, HashSet<string> replaced)
    {
        if (replaced.Contains(parent))
            return null;
        if (_parents.TryGetValue(parent, out Finding? known))
            return known;
        return _parents[parent] = Look(parent, change, replaced);
    }

    private Finding? Look(string parent, Change change, HashSet<string> replaced)
    {
        try
        {
            if (target.Account is { } account && (parent == account.Directory || RootPath.IsBelow(account.Directory, parent)) && HomeProblem(account) is { IsDecided: true } home)
                return home.Finding;
            if (target.Root.Stat(parent) is null)
                return parent == "/" ? RootProblem() : ParentProblem(RootPath.ParentOf(parent), change, replaced);
            if (target.Root.StatFollowed(parent) is not { Type: FileEntryType.Directory })
                return Finding.Stop(ActivationErrors.ParentNotDirectory(target.Root.Describe(parent), change.Id.Key, change.Desired));
            return target.Root.IsWritable(parent) ? null : Finding.Stop(ActivationErrors.NotWritable(target.Root.Describe(parent)));
        }
        catch (RootIOException cause)
        {
            return Finding.Stop(ActivationErrors.Unobservable(target.Root.Describe(parent), cause, change.Desired));
        }
    }

    /// <summary>A home that is absent is made, by whoever may; one that is there has to be the user's.</summary>
    private (bool IsDecided, Finding? Finding) HomeProblem(HomeAccount account)
    {
        Root machine = target.Machine!.Root; // A home has one.
        if (machine.StatFollowed(account.Directory) is not { } home)
        {
            string above = RootPath.ParentOf(account.Directory);
            if (HomeAccount.Unsafe(machine, above) is { } open)
                return (true, Finding.Stop(ActivationErrors.HomeUnsafe(machine.Describe(account.Directory), account.User, machine.Describe(open))));
            while (above != "/" && machine.StatFollowed(above) is null)
                above = RootPath.ParentOf(above);
            return above == "/" && machine.StatFollowed("/") is null ? (true, RootProblem())
                : (true, machine.IsWritable(above) ? null : Finding.Stop(ActivationErrors.NotWritable(machine.Describe(above))));
        }

        bool isAnothers = Environment.IsPrivilegedProcess && account.Ids() is { } ids && home.UserId != ids.User;
        return isAnothers
            ? (true, Finding.Stop(ActivationErrors.HomeOfAnother(machine.Describe(account.Directory), account.User)))
            : (false, null);
    }

    /// <summary>The folder itself is made by the first apply, if the directory above it lets us.</summary>
    private Finding? RootProblem()
    {
        string above = target.Root.Directory;
        while (!Directory.Exists(above) && Path.GetDirectoryName(above) is { } parent)
        {
            if (File.Exists(above))
                return Finding.Stop(ActivationErrors.ParentNotDirectory(above, target.Root.Directory, null));
            above = parent;
        }

        return Root.At(above).IsWritable("/") ? null : Finding.Stop(ActivationErrors.NotWritable(above));
    }

    private Finding? SpaceProblem(List<Change> writes)
    {
        var needed = new Dictionary<string, (long Bytes, string Directory)>(StringComparer.Ordinal);
        foreach (Change change in writes)
        {
            (string directory, string device) = DeviceOf(RootPath.ParentOf(change.Id.Key));
            long bytes = change.After is PathState { Type: PathType.File, Size: var size } ? size : 0;
            needed[device] = (needed.GetValueOrDefault(device).Bytes + bytes, directory);
        }

        foreach ((long bytes, string directory) in needed.Values)
        {
            if (FreeSpace(directory) is { } free && free < bytes + Reserve)
                return Finding.Stop(ActivationErrors.NotEnoughSpace(target.Root.Describe(directory), new ByteSize(bytes + Reserve), new ByteSize(free)));
        }

        return null;
    }

    private long? FreeSpace(string directory)
    {
        try
        {
            return IsDirectory(directory, out _) ? target.Root.FreeSpace(directory) : null;
        }
        catch (RootIOException)
        {
            return null; // What vanished or may not be asked says so when it is written.
        }
    }

    /// <summary>The nearest directory there is, and the file system it is on.</summary>
    private (string Directory, string Device) DeviceOf(string path)
    {
        if (_devices.TryGetValue(path, out (string, string) known))
            return known;
        FileStatus? status = IsDirectory(path, out FileStatus found) ? found : null;
        (string Directory, string Device) device = status is null && path != "/" ? DeviceOf(RootPath.ParentOf(path))
            : (path, status?.Identity.Split(':') is [var major, var minor, _] ? $"{major}:{minor}" : string.Empty);
        return _devices[path] = device;
    }

    private bool IsDirectory(string path, out FileStatus found)
    {
        found = default;
        try
        {
            if (target.Root.StatFollowed(path) is not { Type: FileEntryType.Directory } status)
                return false;
            found = status;
            return true;
        }
        catch (RootIOException)
        {
            return false;
        }
    }
}
