namespace HostTools.Facts;

/// <summary>A distribution, as <c>os-release</c> describes it.</summary>
/// <param name="Id">Lower-case identifier, for example <c>debian</c>.</param>
/// <param name="Name">The name for people, with version, for example <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/os-release.html"/>
public sealed record OsRelease(string Id, string Name)
{
    /// <summary>Version identifier, for example <c>12</c>; null on rolling distributions.</summary>
    public string? Version { get; init; }

    /// <summary>Identifiers of distributions it derives from, closest first.</summary>
    public IReadOnlyList<string> Like { get; init; } = [];

    /// <summary>Reads the text of an <c>os-release</c> file; null when it names no distribution.</summary>
    public static OsRelease? Parse(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            if (line.IndexOf('=') is var equals and > 0 && !line.StartsWith('#'))
                fields[line[..equals].Trim()] = Unquote(line[(equals + 1)..].Trim());
        }

        if (!fields.TryGetValue("ID", out string? id) || id.Length == 0)
            return null;
        return new OsRelease(id, fields.GetValueOrDefault("PRETTY_NAME") ?? fields.GetValueOrDefault("NAME") ?? id)
        {
            Version = fields.GetValueOrDefault("VERSION_ID"),
            Like = fields.GetValueOrDefault("ID_LIKE")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    // The values are a subset of shell: single quotes are literal, in double quotes and bare words a backslash escapes.
    private static string Unquote(string value)
    {
        if (value is ['\'', .., '\''])
            return value[1..^1];
        ReadOnlySpan<char> inner = value is ['"', .., '"'] ? value.AsSpan(1, value.Length - 2) : value;
        var text = new System.Text.StringBuilder(inner.Length);
        for (int i = 0; i < inner.Length; i++)
            text.Append(inner[i] == '\\' && i + 1 < inner.Length ? inner[++i] : inner[i]);
        return text.ToString();
    }
}
