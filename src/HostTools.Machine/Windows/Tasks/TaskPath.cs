namespace HostTools.Machine.Windows;

/// <summary>Places of scheduled tasks, such as <c>\Backup\Nightly</c>. Pure.</summary>
internal static class TaskPath
{
    private const int Longest = 238;

    /// <summary>The place in canonical form, or why it is none.</summary>
    public static (string? Path, string? Why) Parse(string text)
    {
        string path = text.StartsWith('\\') ? text : "\\" + text;
        foreach (string part in path[1..].Split('\\'))
        {
            if (part.Length == 0 || part is "." or "..")
                return (null, "a part of it is empty, '.' or '..'");
            if (part.Any(static c => c is '<' or '>' or ':' or '"' or '/' or '|' or '?' or '*' || char.IsControl(c)))
                return (null, "it holds one of <>:\"/|?* or a control character");
        }

        if (path.Length > Longest)
            return (null, "it is longer than 238 characters");
        return path.StartsWith(@"\Microsoft\", StringComparison.OrdinalIgnoreCase) ? (null, @"tasks below \Microsoft are those of Windows itself") : (path, null);
    }

    /// <summary>Folder, with a backslash at its end as the cmdlets write it, and name.</summary>
    public static (string Folder, string Name) Split(string path) => (path[..(path.LastIndexOf('\\') + 1)], path[(path.LastIndexOf('\\') + 1)..]);

    /// <summary>The folders above, the outermost first, without the root.</summary>
    public static string[] FoldersOf(string path)
    {
        string[] parts = path[1..].Split('\\');
        return [.. Enumerable.Range(1, parts.Length - 1).Select(count => "\\" + string.Join('\\', parts.Take(count)))];
    }
}
