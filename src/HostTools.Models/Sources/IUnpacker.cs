namespace HostTools.Models;

/// <summary>Makes files out of an archive. It trusts nothing in there: paths, sizes and counts are limited.</summary>
public interface IUnpacker
{
    /// <summary>Goes through the archive from its beginning.</summary>
    /// <param name="archive">The whole file, seekable; the caller closes it.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">The archive is damaged, too large, or has what a model must not have.</exception>
    IAsyncEnumerable<UnpackedFile> UnpackAsync(Stream archive, CancellationToken token);
}

/// <summary>A file in an archive.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Content">Its bytes; good until the next file is asked for.</param>
public sealed record UnpackedFile(string Path, Stream Content);
