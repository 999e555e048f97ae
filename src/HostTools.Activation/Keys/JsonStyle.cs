using System.Globalization;
using System.Text;

namespace HostTools.Activation.Keys;

/// <summary>Values as JSON, in the style of the file they go into.</summary>
internal static class JsonStyle
{
    public static string Compact(object? value) => Write(value, null, string.Empty);

    /// <summary>On several lines, whose indentation grows by <paramref name="unit"/>; the first line is not indented.</summary>
    public static string Pretty(object? value, string unit, string indent) => Write(value, unit, indent);

    /// <summary>In double quotes, with escapes that JSON, YAML and TOML have alike.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or KeyText.Mark => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string Write(object? value, string? unit, string indent) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        KeyNumber number => number.Text,
        string text => Quote(text),
        KeyTime time => Quote(time.Text),
        KeyOpaque opaque => opaque.Text,
        KeyMap map => Block('{', '}', map.Pairs.Select(pair => $"{Quote(pair.Key)}: {Write(pair.Value, unit, indent + unit)}"), unit, indent),
        IReadOnlyList<object?> list => Block('[', ']', list.Select(item => Write(item, unit, indent + unit)), unit, indent),
        _ => throw new InvalidOperationException($"No value of a key is a {value.GetType().Name}."),
    };

    private static string Block(char open, char close, IEnumerable<string> items, string? unit, string indent)
    {
        string[] all = [.. items];
        if (all.Length == 0)
            return $"{open}{close}";
        if (unit is null)
            return $"{open}{string.Join(", ", all)}{close}";
        var text = new StringBuilder().Append(open);
        for (int i = 0; i < all.Length; i++)
            text.Append('\n').Append(indent).Append(unit).Append(all[i]).Append(i < all.Length - 1 ? "," : string.Empty);
        return text.Append('\n').Append(indent).Append(close).ToString();
    }
}
