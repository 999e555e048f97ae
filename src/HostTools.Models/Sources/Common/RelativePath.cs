namespace HostTools.Models;

/// <summary>Targets of links inside of an archive or a repository.</summary>
internal static class RelativePath
{
    /// <summary>The path that a link leads to; null when that is outside.</summary>
    /// <param name="directory">Directory of the link with a slash behind it; empty is the root.</param>
    /// <param name="target">What stands in the link.</param>
    public static string? Resolve(string directory, string target)
    {
        if (target.Length == 0 || target[0] == '/' || target.Contains('\\', StringComparison.Ordinal))
            return null;
        var parts = new List<string>();
        foreach (string part in (directory + target).Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                return null;
        }

        return string.Join('/', parts);
    }
}
