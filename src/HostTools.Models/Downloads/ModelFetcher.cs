using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Brings the files of a listing into the store, and makes a snapshot of them. Thread-safe.</summary>
/// <param name="store">Where the bytes go.</param>
/// <param name="http">The way to servers.</param>
public sealed class ModelFetcher(ModelStore store, ModelHttp http)
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(10);

    /// <summary>Fetches what is not in the store yet.</summary>
    /// <param name="listing">What the server has.</param>
    /// <param name="locked">What the lock file says; files must be the same. Null when nothing is locked.</param>
    /// <param name="options">How.</param>
    /// <param name="token">Stops; what is whole is kept.</param>
    /// <exception cref="HostToolsException">What the server, the way or the disk says; LockMismatch.</exception>
    public async Task<ModelSnapshot> FetchAsync(ModelListing listing, LockedModel? locked, FetchOptions options, CancellationToken token)
    {
        using IDisposable held = await store.Locks.TakeAsync(SnapshotRecords.IdOf(listing.Source, listing.Version), options.LockTimeout, token).ConfigureAwait(false);
        long since = Stopwatch.GetTimestamp();
        var records = new SnapshotRecords(store);
        IReadOnlyList<WantedFile> files = WantedFile.Of(listing, locked, store, records);
        Tidy();
        DiskRoom.Require(store, files, options.Reserve);
        var meter = new ProgressMeter($"{listing.Source.Kind}:{listing.Source.Identifier}", files.Sum(static file => file.Expected.Size ?? 0), files.Count, options.Progress);
        try
        {
            var fetch = new FileFetch(listing, store, http, meter, options.OnFailure);
            await fetch.RunAsync(files, token).ConfigureAwait(false);
            var snapshot = new ModelSnapshot(listing.Source, listing.Version, fetch.Files);
            RequireSame(snapshot, locked);
            // What took long is mostly on the disk by now, and waiting for the rest costs little.
            if (options.WaitForDisk || Stopwatch.GetElapsedTime(since) > s_long)
                store.Settle();
            records.Add(snapshot);
            return snapshot;
        }
        catch (IOException cause)
        {
            throw new HostToolsException(DiskFailure.Of(store, cause));
        }
        finally
        {
            meter.Finish();
        }
    }

    private void Tidy()
    {
        store.SettleOld(DateTimeOffset.UtcNow);
        PartFile.Sweep(store, DateTimeOffset.UtcNow);
    }

    // What came out of an archive is only known now.
    private static void RequireSame(ModelSnapshot snapshot, LockedModel? locked)
    {
        if (locked is null)
            return;
        Dictionary<string, ContentHash> pins = locked.Files.ToDictionary(static file => file.Path, static file => file.Sha256, StringComparer.Ordinal);
        if (snapshot.Files.FirstOrDefault(file => !pins.TryGetValue(file.Path, out ContentHash pin) || pin != file.Sha256) is { } other)
            throw new HostToolsException(ModelErrors.LockMismatch(snapshot.Source, other.Path, "it has other bytes now"));
        if (snapshot.Files.Count < pins.Count)
            throw new HostToolsException(ModelErrors.LockMismatch(snapshot.Source, pins.Keys.Except(snapshot.Files.Select(static file => file.Path)).First(), "it is not there any more"));
    }
}
