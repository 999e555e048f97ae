using System.Text.RegularExpressions;
using HostTools.Platform;
using YamlDotNet.Core;

namespace HostTools.Configuration.Yaml;

/// <summary>Says in our own words what the YAML library found, with the fix for the mistakes people make most.</summary>
internal static partial class YamlMistakes
{
    public static HostError Explain(SourceFile file, YamlException cause)
    {
        int index = (int)Math.Clamp(cause.Start.Index, 0, file.Text.Length);
        if (TabAfter(file.Text, index) is { } tab)
            return ConfigurationErrors.InvalidYaml(new Place(file, tab), "a line begins with a tab", "Indent with spaces.");
        if (ExpressionInBrackets(file, index) is { } expression)
            return ConfigurationErrors.InvalidYaml(new Place(file, expression), "in brackets and braces the '{' of an unquoted expression opens a map", "Quote the value.");
        (string reason, string hint) = Words(file, index, cause.Message);
        return ConfigurationErrors.InvalidYaml(new Place(file, index), reason, hint);
    }

    /// <summary>For failures the library gives neither a place nor a reason.</summary>
    public static HostError Unreadable(SourceFile file, int lastRead)
    {
        int index = Math.Clamp(lastRead, 0, file.Text.Length);
        while (index < file.Text.Length && char.IsWhiteSpace(file.Text[index]))
            index++;
        if (ExpressionInBrackets(file, index) is { } expression)
            return ConfigurationErrors.InvalidYaml(new Place(file, expression), "in brackets and braces the '{' of an unquoted expression opens a map", "Quote the value.");
        return OpenBrackets.Before(file.Text, index) is { } open
            ? ConfigurationErrors.InvalidYaml(new Place(file, open), $"the '{file.Text[open]}' that opens here is not closed", "Close it, or quote the value if it is meant as text.")
            : ConfigurationErrors.InvalidYaml(new Place(file, index), "a bracket, brace or quote before this is not closed", "Close it.");
    }

    private static (string Reason, string Hint) Words(SourceFile file, int index, string message)
    {
        string line = file.LineTextAt(index);
        char at = index < file.Text.Length ? file.Text[index] : ' ';
        if (Says(message, "quoted scalar"))
        {
            return Says(message, "escape") || Says(message, "hexa")
                ? ("a text in double quotes holds a backslash with a meaning YAML does not know", "Write two backslashes, or put the text in single quotes.")
                : ("the quote that opens here is not closed where the value ends", "Close it, and write quotes inside the text twice or the text in the other kind.");
        }

        if (Says(message, "directive"))
            return ("a line cannot begin with '%'", "Quote the key.");
        if (Says(message, "cannot start any token") || Says(message, "anchor or alias"))
            return ($"a value cannot begin with '{at}'", "Quote the value.");
        if (Says(message, "tag"))
            return ("a value that begins with '!' is a tag", "Quote the value.");
        if (IsBehindPlainExpression(file, index))
            return ("an unquoted expression holds ': ', ' #', a comma or a brace", "Quote the value, or put it on its own line under '>-'.");
        if (BehindQuotes(file, index))
            return ("a value that begins with a quote ends with it, but more stands behind", "Put all of it in quotes of the other kind, or on its own line under '>-'.");
        if (Says(message, "invalid mapping") || Says(message, "mapping values"))
        {
            return DeeperThan(file, index) is { } above
                ? ($"this line is indented deeper than line {above}, which has a value already", $"Align it with line {above}.")
                : ("an unquoted value holds ': '", "Quote the value.");
        }

        if (Says(message, "flow mapping") || Says(message, "flow sequence"))
            return ("a bracket or brace before this is not closed, or a comma is missing", "Close it, or separate the entries with commas.");
        if (at is ']' or '}')
            return ($"this '{at}' closes nothing", "Remove it, or open it before.");
        if (at == '.' && index > 0 && file.Text[index - 1] is '"' or '\'')
            return ("a key that begins with a quote ends with it", "Put what follows into braces: \"a.b\": { text: x }; or write the key from a plain name on: etc.\"a.b\".text: x.");
        if (at == '-' && line.AsSpan().TrimStart().StartsWith("- "))
            return ("an entry of a list stands among keys", "Indent it below its key, or write a key in place of '- '.");
        if (Says(message, "expected key") || Says(message, "expected <block end>") || Says(message, "block mapping") || Says(message, "block collection") || Says(message, "expected ':'"))
            return ("this does not continue what is above it", "Check its indentation, and that a key ends with ': '.");
        return (Reason(message), "Check indentation, quotes and brackets up to here.");
    }

    /// <summary>The first expression of the line or the one before that stands in brackets without quotes; null when there is none.</summary>
    private static int? ExpressionInBrackets(SourceFile file, int index)
    {
        int start = index == 0 ? 0 : file.Text.LastIndexOf('\n', Math.Min(index, file.Text.Length) - 1) + 1;
        int end = file.Text.IndexOf('\n', Math.Min(index, file.Text.Length));
        return PlainExpression(file.Text[start..(end < 0 ? file.Text.Length : end)]) is { } at && OpenBrackets.Before(file.Text, start + at) is { } open && open >= start ? start + at : null;
    }

    /// <summary>An expression without quotes stands in the line, and not only behind what went wrong.</summary>
    private static bool IsBehindPlainExpression(SourceFile file, int index)
    {
        int start = index == 0 ? 0 : file.Text.LastIndexOf('\n', index - 1) + 1;
        return PlainExpression(file.LineTextAt(index)) is { } at && (start + at <= index || BareKey().IsMatch(file.LineTextAt(index)[..at]));
    }

    /// <summary>Where the first expression of a line stands that is in no quotes; null when there is none.</summary>
    private static int? PlainExpression(string line)
    {
        char quote = '\0', before = ':';
        for (int at = 0; at < line.Length; at++)
        {
            if (quote == '\0' && line.AsSpan(at).StartsWith("${{"))
                return at;
            if (quote != '\0' ? line[at] == quote : line[at] is '"' or '\'' && before is ':' or ',' or '[' or '{' or '-')
                quote = quote == '\0' ? line[at] : '\0';
            before = line[at] == ' ' ? before : line[at];
        }

        return null;
    }

    [GeneratedRegex("""^[\s{\[,-]*[\w.-]+: *$""")]
    private static partial Regex BareKey();

    private static bool BehindQuotes(SourceFile file, int index)
    {
        string before = file.Text[(index == 0 ? 0 : file.Text.LastIndexOf('\n', index - 1) + 1)..index].TrimEnd();
        int colon = before.IndexOf(": ", StringComparison.Ordinal);
        string value = colon < 0 ? string.Empty : before[(colon + 2)..].TrimStart();
        return value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0];
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
