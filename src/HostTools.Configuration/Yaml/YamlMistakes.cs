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
        return ConfigurationErrors.InvalidYaml(new Place(file, index), Reason(cause), Hint(file.LineTextAt(index), cause.Message));
    }

    /// <summary>For failures the library gives neither a place nor a reason.</summary>
    public static HostError Unreadable(SourceFile file, int lastRead)
    {
        int index = Math.Clamp(lastRead, 0, file.Text.Length);
        while (index < file.Text.Length && char.IsWhiteSpace(file.Text[index]))
            index++;
        return ConfigurationErrors.InvalidYaml(new Place(file, index), "a bracket, brace or quote before this is not closed", Hint(file.LineTextAt(index), string.Empty));
    }

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

    private static string Reason(YamlException cause)
    {
        string text = cause.Message;
        int colon = text.IndexOf("): ", StringComparison.Ordinal);
        string reason = colon > 0 && text.StartsWith('(') ? text[(colon + 3)..] : text;
        return reason.TrimEnd('.', ' ');
    }

    private static string Hint(string line, string message)
    {
        string trimmed = line.TrimStart(' ', '-');
        if (trimmed.StartsWith('%') || trimmed.StartsWith('@') || trimmed.StartsWith('`'))
            return "Quote text that begins with one of % @ `.";
        if (line.Contains("${{", StringComparison.Ordinal))
            return "Quote a value with ${{ … }} that holds ': ', ' #', commas or braces, or put it under '>-'.";
        if (line.Contains(": ", StringComparison.Ordinal) && message.Contains("mapping values", StringComparison.OrdinalIgnoreCase))
            return "Quote text that holds ': '.";
        return "Check indentation, quotes and brackets up to here.";
    }
}
