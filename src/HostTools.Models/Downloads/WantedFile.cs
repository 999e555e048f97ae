using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A listed file, all that is known of its bytes, and whether they are here.</summary>
/// <param name="Listed">What the server says.</param>
/// <param name="Expected">What server and lock file say together.</param>
/// <param name="Stored">Its bytes in the store; null when they are not there.</param>
/// <param name="Key">Name of the part while it is fetched.</param>
internal sealed record WantedFile(ListedFile Listed, ExpectedContent Expected, StoredBlob? Stored, string Key)
{
    /// <summary>All files of a listing.</summary>
    /// <exception cref="HostToolsException">LockMismatch.</exception>
    public static IReadOnlyList<WantedFile> Of(ModelListing listing, LockedModel? locked, ModelStore store, SnapshotRecords records)
    {
        // An archive is not locked itself, its files are; they are compared when they are there.
        Dictionary<string, ModelFile>? pins = locked is null || listing.Files.Any(static file => file.Unpacker is not null)
            ? null
            : locked.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        if (pins is not null)
            RequireSame(listing, pins);
        var known = new Lazy<Dictionary<string, StoredBlob>>(() => BlobsByGitName(store, records));
        return [.. listing.Files.Select(file => Of(listing, file, pins?[file.Path], store, known))];
    }

    private static WantedFile Of(ModelListing listing, ListedFile file, ModelFile? pin, ModelStore store, Lazy<Dictionary<string, StoredBlob>> known)
    {
        var expected = new ExpectedContent(file.Size ?? pin?.Size, file.Sha256 ?? pin?.Sha256, file.GitBlobSha1 ?? pin?.GitBlobSha1);
        StoredBlob? stored = expected.Sha256 is { } hash ? (store.SizeOf(hash) is { } size && size == (expected.Size ?? size) ? new StoredBlob(hash, size) : null)
            : expected.GitBlobSha1 is { } git && known.Value.TryGetValue(git, out StoredBlob blob) && blob.Size == expected.Size ? blob
            : null;
        return new WantedFile(file, expected, stored, FileDownload.KeyOf(listing.Source, listing.Version, file.Path, expected));
    }

    private static void RequireSame(ModelListing listing, Dictionary<string, ModelFile> pins)
    {
        foreach (ListedFile file in listing.Files)
        {
            if (!pins.TryGetValue(file.Path, out ModelFile? pin))
                throw new HostToolsException(ModelErrors.LockMismatch(listing.Source, file.Path, "it is not in the lock file"));
            if ((file.Sha256 is { } hash && hash != pin.Sha256) || (file.Size is { } size && size != pin.Size) || (file.GitBlobSha1 is { } git && pin.GitBlobSha1 is { } locked && git != locked))
                throw new HostToolsException(ModelErrors.LockMismatch(listing.Source, file.Path, "the server has other bytes for it now"));
        }

        if (pins.Keys.Except(listing.Files.Select(static file => file.Path), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new HostToolsException(ModelErrors.LockMismatch(listing.Source, missing, "the server does not have it any more"));
    }

    // Hubs name small files by git's name alone; what an earlier version of the model had of them is not fetched again.
    private static Dictionary<string, StoredBlob> BlobsByGitName(ModelStore store, SnapshotRecords records)
    {
        var blobs = new Dictionary<string, StoredBlob>(StringComparer.Ordinal);
        foreach (ModelFile file in records.All().SelectMany(static record => record.Content.Files))
        {
            if (file.GitBlobSha1 is { } git && store.Has(file.Sha256, file.Size))
                blobs[git] = new StoredBlob(file.Sha256, file.Size);
        }

        return blobs;
    }
}
