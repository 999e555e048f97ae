namespace HostTools.Models;

/// <summary>What an install would do.</summary>
/// <param name="Version">Version that would be there.</param>
/// <param name="FileCount">Files of the model.</param>
/// <param name="Size">Bytes of all files whose size is known.</param>
/// <param name="BytesToFetch">Bytes that are not in the store yet, and not in parts of earlier runs either.</param>
public sealed record ModelOutlook(string Version, int FileCount, long Size, long BytesToFetch)
{
    /// <summary>As the lock file says: no server is asked.</summary>
    public static ModelOutlook Of(LockedModel locked, ModelStore store) => new(
        locked.Version, locked.Files.Count, locked.Files.Sum(static file => file.Size),
        locked.Files.DistinctBy(static file => file.Sha256).Where(file => !store.Has(file.Sha256, file.Size)).Sum(file => Missing(store, file.Sha256.Hex, file.Size)));

    /// <summary>Of what is in the store already.</summary>
    public static ModelOutlook Of(ModelSnapshot snapshot) => new(snapshot.Version, snapshot.Files.Count, snapshot.Size, 0);

    /// <summary>As a server says.</summary>
    public static ModelOutlook Of(ModelListing listing, ModelStore store)
    {
        IReadOnlyList<WantedFile> files = WantedFile.Of(listing, null, store, new SnapshotRecords(store));
        return new ModelOutlook(
            listing.Version, files.Count, listing.KnownSize,
            files.Where(static file => file.Stored is null).DistinctBy(static file => file.Key).Sum(file => Missing(store, file.Key, file.Expected.Size ?? 0)));
    }

    /// <summary>What is still to come of a file.</summary>
    internal static long Missing(ModelStore store, string key, long size) => Math.Max(0, size - PartFile.KeptBytes(store, key));
}
