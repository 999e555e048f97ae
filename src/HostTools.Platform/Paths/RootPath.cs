namespace HostTools.Platform;

/// <summary>Paths inside a root: absolute, with forward slashes, without empty, <c>.</c> or <c>..</c> parts.</summary>
public static class RootPath
{
    /// <summary>The path is in the form that resources use: <c>/etc/hosts</c>.</summary>
    public static bool IsCanonical(string path) =>
        path.Length > 0 && path[0] == '/' && !path.Contains('\0') &&
        (path.Length == 1 || !path[1..].Split('/').Any(static part => part is "" or "." or ".."));

    /// <summary>Brings a path into canonical form; a relative one is taken from the root.</summary>
    /// <exception cref="ArgumentException">The path holds <c>..</c> or a NUL character.</exception>
    public static string Normalize(string path)
    {
        if (IsCanonical(path))
            return path;
        string[] parts = [.. path.Split('/').Where(static part => part is not ("" or "."))];
        if (parts.Contains("..") || path.Contains('\0'))
            throw new ArgumentException($"'{path}' is no path inside a root: it holds '..' or a NUL character.", nameof(path));
        return "/" + string.Join('/', parts);
    }

    /// <summary>The directory that holds a path; of <c>/</c> itself <c>/</c>.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    /// <summary>The last part of a path; of <c>/</c> empty.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The path of something inside a directory.</summary>
    public static string Join(string directory, string name) => directory == "/" ? "/" + name : directory + "/" + name;

    /// <summary>All directories above a path, nearest first, without <c>/</c>.</summary>
    public static IEnumerable<string> AncestorsOf(string path)
    {
        for (string parent = ParentOf(path); parent != "/"; parent = ParentOf(parent))
            yield return parent;
    }

    /// <summary>The path lies below a directory, at any depth; a path does not lie below itself.</summary>
    public static bool IsBelow(string path, string directory) =>
        directory == "/"
            ? path != "/"
            : path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);
}
