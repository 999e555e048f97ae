using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What can be taken out of a store, and how much that gives back.</summary>
/// <param name="Snapshots">Models that nothing needs, those unused for longest first.</param>
/// <param name="Blobs">Bytes of theirs that no other model has.</param>
/// <param name="Leftovers">Files of downloads that were given up, and what is in quarantine.</param>
public sealed record StoreSweep(IReadOnlyList<UnusedSnapshot> Snapshots, IReadOnlyList<StoredBlob> Blobs, IReadOnlyList<string> Leftovers)
{
    /// <summary>Bytes that become free.</summary>
    public ByteSize Freed { get; init; }
}

/// <summary>A model that is fetched, and that nothing needs.</summary>
/// <param name="Id">Name of its record.</param>
/// <param name="Source">Where it came from, in one line.</param>
/// <param name="Version">Its version.</param>
/// <param name="LastUsed">When it was fetched or shown last.</param>
public sealed record UnusedSnapshot(string Id, string Source, string Version, DateTimeOffset LastUsed);

/// <summary>
/// Finds and takes away what nothing needs: neither a view, nor a pin, nor a generation that is kept. What cannot be read counts as needed: then nothing
/// goes.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">Tells how old leftovers are.</param>
public sealed class StoreCollector(ModelStore store, IClock clock)
{
    private static readonly string[] s_leftovers = ["/partial", "/quarantine"];

    /// <summary>What can go. Writes nothing.</summary>
    /// <param name="roots">Names of records that somebody needs besides, such as generations.</param>
    /// <param name="quota">The store may stay this large, and only what is above goes, that unused for longest first; null takes all that nothing needs.</param>
    /// <param name="leftoversOlderThan">Age from which leftovers go. Default: a week.</param>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public StoreSweep Find(IEnumerable<string> roots, ByteSize? quota = null, TimeSpan? leftoversOlderThan = null)
    {
        IReadOnlyList<ViewRecord> views = new ViewRecords(store).All();
        HashSet<string> needed = [.. roots, .. new StorePins(store).All, .. StorePins.Claims(store).Fresh(clock.UtcNow), .. views.SelectMany(static record => record.Snapshots)];
        // A view may lead to bytes whose record a crash of the machine took.
        HashSet<string> shown = [.. views.SelectMany(static record => record.Things).Where(static thing => thing.Kind is ThingKind.Blob).Select(static thing => thing.Value)];
        var all = new SnapshotRecords(store).All().ToDictionary(static record => record.Id, static record => record.Content, StringComparer.Ordinal);
        IReadOnlyList<StoredBlob> stored = [.. store.Blobs()];
        Dictionary<ContentHash, long> blobs = stored.Where(blob => !shown.Contains(blob.Sha256.Hex)).ToDictionary(static blob => blob.Sha256, static blob => blob.Size);
        UnusedSnapshot[] unused =
        [
            .. all.Where(pair => !needed.Contains(pair.Key))
                .Select(pair => new UnusedSnapshot(pair.Key, pair.Value.Source, pair.Value.Version, LastUse(pair.Key)))
                .OrderBy(static snapshot => snapshot.LastUsed).ThenBy(static snapshot => snapshot.Id, StringComparer.Ordinal),
        ];
        int count = quota is null ? unused.Length : Enough(unused, all, blobs, quota.Value.Bytes - stored.Sum(static blob => blob.Size));
        UnusedSnapshot[] going = unused[..count];
        StoredBlob[] free = Free(all.Keys.Except(going.Select(static snapshot => snapshot.Id)), all, blobs);
        (string Path, long Size)[] leftovers = [.. Leftovers(clock.UtcNow - (leftoversOlderThan ?? TimeSpan.FromDays(7)))];
        return new StoreSweep(going, free, [.. leftovers.Select(static file => file.Path)])
        {
            Freed = new ByteSize(free.Sum(static blob => blob.Size) + leftovers.Sum(static file => file.Size)),
        };
    }

    /// <summary>Takes it away. Nobody may work with the store meanwhile: <see cref="StoreUse.TryBeAlone"/>, and look while alone.</summary>
    public void Remove(StoreSweep sweep)
    {
        // Records first: what has none is fetched again, and what has one has to have its bytes.
        var records = new SnapshotRecords(store);
        foreach (UnusedSnapshot snapshot in sweep.Snapshots)
            records.Remove(snapshot.Id);
        foreach (StoredBlob blob in sweep.Blobs)
            store.Remove(blob.Sha256);
        foreach (string path in sweep.Leftovers)
            store.Root.RemoveFile(path);
    }

    private DateTimeOffset LastUse(string id) => store.Root.Stat(SnapshotRecords.PathOf(id))?.ModifiedAt ?? DateTimeOffset.MinValue;

    /// <summary>How many of the unused have to go so that the rest fits.</summary>
    private static int Enough(UnusedSnapshot[] unused, Dictionary<string, LockedModel> all, Dictionary<ContentHash, long> blobs, long room)
    {
        HashSet<string> kept = [.. all.Keys];
        for (int count = 0; count < unused.Length; count++)
        {
            if (Free(kept, all, blobs).Sum(static blob => blob.Size) + room >= 0)
                return count;
            kept.Remove(unused[count].Id);
        }

        return unused.Length;
    }

    /// <summary>What no kept snapshot has.</summary>
    private static StoredBlob[] Free(IEnumerable<string> kept, Dictionary<string, LockedModel> all, Dictionary<ContentHash, long> blobs)
    {
        HashSet<ContentHash> needed = [.. kept.SelectMany(id => all[id].Files).Select(static file => file.Sha256)];
        return [.. blobs.Where(blob => !needed.Contains(blob.Key)).OrderBy(static blob => blob.Key).Select(static blob => new StoredBlob(blob.Key, blob.Value))];
    }

    private IEnumerable<(string Path, long Size)> Leftovers(DateTimeOffset before) =>
        from folder in s_leftovers
        from name in store.Root.List(folder)
        let path = $"{folder}/{name}"
        let status = store.Root.Stat(path)
        where status is { Type: FileEntryType.File } file && file.ModifiedAt < before
        select (path, status.Value.Size);
}
