using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What a server says is in a model: a version that never changes again, and its files. Nothing is fetched yet.</summary>
public sealed record ModelListing
{
    /// <summary>Makes one of what a server said.</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="version">Commit, digest or whatever never changes again.</param>
    /// <param name="files">What is left after the filters.</param>
    /// <exception cref="HostToolsException">NoFilesMatch, PathUnsafe or PathsCollide.</exception>
    public ModelListing(ModelSource source, string version, IEnumerable<ListedFile> files)
    {
        Source = source;
        Version = version;
        Files = [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
        if (Files.Count == 0)
            throw new HostToolsException(ModelErrors.NoFilesMatch(source));
        ModelPath.Require(source, [.. Files.Where(static file => !file.IsUnpackedAtRoot).Select(static file => file.Path)]);
    }

    /// <summary>What was asked for, with the revision.</summary>
    public ModelSource Source { get; }

    /// <summary>Commit, digest or whatever never changes again.</summary>
    public string Version { get; }

    /// <summary>The files, ordinally by path.</summary>
    public IReadOnlyList<ListedFile> Files { get; }

    /// <summary>Bytes of all files whose size is known.</summary>
    public long KnownSize => Files.Sum(static file => file.Size ?? 0);
}

/// <summary>A file that a server offers.</summary>
/// <param name="Path">
/// Relative path with forward slashes. Of an archive the directory its content goes to, see <see cref="Unpacker"/>; empty is the model's own.
/// </param>
/// <param name="Bytes">How its bytes come.</param>
public sealed record ListedFile(string Path, FileBytes Bytes)
{
    /// <summary>Bytes; null when the server does not say before it sends them.</summary>
    public long? Size { get; init; }

    /// <summary>Hash that the bytes must have; null when the server does not say.</summary>
    public ContentHash? Sha256 { get; init; }

    /// <summary>SHA-1 of git's blob that the bytes must have, 40 digits; null when the server does not say. Needs <see cref="Size"/>.</summary>
    public string? GitBlobSha1 { get; init; }

    /// <summary>Name in Xet storage; null when it is not there.</summary>
    public string? XetHash { get; init; }

    /// <summary>
    /// Makes the files of the model out of this one once it is here, whole and checked; null when it is one itself. The archive stays in the
    /// store beside them under its own hash, as nothing of the model.
    /// </summary>
    public IUnpacker? Unpacker { get; init; }

    internal bool IsUnpackedAtRoot => Unpacker is not null && Path.Length == 0;
}
