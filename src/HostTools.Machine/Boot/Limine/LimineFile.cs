using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>A limine.conf as Limine 8 and later read it: settings, then entries in a tree.</summary>
/// <remarks>
/// Limine strips blanks at the beginning of lines and every carriage return, takes <c>/</c> at the beginning of a line for an entry, and of
/// several settings with one name the first. What stands before the first entry is global.
/// </remarks>
internal sealed class LimineFile
{
    // What Limine's buffer for a line with a title holds, slashes included.
    private const int LongestTitle = 63;

    // Macros within a value stop here; Limine itself has no more room for one.
    private const int LongestValue = 64 << 10;

    private LimineFile(BootText text) => Text = text;

    public BootText Text { get; }

    /// <summary>In front of all entries.</summary>
    public IReadOnlyList<LimineOption> Globals { get; private init; } = [];

    /// <summary>In the order of the file; children follow their parent.</summary>
    public IReadOnlyList<LimineEntry> Entries { get; private init; } = [];

    /// <summary>What stops Limine, or what it understands differently than people.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>Texts that stand for others.</summary>
    public IReadOnlyDictionary<string, string> Macros { get; private init; } = new Dictionary<string, string>();

    /// <exception cref="FormatException">It has more entries than any menu.</exception>
    public static LimineFile Parse(byte[] bytes)
    {
        var text = BootText.Parse(bytes);
        var globals = new List<LimineOption>();
        var entries = new List<LimineEntry>();
        var problems = new List<string>();
        var macros = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text.HasByteOrderMark)
            problems.Add("begins with a byte order mark, so that Limine does not understand its first line");
        foreach (BootLine line in text.Lines)
        {
            if (entries.Count > BootFiles.MostEntries)
                throw new FormatException($"has more than {BootFiles.MostEntries} entries");
            if (line.Text.StartsWith('/'))
                AddEntry(line, entries, problems);
            else if (Macro(line) is { } macro)
                macros[macro.Name] = macro.Value; // The last definition is found first.
            else if (LimineOption.Parse(line) is { } option)
                (entries is [.., { } last] ? last.OptionList : globals).Add(option);
        }

        return new LimineFile(text) { Globals = globals, Entries = entries, Problems = problems, Macros = macros };
    }

    /// <summary>The first setting of a name.</summary>
    public string? Global(string key) => Globals.FirstOrDefault(option => option.Is(key))?.Value;

    /// <summary>A value with its macros in place; unknown ones are empty, as for Limine.</summary>
    public string Expand(string value)
    {
        var expanded = new StringBuilder();
        int at = 0;
        for (int open; (open = value.IndexOf("${", at, StringComparison.Ordinal)) >= 0 && expanded.Length < LongestValue;)
        {
            int end = value.IndexOf('}', open);
            if (end < 0)
                break;
            expanded.Append(value, at, open - at).Append(Macros.GetValueOrDefault(value[(open + 2)..end]));
            at = end + 1;
        }

        return expanded.Append(value, at, value.Length - at).ToString();
    }

    private static void AddEntry(BootLine line, List<LimineEntry> entries, List<string> problems)
    {
        int depth = line.Text.TakeWhile(static c => c == '/').Count();
        string title = line.Text[depth..];
        bool isExpanded = title.StartsWith('+');
        LimineEntry? parent = entries.LastOrDefault(entry => entry.Depth < depth);
        if (depth > (parent?.Depth ?? 0) + 1)
            problems.Add($"has '{line.Text}' in line {line.Number} deeper than its parent allows, which stops Limine");
        if (Encoding.UTF8.GetByteCount(line.Text) > LongestTitle)
            problems.Add($"has a title in line {line.Number} that Limine cuts after {LongestTitle} bytes");
        entries.Add(new LimineEntry(title[(isExpanded ? 1 : 0)..].TrimStart(' '), depth, isExpanded, line) { Parent = parent });
    }

    private static (string Name, string Value)? Macro(BootLine line) =>
        line.Text.StartsWith("${", StringComparison.Ordinal) && line.Text.IndexOf("}=", StringComparison.Ordinal) is > 2 and var end
            ? (line.Text[2..end], line.Text[(end + 2)..])
            : null;
}

/// <summary>A line such as <c>timeout: 3</c>.</summary>
/// <param name="Key">As it is written; capitals do not matter.</param>
/// <param name="Value">Without blanks around it; macros as they are.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record LimineOption(string Key, string Value, BootLine Line)
{
    public bool Is(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

    public static LimineOption? Parse(BootLine line)
    {
        int colon = line.Text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || line.Text.StartsWith('#') || !line.Text.AsSpan(0, colon).ContainsOnlyKey()
            ? null
            : new LimineOption(line.Text[..colon], line.Text[(colon + 1)..].Trim(' ', '\t'), line);
    }
}

/// <summary>An entry: its line with the title, and what stands below it up to the next one.</summary>
internal sealed class LimineEntry(string title, int depth, bool isExpanded, BootLine line)
{
    public string Title => title;

    /// <summary>1 for the entries of the menu itself.</summary>
    public int Depth => depth;

    public bool IsExpanded => isExpanded;

    public BootLine Line => line;

    public LimineEntry? Parent { get; init; }

    /// <summary>The menu has a row for it before anybody opens a folder.</summary>
    public bool IsShown => Parent is null || (Parent.IsExpanded && Parent.IsShown);

    public IReadOnlyList<LimineOption> Options => OptionList;

    internal List<LimineOption> OptionList { get; } = [];

    /// <summary>The first value of one of the names.</summary>
    public string? Value(params ReadOnlySpan<string> keys)
    {
        foreach (LimineOption option in OptionList)
        {
            foreach (string key in keys)
            {
                if (option.Is(key))
                    return option.Value;
            }
        }

        return null;
    }

    public IEnumerable<string> Values(string key) => OptionList.Where(option => option.Is(key)).Select(static option => option.Value);
}

internal static class LimineKeys
{
    public static bool ContainsOnlyKey(this ReadOnlySpan<char> key)
    {
        foreach (char c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
