using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Blobs that have their name and may not be on the disk yet. Waiting for the disk would be slower than many downloads; in its place each has an
/// empty file named by itself and the boot it was made in. After a crash of the machine those of an earlier boot are hashed before anybody trusts them.
/// </summary>
/// <param name="store">Whose they are.</param>
/// <param name="bootId">Tells one boot of the machine from another; empty where nothing does, and each blob is waited for.</param>
internal sealed class Unsettled(ModelStore store, string bootId)
{
    private const string Folder = "/unsettled";
    private const int Readable = 0x124;

    private readonly Lock _lock = new();
    private HashSet<ContentHash>? _distrusted;

    /// <summary>Boot of this machine; empty where it cannot be told.</summary>
    public static string CurrentBootId { get; } = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : string.Empty;

    /// <summary>Notes a blob that is about to get its name. False when it has to be on the disk first.</summary>
    public bool TryNote(ContentHash hash)
    {
        if (bootId.Length == 0)
            return false;
        store.MakeDirectory(Folder);
        string path = PathOf(hash, bootId);
        if (store.Root.Stat(path) is null)
            store.Root.CreateNew(path, Readable).Dispose();
        return true;
    }

    /// <summary>A blob was damaged by a crash, and could not be removed.</summary>
    public bool IsDistrusted(ContentHash hash)
    {
        lock (_lock)
            return (_distrusted ??= Recover()).Contains(hash);
    }

    /// <summary>Waits until all of this boot is on the disk.</summary>
    public void Settle() => Settle(OfThisBoot());

    /// <summary>The same when something is there since before a moment; the system writes back by itself within a minute, so there is little to wait for.</summary>
    public void SettleOld(DateTimeOffset before)
    {
        string[] names = OfThisBoot();
        if (names.Length > 0 && store.Root.Stat($"{Folder}/{names[0]}") is { } first && first.ModifiedAt < before)
            Settle(names);
    }

    private string[] OfThisBoot() => bootId.Length == 0 ? [] : [.. store.Root.List(Folder).Where(name => name.EndsWith("." + bootId, StringComparison.Ordinal))];

    private void Settle(string[] names)
    {
        if (names.Length == 0)
            return;
        store.Root.SyncFileSystem("/");
        foreach (string name in names)
        {
            // Another process may have settled it, too.
            if (store.Root.Stat($"{Folder}/{name}") is not null)
                store.Root.RemoveFile($"{Folder}/{name}");
        }
    }

    private HashSet<ContentHash> Recover()
    {
        var distrusted = new HashSet<ContentHash>();
        foreach (string name in store.Root.List(Folder))
        {
            string[] parts = name.Split('.', 2);
            if (parts.Length < 2 || parts[1] == bootId || !ContentHash.TryParse(parts[0], out ContentHash hash))
                continue;
            bool isGood = IsGood(hash);
            try
            {
                string path = ModelStore.PathOf(hash);
                if (!isGood && store.Root.Stat(path) is not null)
                    store.Root.RemoveFile(path);
                if (isGood)
                    Sync(path);
                store.Root.RemoveFile($"{Folder}/{name}");
            }
            catch (RootIOException)
            {
                // Who may only read cannot put it right, and has to know.
                if (!isGood)
                    distrusted.Add(hash);
            }
        }

        return distrusted;
    }

    private bool IsGood(ContentHash hash)
    {
        try
        {
            using FileStream file = store.Root.OpenRead(ModelStore.PathOf(hash));
            return ContentHash.FromDigest(System.Security.Cryptography.SHA256.HashData(file)) == hash;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Sync(string path)
    {
        using FileStream file = store.Root.OpenRead(path);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private static string PathOf(ContentHash hash, string bootId) => $"{Folder}/{hash.Hex}.{bootId}";
}
