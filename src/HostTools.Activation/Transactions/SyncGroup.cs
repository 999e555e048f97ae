using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Things written that have to be on the disk before the next step: synced together, which costs about as much as one.</summary>
internal sealed class SyncGroup : IDisposable
{
    private const int MaximumThreads = 7;
    private const int ItemsPerThread = 4;

    // A process may often open no more than 1,024 files at a time.
    private const int MaximumOpen = 256;

    private readonly List<(FileStream File, Action? Then)> _files = [];
    private readonly Dictionary<string, (Root Root, string Path)> _directories = new(StringComparer.Ordinal);

    /// <summary>A file that is written before the next one is added; the group closes it, and calls <paramref name="then"/> when it is on the disk.</summary>
    public void Add(FileStream file, Action? then = null)
    {
        if (_files.Count >= MaximumOpen)
            FlushFiles(file);
        _files.Add((file, then));
    }

    /// <summary>A directory in which names were made, changed or removed.</summary>
    public void AddDirectory(Root root, string path) => _directories[root.Describe(path)] = (root, path);

    /// <summary>Waits for the files, then calls what was to follow, then waits for the directories.</summary>
    public void Flush()
    {
        FlushFiles(null);
        InParallel([.. _directories.Values], static directory =>
        {
            // What a directory held may be gone with the directory itself.
            if (directory.Root.StatFollowed(directory.Path) is { Type: FileEntryType.Directory })
                directory.Root.SyncDirectory(directory.Path);
        });
        _directories.Clear();
    }

    /// <param name="next">Closed, too, when one of the others cannot be written.</param>
    private void FlushFiles(FileStream? next)
    {
        try
        {
            // Writing back all of them first lets the file system put them into one commit; the later syncs find it done.
            foreach ((FileStream file, _) in _files)
                FileSync.Begin(file.SafeFileHandle);
            InParallel(_files, static item => FileSync.Finish(item.File));
            foreach ((FileStream file, Action? then) in _files)
            {
                file.Dispose();
                then?.Invoke();
            }
        }
        catch
        {
            next?.Dispose();
            throw;
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Closes files that were not synced.</summary>
    public void Dispose()
    {
        foreach ((FileStream file, _) in _files)
            file.Dispose();
        _files.Clear();
    }

    /// <summary>Several waits for the disk at once: it merges their flushes into few.</summary>
    private static void InParallel<T>(List<T> items, Action<T> sync)
    {
        int next = -1;
        Exception? failure = null;
        void Work()
        {
            while (Interlocked.Increment(ref next) is var index && index < items.Count)
            {
                try
                {
                    sync(items[index]);
                }
                catch (Exception cause)
                {
                    Interlocked.CompareExchange(ref failure, cause, null);
                }
            }
        }

        // Threads of their own: the pool has about one a core and hesitates to add more, and these only wait.
        Thread[] helpers = [.. Enumerable.Range(0, Math.Min(MaximumThreads, items.Count / ItemsPerThread)).Select(_ => new Thread(Work))];
        foreach (Thread helper in helpers)
            helper.Start();
        Work();
        foreach (Thread helper in helpers)
            helper.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
