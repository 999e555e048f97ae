using HostTools.Platform;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Models;

/// <summary>A file of the store that is being fetched. Whoever has it holds its lock.</summary>
/// <param name="store">Where it is.</param>
/// <param name="key">Name of what it becomes: letters and digits.</param>
internal sealed class PartFile(ModelStore store, string key) : IDisposable
{
    private const int Private = 0x180;

    private static readonly TimeSpan s_longestLife = TimeSpan.FromDays(7);

    private FileStream? _file;

    /// <summary>Path in the store.</summary>
    public string FilePath { get; } = $"{ModelStore.PartialPath}/{key}.part";

    /// <summary>Path of what is remembered of it.</summary>
    public string JournalPath { get; } = $"{ModelStore.PartialPath}/{key}.journal";

    /// <summary>Its bytes, for reading and writing at any place.</summary>
    public FileStream File
    {
        get
        {
            store.MakeDirectory(ModelStore.PartialPath);
            return _file ??= store.Root.OpenOrCreate(FilePath, Private);
        }
    }

    /// <summary>The same for the system.</summary>
    public SafeFileHandle Handle => File.SafeFileHandle;

    /// <summary>Bytes that earlier runs left, as far as they are on the disk; 0 when there are none.</summary>
    public static long KeptBytes(ModelStore store, string key) => store.Root.Stat($"{ModelStore.PartialPath}/{key}.part") is { Type: FileEntryType.File } status
        && store.Root.TryReadAllBytes($"{ModelStore.PartialPath}/{key}.journal") is { } journal
        ? Math.Min(status.Size, SegmentJournal.BytesIn(journal))
        : 0;

    /// <summary>Removes what runs left that nobody continued for a week, and journals whose part is gone.</summary>
    public static void Sweep(ModelStore store, DateTimeOffset now)
    {
        foreach (string name in store.Root.List(ModelStore.PartialPath))
        {
            string path = $"{ModelStore.PartialPath}/{name}";
            string key = Path.GetFileNameWithoutExtension(name);
            bool isOrphan = name.EndsWith(".journal", StringComparison.Ordinal) && store.Root.Stat($"{ModelStore.PartialPath}/{key}.part") is null;
            if (!isOrphan && !(store.Root.Stat(path) is { } status && now - status.ModifiedAt > s_longestLife))
                continue;
            using IDisposable? held = store.Locks.TryTake(key);
            if (held is not null && store.Root.Stat(path) is not null)
                store.Root.RemoveFile(path);
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="HostToolsException">DiskFull or StoreNotWritable; never taken for a fault of the network.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, offset);
        }
        catch (IOException cause)
        {
            throw new HostToolsException(DiskFailure.Of(store, cause));
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(Handle, 0);
        Forget();
    }

    /// <summary>The bytes are whole and right: they get their name. Or they are wrong, go into quarantine, and the problem is thrown.</summary>
    public void Keep(StoredBlob blob, HostError? problem)
    {
        Dispose();
        try
        {
            store.Keep(FilePath, blob, problem);
        }
        finally
        {
            // Last: whoever is killed in between has the bytes, and not a whole part that nobody believes.
            Forget();
        }
    }

    /// <summary>Removes it; nothing is kept for the next run.</summary>
    public void Remove()
    {
        Dispose();
        Forget();
        if (store.Root.Stat(FilePath) is not null)
            store.Root.RemoveFile(FilePath);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Forget()
    {
        if (store.Root.Stat(JournalPath) is not null)
            store.Root.RemoveFile(JournalPath);
    }
}
