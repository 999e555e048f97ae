using HostTools.Platform;
using YamlDotNet.Core;

namespace HostTools.Configuration.Yaml;

/// <summary>Says in our own words what the YAML library found, with the fix for the mistakes people make most.</summary>
internal static class YamlMistakes
{
    public static HostError Explain(SourceFile file, YamlException cause)
    {
        int index = (int)Math.Clamp(cause.Start.Index, 0, file.Text.Length);
        var place = new Place(file, index);
        string line = file.LineTextAt(index);
        return ConfigurationErrors.InvalidYaml(place, Reason(cause), Hint(line, cause.Message));
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
        if (line.Contains('\t', StringComparison.Ordinal) && line.TrimStart(' ').StartsWith('\t'))
            return "Indent with spaces; YAML allows no tabs there.";
        if (trimmed.StartsWith('%') || trimmed.StartsWith('@') || trimmed.StartsWith('`'))
            return "Quote text that begins with one of % @ `.";
        if (line.Contains("${{", StringComparison.Ordinal))
            return "Quote a value with ${{ … }} that holds ': ', ' #', commas or braces, or put it under '>-'.";
        if (line.Contains(": ", StringComparison.Ordinal) && message.Contains("mapping values", StringComparison.OrdinalIgnoreCase))
            return "Quote text that holds ': '.";
        return "Check indentation, quotes and brackets up to here.";
    }
}
