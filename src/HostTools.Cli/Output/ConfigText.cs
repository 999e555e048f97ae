using System.Collections;
using System.Globalization;
using System.Text.Json;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Cli.Output;

/// <summary>Writes configuration values as people read them: YAML in blocks, or one line.</summary>
internal static class ConfigText
{
    /// <summary>A tree as indented lines.</summary>
    public static void Write(TextWriter output, ConfigMap map, int indent = 0)
    {
        foreach ((string key, object? value) in map)
        {
            output.Write(new string(' ', indent) + Key(key) + ":");
            WriteBelow(output, value, indent + 2);
        }
    }

    /// <summary>A value on one line, as JSON; plain words stay bare.</summary>
    public static string Inline(object? value) => value switch
    {
        null => "null",
        string text => text.Length > 0 && text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 ? text : Quote(text),
        ConfigMap { Count: 0 } => "{}",
        ConfigMap map => "{ " + string.Join(", ", map.Select<KeyValuePair<string, object?>, string>(static entry => $"{Key(entry.Key)}: {Nested(entry.Value)}")) + " }",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Nested)) + "]",
        _ => Scalar(value),
    };

    private static void WriteBelow(TextWriter output, object? value, int indent)
    {
        string margin = new(' ', indent);
        switch (value)
        {
            case ConfigMap { Count: > 0 } map:
                output.WriteLine();
                Write(output, map, indent);
                break;
            case string text when text.Contains('\n'):
                output.WriteLine(text.EndsWith('\n') ? " |" : " |-");
                foreach (string line in text.TrimEnd('\n').Split('\n'))
                    output.WriteLine(line.Length == 0 ? string.Empty : margin + line);
                break;
            case IEnumerable list when value is not string and not ConfigMap && list.Cast<object?>().Any(static item => item is ConfigMap):
                output.WriteLine();
                foreach (object? item in list)
                    output.WriteLine($"{margin}- {Inline(item)}");
                break;
            default:
                output.WriteLine(" " + (value is string plain ? Nested(plain) : Inline(value)));
                break;
        }
    }

    private static string Nested(object? value) => value is string text && !IsPlain(text) ? Quote(text) : Inline(value);

    private static string Scalar(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        Secret secret => secret.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Key(string key) => IsPlain(key) ? key : Quote(key);

    // Bare where YAML would read the same text back: no number, no truth value, nothing with a meaning.
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_') &&
        text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.' or '@' or '+' or '=') &&
        text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off");

    private static string Quote(string text) => JsonSerializer.Serialize(text, JsonRenderer.Options);
}
