using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What is known of bytes before they are here; what is null is not known.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hash.</param>
/// <param name="GitBlobSha1">SHA-1 of git's blob, 40 digits; needs the size.</param>
public readonly record struct ExpectedContent(long? Size = null, ContentHash? Sha256 = null, string? GitBlobSha1 = null)
{
    /// <summary>A hasher that finds out all that is to be compared.</summary>
    public ContentHasher NewHasher() => new(GitBlobSha1 is null ? null : Size);

    /// <summary>Null when the bytes are what they should be.</summary>
    /// <param name="what">Name of the file for the message.</param>
    /// <param name="content">What came.</param>
    /// <param name="gitBlobSha1">Its git name; null when it was not asked for.</param>
    public HostError? Check(string what, StoredBlob content, string? gitBlobSha1)
    {
        if (Size is { } size && size != content.Size)
            return ModelErrors.SizeMismatch(what, size, content.Size);
        if (Sha256 is { } hash && hash != content.Sha256)
            return ModelErrors.ContentMismatch(what, hash.ToString(), content.Sha256.ToString());
        if (GitBlobSha1 is { } git && Size is not null && !string.Equals(git, gitBlobSha1, StringComparison.OrdinalIgnoreCase))
            return ModelErrors.ContentMismatch(what, git, gitBlobSha1 ?? "none");
        return null;
    }
}

/// <summary>Bytes in the store.</summary>
/// <param name="Sha256">Their hash, which is their name.</param>
/// <param name="Size">How many.</param>
public readonly record struct StoredBlob(ContentHash Sha256, long Size);
