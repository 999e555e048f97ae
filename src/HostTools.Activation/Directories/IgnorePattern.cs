namespace HostTools.Activation;

/// <summary>Patterns of paths below a directory: <c>*.cache</c> is of names at any depth, <c>a/*.log</c> and <c>dir/**</c> are of paths.</summary>
internal sealed class IgnorePattern
{
    private readonly string[] _parts;

    public IgnorePattern(string pattern)
    {
        string[] parts = pattern.Trim('/').Split('/');
        _parts = parts.Length == 1 && !pattern.StartsWith('/') ? ["**", .. parts] : parts;
    }

    /// <param name="path">Relative to the directory, with slashes between its parts.</param>
    public bool Matches(string path) => Matches(_parts, path.Split('/'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
            return path.IsEmpty;
        if (pattern[0] != "**")
            return !path.IsEmpty && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Escaped(pattern[0]), path[0], ignoreCase: false) && Matches(pattern[1..], path[1..]);
        // At the end it stands for what is in a directory, not for the directory itself.
        if (pattern.Length == 1)
            return !path.IsEmpty;
        for (int skip = 0; skip <= path.Length; skip++)
        {
            if (Matches(pattern[1..], path[skip..]))
                return true;
        }

        return false;
    }

    private static string Escaped(string part) => part.Replace(@"\", @"\\", StringComparison.Ordinal);
}
