using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Formats;

/// <summary>TOML 1.0: a table's own keys first, then its tables and arrays of tables.</summary>
internal static partial class TomlText
{
    /// <summary>Renders a map.</summary>
    public static string Render(object? value)
    {
        var text = new StringBuilder();
        WriteTable(text, value as ConfigMap ?? throw new UnfitValueException([], "a TOML file is a map"), []);
        return text.ToString();
    }

    private static void WriteTable(StringBuilder text, ConfigMap table, IReadOnlyList<string> path)
    {
        foreach ((string key, object? value) in StructuredText.Sorted(table).Where(static pair => !IsTable(pair.Value)))
            text.Append(Key(key)).Append(" = ").Append(Inline(value, [.. path, key])).Append('\n');
        foreach ((string key, object? value) in StructuredText.Sorted(table).Where(static pair => IsTable(pair.Value)))
        {
            IReadOnlyList<string> inner = [.. path, key];
            string name = string.Join('.', inner.Select(Key));
            if (value is ConfigMap map)
            {
                if (map.Count == 0 || map.Values.Any(static child => !IsTable(child)))
                    Header(text, $"[{name}]");
                WriteTable(text, map, inner);
                continue;
            }

            foreach (object? element in StructuredText.AsList(value) ?? [])
            {
                Header(text, $"[[{name}]]");
                WriteTable(text, (ConfigMap)element!, inner); // IsTable: every element is a map.
            }
        }
    }

    private static void Header(StringBuilder text, string header)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append(header).Append('\n');
    }

    private static bool IsTable(object? value) =>
        value is ConfigMap || (StructuredText.AsList(value) is { Count: > 0 } list && list.All(static element => element is ConfigMap));

    private static string Inline(object? value, IReadOnlyList<string> path) => value switch
    {
        null => throw new UnfitValueException(path, "TOML has no null; leave the key out"),
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong => throw new UnfitValueException(path, "the integers of TOML end at 9223372036854775807"),
        NumberLiteral number => StructuredText.Number(number),
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double number => StructuredText.Fraction(number),
        ConfigMap { Count: 0 } => "{}",
        ConfigMap map => $"{{ {string.Join(", ", StructuredText.Sorted(map).Select(pair => $"{Key(pair.Key)} = {Inline(pair.Value, [.. path, pair.Key])}"))} }}",
        _ when StructuredText.AsList(value) is { } list => $"[{string.Join(", ", list.Select(element => Inline(element, path)))}]",
        _ when CelTimestamp.TryGet(value, out CelTimestamp timestamp) => timestamp.ToString(),
        _ => $"\"{EscapedText.Escape(StructuredText.Text(value, path))}\"",
    };

    private static string Key(string key) => BareKey().IsMatch(key) ? key : $"\"{EscapedText.Escape(key)}\"";

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex BareKey();
}
