using HostTools.Platform;
using YamlDotNet.Core;

namespace HostTools.Configuration.Yaml;

/// <summary>Says in our own words what the YAML library found, with the fix for the mistakes people make most.</summary>
internal static class YamlMistakes
{
    public static HostError Explain(SourceFile file, YamlException cause)
    {
        int index = (int)Math.Clamp(cause.Start.Index, 0, file.Text.Length);
        if (TabAfter(file.Text, index) is { } tab)
            return ConfigurationErrors.InvalidYaml(new Place(file, tab), "a line begins with a tab", "Indent with spaces.");
        (string reason, string hint) = Words(file, index, cause.Message);
        return ConfigurationErrors.InvalidYaml(new Place(file, index), reason, hint);
    }

    /// <summary>For failures the library gives neither a place nor a reason.</summary>
    public static HostError Unreadable(SourceFile file, int lastRead)
    {
        int index = Math.Clamp(lastRead, 0, file.Text.Length);
        while (index < file.Text.Length && char.IsWhiteSpace(file.Text[index]))
            index++;
        return ConfigurationErrors.InvalidYaml(new Place(file, index), "a bracket, brace or quote before this is not closed", "Close it.");
    }

    private static (string Reason, string Hint) Words(SourceFile file, int index, string message)
    {
        string line = file.LineTextAt(index);
        if (Says(message, "quoted scalar"))
            return ("the quote that opens here is not closed where the value ends", "Close it, and write quotes inside the text twice or the text in the other kind.");
        if (Says(message, "cannot start any token"))
            return ($"a value cannot begin with '{(index < file.Text.Length ? file.Text[index] : ' ')}'", "Quote the value.");
        if (line.Contains("${{", StringComparison.Ordinal))
            return ("an unquoted expression holds ': ', ' #', a comma or a brace", "Quote the value, or put it on its own line under '>-'.");
        if (Says(message, "invalid mapping") || Says(message, "mapping values"))
        {
            return DeeperThan(file, index) is { } above
                ? ($"this line is indented deeper than line {above}, which has a value already", $"Align it with line {above}.")
                : ("an unquoted value holds ': '", "Quote the value.");
        }

        if (Says(message, "flow mapping") || Says(message, "flow sequence"))
            return ("a bracket or brace before this is not closed, or a comma is missing", "Close it, or separate the entries with commas.");
        if (Says(message, "expected key") || Says(message, "expected <block end>") || Says(message, "block mapping") || Says(message, "block collection") || Says(message, "expected ':'"))
            return ("this does not continue what is above it", "Check its indentation, and that a key ends with ': '.");
        return (Reason(message), "Check indentation, quotes and brackets up to here.");
    }

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Reason(string message)
    {
        int colon = message.IndexOf("): ", StringComparison.Ordinal);
        string reason = (colon > 0 && message.StartsWith('(') ? message[(colon + 3)..] : message).TrimEnd('.', ' ');
        return reason.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    /// <summary>The number of the line above when it is <c>key: value</c> and this one is deeper; else null.</summary>
    private static int? DeeperThan(SourceFile file, int index)
    {
        int number = file.OriginAt(index).Line;
        string[] lines = file.Text.Split('\n');
        for (int above = number - 2; above >= 0; above--)
        {
            string text = lines[above].TrimEnd();
            if (text.Trim().Length == 0 || text.TrimStart().StartsWith('#'))
                continue;
            int colon = text.IndexOf(": ", StringComparison.Ordinal);
            return colon > 0 && Indentation(lines[number - 1]) > Indentation(text) ? above + 1 : null;
        }

        return null;
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ').Length;

    /// <summary>The library points at where a block began; the tab that ended it stands on a line near by.</summary>
    private static int? TabAfter(string text, int index)
    {
        int line = index == 0 ? 0 : text.LastIndexOf('\n', Math.Min(index, text.Length) - 1) + 1;
        for (int lines = 0; lines < 3 && line >= 0 && line < text.Length; lines++)
        {
            int at = line;
            while (at < text.Length && text[at] == ' ')
                at++;
            if (at < text.Length && text[at] == '\t')
                return at;
            line = text.IndexOf('\n', line) + 1;
            if (line == 0)
                break;
        }

        return null;
    }
}
