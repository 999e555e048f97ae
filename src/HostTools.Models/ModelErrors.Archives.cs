using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong with archives.</summary>
public static partial class ModelErrors
{
    /// <summary>An archive cannot be read to its end.</summary>
    /// <remarks>Fetch it again; when that changes nothing, the source is damaged. With extract: false it is kept as it is.</remarks>
    /// <example><code lang="text">A page with an error was stored under the name of an archive.</code></example>
    public static HostError ArchiveDamaged(string archive, string why, Exception? cause = null) =>
        new(nameof(ArchiveDamaged), ErrorKind.Failed,
            $"The archive '{Printable(archive)}' cannot be unpacked: {Printable(why.TrimEnd('.'))}. Fetch it again; when that changes nothing it is damaged. With 'extract: false' it is kept as it is.", archive)
        { Cause = cause };

    /// <summary>An archive has something that a model must not have.</summary>
    /// <remarks>Do not use it, or keep it as it is with extract: false and look what it is.</remarks>
    /// <example><code lang="text">A zip with ../../.ssh/authorized_keys in it.</code></example>
    public static HostError ArchiveUnsafe(string archive, string entry, string why) =>
        new(nameof(ArchiveUnsafe), ErrorKind.InvalidInput,
            $"The archive '{Printable(archive)}' is not unpacked, because of '{Printable(entry)}' in it: {why}. Do not use it, or keep it as it is with 'extract: false' and look what it is.", entry);

    /// <summary>An archive becomes far more than it is.</summary>
    /// <remarks>Do not use it. What really is that large is unpacked by hand and imported.</remarks>
    /// <example><code lang="text">Ten kilobytes that unpack to terabytes of zeros.</code></example>
    public static HostError ArchiveTooLarge(string archive, string limit) =>
        new(nameof(ArchiveTooLarge), ErrorKind.InvalidInput,
            $"The archive '{Printable(archive)}' is not unpacked: it has more than {limit}. When it really is that large, unpack it by hand and import the directory.", archive);

    /// <summary>An archive needs a program to unpack it, which is not here.</summary>
    /// <remarks>Install the program, or use an archive of another kind.</remarks>
    /// <example><code lang="text">A .tar.zst on a machine without zstd.</code></example>
    public static HostError ArchiveNeedsProgram(string archive, string program) =>
        new(nameof(ArchiveNeedsProgram), ErrorKind.NotSupported,
            $"The archive '{Printable(archive)}' is unpacked with '{program}', which is not on PATH. Install it, or use an archive of kind tar.gz or zip.", program);
}
