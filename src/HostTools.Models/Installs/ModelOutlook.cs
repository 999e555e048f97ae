namespace HostTools.Models;

/// <summary>What an install would do.</summary>
/// <param name="Version">Version that would be there.</param>
/// <param name="FileCount">Files of the model.</param>
/// <param name="Size">Bytes of all files whose size is known.</param>
/// <param name="BytesToFetch">Bytes that are not in the store yet; parts of earlier runs count as not there.</param>
public sealed record ModelOutlook(string Version, int FileCount, long Size, long BytesToFetch)
{
    /// <summary>Version that the lock file has now; null when it has none or the same.</summary>
    public string? OldVersion { get; init; }

    internal static ModelOutlook Of(LockedModel locked, ModelStore store) => new(
        locked.Version, locked.Files.Count, locked.Files.Sum(static file => file.Size),
        locked.Files.DistinctBy(static file => file.Sha256).Where(file => !store.Has(file.Sha256, file.Size)).Sum(static file => file.Size));

    internal static ModelOutlook Of(ModelListing listing, IReadOnlyList<WantedFile> files, string? before) => new(
        listing.Version, files.Count, listing.KnownSize,
        files.Where(static file => file.Stored is null).DistinctBy(static file => file.Key).Sum(static file => file.Expected.Size ?? 0))
    {
        OldVersion = before is not null && before != listing.Version ? before : null,
    };
}
