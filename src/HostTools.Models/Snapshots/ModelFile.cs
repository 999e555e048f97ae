namespace HostTools.Models;

/// <summary>One file of a finished snapshot; its bytes are in the store below <see cref="Sha256"/>.</summary>
/// <param name="Path">Relative path with forward slashes, safe by <see cref="ModelPath"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hash of the bytes.</param>
public sealed record ModelFile(string Path, long Size, ContentHash Sha256)
{
    /// <summary>SHA-1 of git's blob, 40 digits: what hubs name small files by; null when the origin has no such name.</summary>
    public string? GitBlobSha1 { get; init; }

    /// <summary>Name in Xet storage; null when it is not there.</summary>
    public string? XetHash { get; init; }
}
