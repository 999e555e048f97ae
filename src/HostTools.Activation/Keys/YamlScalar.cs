using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Activation.Keys;

/// <summary>What a text without quotes means, where YAML 1.1 and 1.2 agree, and how values are written so that they do.</summary>
internal static partial class YamlScalar
{
    public static object? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when Whole().IsMatch(text) || Fraction().IsMatch(text) => KeyNumber.Parse(text),
        _ when Hexadecimal().IsMatch(text) => KeyNumber.From(BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ when Doubtful().IsMatch(text) => new KeyOpaque(text),
        _ => text,
    };

    /// <summary>A text of lines after '|'.</summary>
    /// <param name="text">The document.</param>
    /// <param name="start">The first line.</param>
    /// <param name="end">The end of the last line.</param>
    /// <param name="chomp">The sign after '|'.</param>
    public static object Literal(string text, int start, int end, string chomp)
    {
        string[] lines = text[start..end].Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        int indent = lines.Where(static line => line.Trim(' ').Length > 0).Select(static line => line.Length - line.TrimStart(' ').Length).FirstOrDefault();
        if (lines.TakeWhile(static line => line.Trim(' ').Length == 0).Any(line => line.Length > indent))
            return new KeyOpaque(text[start..end]);
        var value = new StringBuilder(string.Join('\n', lines.Select(line => line.Length <= indent ? string.Empty : line[indent..])));
        if (chomp != "-" && value.Length > 0)
            value.Append('\n');
        return value.ToString();
    }

    /// <summary>A value on one line.</summary>
    public static string Inline(object? value) => value switch
    {
        null => "null",
        string text => Text(text),
        bool flag => flag ? "true" : "false",
        KeyNumber number => Number(number),
        KeyOpaque opaque => opaque.Text,
        KeyMap { Count: 0 } => "{}",
        KeyMap map => $"{{ {string.Join(", ", map.Pairs.Select(static pair => $"{Text(pair.Key)}: {Inline(pair.Value)}"))} }}",
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Inline))}]",
        _ => throw new InvalidOperationException($"No value of a key is a {value.GetType().Name}."),
    };

    /// <summary>A key with its value, on several lines where it holds keys or items; all lines are indented.</summary>
    public static string Pair(string key, object? value, string unit, string indent) =>
        IsBlock(value) ? $"{indent}{Text(key)}:\n{Block(value, unit, indent + unit)}" : $"{indent}{Text(key)}: {Inline(value)}";

    public static bool IsBlock(object? value) => value is KeyMap { Count: > 0 } or IReadOnlyList<object?> { Count: > 0 };

    public static string Block(object? value, string unit, string indent) => value is KeyMap map
        ? string.Join('\n', map.Pairs.Select(pair => Pair(pair.Key, pair.Value, unit, indent)))
        : string.Join('\n', ((IReadOnlyList<object?>)value!).Select(item => Item(item, unit, indent))); // A block is one of the two.

    public static string Text(string text) =>
        Plain().IsMatch(text) && Resolve(text) is string ? text : JsonStyle.Quote(text);

    private static string Item(object? value, string unit, string indent)
    {
        if (!IsBlock(value))
            return $"{indent}- {Inline(value)}";
        string inner = Block(value, unit, indent + "  ");
        return $"{indent}- {inner[(indent.Length + 2)..]}";
    }

    /// <summary>Older readers want a dot and the exponent's sign.</summary>
    private static string Number(KeyNumber number)
    {
        int at = number.Text.IndexOfAny(['e', 'E']);
        if (at < 0)
            return number.Text;
        string digits = number.Text[..at];
        string exponent = number.Text[(at + 1)..];
        return $"{(digits.Contains('.') ? digits : digits + ".0")}e{(exponent[0] is '+' or '-' ? exponent : "+" + exponent)}";
    }

    [GeneratedRegex(@"\A[-+]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+][0-9]{1,8})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    // What one of the two reads as something else than text.
    [GeneratedRegex(@"\A([yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|=|<<|[-+.]*[0-9][-+0-9_.:eExXoObB a-fA-FtTzZ]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Doubtful();

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_/.+-]*( [A-Za-z0-9_/.+(][A-Za-z0-9_/.+()-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
