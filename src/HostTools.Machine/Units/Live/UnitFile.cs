using System.Text;

namespace HostTools.Machine.Units;

/// <summary>A unit as systemd reads it: sections with keys, each with its values in order; drop-ins add to what comes before them.</summary>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html"/>
internal sealed class UnitFile
{
    private readonly Dictionary<string, Dictionary<string, List<string>>> _sections = new(StringComparer.Ordinal);

    /// <summary>Reads a unit and its drop-ins.</summary>
    public static UnitFile Of(params IEnumerable<string> texts)
    {
        var unit = new UnitFile();
        foreach (string text in texts)
            unit.Read(text);
        return unit;
    }

    public IEnumerable<string> Sections => _sections.Keys;

    public IEnumerable<string> Keys(string section) => _sections.TryGetValue(section, out Dictionary<string, List<string>>? keys) ? keys.Keys : [];

    /// <summary>Values of a key; null when the section does not have it.</summary>
    public IReadOnlyList<string>? Values(string section, string key) =>
        _sections.TryGetValue(section, out Dictionary<string, List<string>>? keys) && keys.TryGetValue(key, out List<string>? values) ? values : null;

    /// <summary>The last value, read as systemd reads a boolean.</summary>
    public bool Flag(string key, bool fallback, params ReadOnlySpan<string> sections)
    {
        foreach (string section in sections)
        {
            if (Values(section, key) is [.., var last])
                return last.ToLowerInvariant() is "1" or "yes" or "y" or "true" or "t" or "on";
        }

        return fallback;
    }

    private void Read(string text)
    {
        Dictionary<string, List<string>>? section = null;
        var joined = new StringBuilder();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd('\r');
            if (joined.Length == 0 && line.TrimStart() is "" or ['#' or ';', ..])
                continue;
            if (joined.Length > 0 && line.TrimStart() is ['#' or ';', ..])
                continue; // A comment inside of a continued line.
            if (line.EndsWith('\\'))
            {
                joined.Append(line.AsSpan(0, line.Length - 1)).Append(' ');
                continue;
            }

            string whole = joined.Append(line).ToString().Trim();
            joined.Clear();
            if (whole is ['[', .. var name, ']'])
                section = _sections.TryGetValue(name, out Dictionary<string, List<string>>? known) ? known : _sections[name] = new(StringComparer.Ordinal);
            else if (section is not null && whole.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                Add(section, whole[..at].TrimEnd(), whole[(at + 1)..].TrimStart());
        }
    }

    /// <summary>Nothing after the sign forgets what came before.</summary>
    private static void Add(Dictionary<string, List<string>> section, string key, string value)
    {
        List<string> values = section.TryGetValue(key, out List<string>? known) ? known : section[key] = [];
        if (value.Length == 0)
            values.Clear();
        else
            values.Add(value);
    }
}
