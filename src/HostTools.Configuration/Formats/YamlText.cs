using System.Globalization;
using System.Text.RegularExpressions;

namespace HostTools.Configuration.Formats;

/// <summary>YAML in block style; text is quoted wherever a YAML 1.1 or 1.2 reader could take it for something else.</summary>
internal static partial class YamlText
{
    /// <summary>Renders a value of any shape.</summary>
    public static string Render(object? value)
    {
        (string head, IReadOnlyList<string> body) = Node(value, []);
        IEnumerable<string> lines = head.Length == 0 ? body : [head, .. body.Select(Indent)];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>What stands behind the key or the dash, and the lines below it, not yet indented.</summary>
    private static (string Head, IReadOnlyList<string> Body) Node(object? value, IReadOnlyList<string> path) => value switch
    {
        null => ("null", []),
        bool flag => (flag ? "true" : "false", []),
        long number => (number.ToString(CultureInfo.InvariantCulture), []),
        ulong number => (number.ToString(CultureInfo.InvariantCulture), []),
        NumberLiteral number => (StructuredText.Number(number), []),
        double number => (Fraction(number), []),
        ConfigMap { Count: 0 } => ("{}", []),
        ConfigMap map => (string.Empty, [.. StructuredText.Sorted(map).SelectMany(pair => Pair(pair.Key, pair.Value, path))]),
        _ when StructuredText.AsList(value) is { } list => list.Count == 0 ? ("[]", []) : (string.Empty, [.. list.SelectMany(item => Item(item, path))]),
        _ => Text(StructuredText.Text(value, path)),
    };

    private static IEnumerable<string> Pair(string key, object? value, IReadOnlyList<string> path)
    {
        (string head, IReadOnlyList<string> body) = Node(value, [.. path, key]);
        return body.Select(Indent).Prepend($"{Quote(key)}:{(head.Length == 0 ? string.Empty : " ")}{head}");
    }

    private static IEnumerable<string> Item(object? value, IReadOnlyList<string> path)
    {
        (string head, IReadOnlyList<string> body) = Node(value, path);
        return head.Length == 0
            ? body.Skip(1).Select(Indent).Prepend("- " + body[0])
            : body.Select(Indent).Prepend("- " + head);
    }

    private static (string Head, IReadOnlyList<string> Body) Text(string text)
    {
        if (!IsLiteral(text))
            return (Quote(text), []);
        return text.EndsWith('\n') ? ("|", text[..^1].Split('\n')) : ("|-", text.Split('\n'));
    }

    /// <summary>Whether a literal block gives exactly this text back.</summary>
    private static bool IsLiteral(string text) =>
        text.Contains('\n') && text[0] is not (' ' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.All(static letter => letter == '\n' || (!char.IsControl(letter) && !char.IsSurrogate(letter) && letter is not ('\u2028' or '\u2029' or '\ufeff')))
        && !text.Split('\n').Any(static line => line.EndsWith(' '));

    private static string Quote(string text) =>
        PlainText().IsMatch(text) && !Ambiguous().IsMatch(text) ? text : $"\"{EscapedText.Escape(text)}\"";

    private static string Fraction(double number) => number switch
    {
        double.NaN => ".nan",
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        _ => StructuredText.Fraction(number),
    };

    private static string Indent(string line) => line.Length == 0 ? line : "  " + line;

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+(][A-Za-z0-9_./@+()-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();

    // What YAML 1.1 and 1.2 read as a truth value or null.
    [GeneratedRegex(@"\A(y|yes|n|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ambiguous();
}
