using System.Buffers;
using System.Globalization;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Which paths a model may have: safe to write below a directory of any system, and no two that one system takes for one.</summary>
public static class ModelPath
{
    private const int LongestPart = 255;
    private const int LongestPath = 1024;

    private static readonly SearchValues<char> s_windows = SearchValues.Create("<>:\"|?*");

    private static readonly HashSet<string> s_devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>Why a path cannot be taken, as the end of a sentence: <c>it leaves the model's folder</c>; null when it can.</summary>
    public static string? Problem(string path)
    {
        if (path.Length == 0)
            return "it is empty";
        if (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
            return "it is absolute";
        if (path.Contains('\\', StringComparison.Ordinal))
            return @"it has a '\'";
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            return $"it is longer than {LongestPath} bytes";
        if (path.EnumerateRunes().Any(IsUnprintable))
            return "it has characters that cannot be shown";
        return path.Split('/').Select(PartProblem).FirstOrDefault(static problem => problem is not null);
    }

    /// <summary>Checks all paths of a model together.</summary>
    /// <param name="source">Whose they are, for the message.</param>
    /// <param name="paths">All of them.</param>
    /// <exception cref="HostToolsException">PathUnsafe or PathsCollide, at most ten of them.</exception>
    public static void Require(ModelSource source, IReadOnlyList<string> paths)
    {
        HostError[] errors = [.. paths.Where(static path => Problem(path) is not null).Take(10).Select(path => ModelErrors.PathUnsafe(source, path, Problem(path)!))];
        if (errors.Length == 0)
            errors = [.. Collisions(paths).Take(10).Select(pair => ModelErrors.PathsCollide(source, pair.First, pair.Second))];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
    }

    /// <summary>Pairs that some file system takes for one: they differ only in case, or one is a directory of the other.</summary>
    private static IEnumerable<(string First, string Second)> Collisions(IReadOnlyList<string> paths)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (!files.TryAdd(Fold(path), path))
                yield return (files[Fold(path)], path);
        }

        var directories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                string directory = path[..slash];
                string folded = Fold(directory);
                if (files.TryGetValue(folded, out string? file))
                    yield return (file, path);
                // What is above a known directory was looked at with it.
                if (!directories.TryAdd(folded, directory))
                {
                    if (directories[folded] != directory)
                        yield return (directories[folded] + "/", path);
                    break;
                }
            }
        }
    }

    private static string Fold(string path) => path.ToUpperInvariant();

    private static string? PartProblem(string part)
    {
        string stem = part.Split('.', 2)[0].TrimEnd(' ');
        return part switch
        {
            "" => "a part of it is empty",
            "." or ".." => "it leaves the model's folder",
            _ when part.AsSpan().IndexOfAny(s_windows) >= 0 => "Windows cannot have '<>:\"|?*' in a name",
            _ when part[^1] is '.' or ' ' => "Windows cannot have a name that ends with a dot or a blank",
            _ when s_devices.Contains(stem) => $"'{stem}' is a device on Windows",
            _ when Encoding.UTF8.GetByteCount(part) > LongestPart => $"a part of it is longer than {LongestPart} bytes",
            _ => null,
        };
    }

    // Besides control characters: marks that turn the direction of text or are invisible make a name look like another one.
    private static bool IsUnprintable(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
