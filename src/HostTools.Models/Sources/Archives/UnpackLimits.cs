using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What an archive may be: sizes, counts, paths, each path once. One for each run through it.</summary>
/// <param name="archive">Its name, for messages.</param>
/// <param name="length">Its bytes.</param>
internal sealed class UnpackLimits(string archive, long length)
{
    private const int MostEntries = 200_000;
    private const long AlwaysAllowed = 1L << 30;

    // Weights hardly shrink at all; deflate alone can blow up a thousandfold.
    private const int MostGrowth = 100;

    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly long _limit = AlwaysAllowed + length * MostGrowth;
    private int _entries;
    private long _bytes;

    /// <summary>Path of an entry without the './' that tar likes to write.</summary>
    public static string Normal(string path)
    {
        string rest = path;
        while (rest.StartsWith("./", StringComparison.Ordinal))
            rest = rest[2..];
        return rest == "." ? string.Empty : rest.EndsWith('/') ? rest[..^1] : rest;
    }

    /// <summary>For every entry.</summary>
    /// <exception cref="HostToolsException">ArchiveTooLarge.</exception>
    public void Count()
    {
        if (++_entries > MostEntries)
            throw new HostToolsException(ModelErrors.ArchiveTooLarge(archive, $"{MostEntries:N0} entries"));
    }

    /// <summary>Takes a path that nothing had yet.</summary>
    /// <exception cref="HostToolsException">ArchiveUnsafe.</exception>
    public void Take(string path, string written)
    {
        if (ModelPath.Problem(path) is { } problem)
            throw new HostToolsException(ModelErrors.ArchiveUnsafe(archive, written, problem));
        if (!_paths.Add(path))
            throw new HostToolsException(ModelErrors.ArchiveUnsafe(archive, written, "it is in there twice, and which one counts differs from program to program"));
    }

    /// <summary>For all bytes that come out.</summary>
    /// <exception cref="HostToolsException">ArchiveTooLarge.</exception>
    public void Count(long bytes)
    {
        _bytes += bytes;
        if (_bytes > _limit)
            throw new HostToolsException(ModelErrors.ArchiveTooLarge(archive, $"{new ByteSize(_limit)} in it, though it has only {new ByteSize(length)} itself"));
    }
}
