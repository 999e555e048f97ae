using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Things written that have to be on the disk before the next step: synced together, which costs about as much as one.</summary>
internal sealed class SyncGroup : IDisposable
{
    private readonly List<(FileStream File, Action? Then)> _files = [];
    private readonly Dictionary<string, (Root Root, string Path)> _directories = new(StringComparer.Ordinal);

    /// <summary>A file written; the group closes it, and calls <paramref name="then"/> when it is on the disk.</summary>
    public void Add(FileStream file, Action? then = null) => _files.Add((file, then));

    /// <summary>A directory in which names were made, changed or removed.</summary>
    public void AddDirectory(Root root, string path) => _directories[root.Describe(path)] = (root, path);

    /// <summary>Waits for the files, then calls what was to follow, then waits for the directories.</summary>
    public void Flush()
    {
        try
        {
            // Writing back all of them first lets the file system put them into one commit; the later syncs find it done.
            foreach ((FileStream file, _) in _files)
                FileSync.Begin(file.SafeFileHandle);
            foreach ((FileStream file, _) in _files)
                FileSync.Finish(file);
            foreach ((FileStream file, Action? then) in _files)
            {
                file.Dispose();
                then?.Invoke();
            }
        }
        finally
        {
            Dispose();
        }

        foreach ((Root root, string path) in _directories.Values)
        {
            // What a directory held may be gone with the directory itself.
            if (root.StatFollowed(path) is { Type: FileEntryType.Directory })
                root.SyncDirectory(path);
        }

        _directories.Clear();
    }

    /// <summary>Closes files that were not synced.</summary>
    public void Dispose()
    {
        foreach ((FileStream file, _) in _files)
            file.Dispose();
        _files.Clear();
    }
}
