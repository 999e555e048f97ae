using System.Text;
using HostTools.Activation.Keys;
using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

/// <summary>Random files as people write them: comments, blank lines, odd indentation, several ways to write one value.</summary>
internal sealed class KeyWriter(Random random, KeyFormat format)
{
    private static readonly string[] s_words = ["alpha", "beta", "gamma", "delta", "eps-ilon", "zeta_1", "eta", "theta"];
    private static readonly string[] s_texts = ["x", "two words", "it's", "a \"quoted\" one", "# no comment", "k: v", "a=b", "ü€😀", "", "yes", "1.0", "null", "tab\there", "-", "[x]", "{y}", "c:\\d", "2001-01-01", "&a", "!b", "> c", "trailing:"];

    private static readonly string[] s_numbers = ["0", "1", "-7", "1.5", "1.50", "100", "1e3", "0.001"];

    private bool IsText => format is KeyFormat.Ini or KeyFormat.KeyValue;

    /// <summary>A map such as the format can hold.</summary>
    public KeyMap Map(int depth, bool withNulls)
    {
        var map = new KeyMap();
        for (int i = random.Next(depth == 0 ? 1 : 0, 6); i > 0; i--)
            map.Set(s_words[random.Next(s_words.Length)], Value(depth, withNulls));
        return map;
    }

    private object? Value(int depth, bool withNulls) => random.Next(12) switch
    {
        0 when withNulls => null,
        1 or 2 or 3 when depth < (format is KeyFormat.Ini ? 1 : format is KeyFormat.KeyValue ? 0 : 3) => Map(depth + 1, withNulls),
        4 when !IsText => Enumerable.Range(0, random.Next(4)).Select(_ => Item(depth)).ToArray(),
        5 => random.Next(2) == 0,
        6 or 7 => KeyNumber.Parse(s_numbers[random.Next(s_numbers.Length)]),
        _ => Text(),
    };

    private object? Item(int depth) => random.Next(5) switch { 0 when depth < 3 => Map(depth + 2, withNulls: false), 1 => KeyNumber.Parse("3"), _ => Text() };

    private string Text()
    {
        string text = s_texts[random.Next(s_texts.Length)];
        // What lines cannot hold, and what readers of INI take apart, is tested by cases of its own.
        return IsText && text.Any(static c => c is '"' or '\'' or '\t' or '[' or '{' or '\\') ? "plain" : text;
    }

    /// <summary>The map as a file.</summary>
    public string Write(KeyMap map)
    {
        var text = new StringBuilder();
        switch (format)
        {
            case KeyFormat.Json:
                text.Append(random.Next(4) == 0 ? JsonStyle.Compact(map) : Json(map, new string(' ', 2 * random.Next(1, 3)), string.Empty)).Append('\n');
                break;
            case KeyFormat.Yaml:
                Yaml(text, map, string.Empty);
                break;
            case KeyFormat.Toml:
                Toml(text, map, []);
                break;
            default:
                Lines(text, map);
                break;
        }

        string all = text.ToString();
        if (random.Next(4) == 0)
            all = all.Replace("\n", "\r\n", StringComparison.Ordinal);
        if (random.Next(4) == 0)
            all = all.TrimEnd('\r', '\n');
        return random.Next(8) == 0 ? "\uFEFF" + all : all;
    }

    private string Json(object? value, string unit, string indent)
    {
        if (value is not KeyMap { Count: > 0 } map)
            return JsonStyle.Compact(value);
        string comma = random.Next(3) == 0 ? "," : string.Empty;
        return "{\n" + string.Join(",\n", map.Pairs.Select(pair =>
            $"{Comment(indent + unit, "// ")}{indent}{unit}{JsonStyle.Quote(pair.Key)}{(random.Next(3) == 0 ? " " : string.Empty)}: {Json(pair.Value, unit, indent + unit)}" +
            (random.Next(5) == 0 ? " /* beside */" : string.Empty))) + comma + "\n" + indent + "}";
    }

    private void Yaml(StringBuilder text, KeyMap map, string indent)
    {
        foreach ((string key, object? value) in map.Pairs)
        {
            text.Append(Comment(indent, "# ")).Append(indent).Append(random.Next(5) == 0 ? $"'{key}'" : key).Append(':');
            if (value is KeyMap { Count: > 0 } inner && random.Next(4) > 0)
            {
                text.Append(random.Next(4) == 0 ? " # beside\n" : "\n");
                Yaml(text, inner, indent + new string(' ', random.Next(1, 4)));
            }
            else if (YamlScalar.IsBlock(value) && value is not KeyMap && random.Next(2) == 0)
            {
                text.Append('\n').Append(YamlScalar.Block(value, "  ", indent + (random.Next(2) == 0 ? "  " : string.Empty))).Append('\n');
            }
            else if (value is string { Length: > 0 } lines && random.Next(5) == 0 && !lines.StartsWith(' '))
            {
                text.Append(random.Next(2) == 0 ? " |-\n" : " >- # beside\n").Append(indent).Append("  ").Append(lines).Append(random.Next(3) == 0 ? "\n\n" : "\n");
            }
            else if (value is string and "two words" && random.Next(2) == 0)
            {
                text.Append(random.Next(2) == 0 ? $" two\n{indent}   words\n" : $" \"two\n\n{indent} words\"\n".Replace("\n\n", "\n", StringComparison.Ordinal));
            }
            else
            {
                string plain = value is string { Length: > 0 } one && random.Next(2) == 0 && !one.Contains('\t') ? $"'{one.Replace("'", "''", StringComparison.Ordinal)}'" : YamlScalar.Inline(value);
                text.Append(' ').Append(plain).Append(random.Next(4) == 0 ? " # beside\n" : "\n");
            }
        }
    }

    private void Toml(StringBuilder text, KeyMap map, string[] path)
    {
        foreach ((string key, object? value) in map.Pairs.Where(pair => pair.Value is not KeyMap))
        {
            string written = value is string plain && !plain.Contains('\'') && random.Next(3) == 0 ? $"'{plain}'" : TomlStyle.Value(value);
            text.Append(Comment(string.Empty, "# ")).Append(key).Append(random.Next(3) == 0 ? "=" : " = ").Append(written).Append(random.Next(4) == 0 ? " # beside\n" : "\n");
        }

        var later = new List<(string Key, KeyMap Map)>();
        foreach ((string key, object? value) in map.Pairs.Where(pair => pair.Value is KeyMap))
        {
            var inner = (KeyMap)value!;
            bool isFlat = inner.Count > 0 && inner.Pairs.All(static pair => pair.Value is not KeyMap);
            if (isFlat && random.Next(3) == 0)
                text.Append(key).Append(" = ").Append(TomlStyle.Value(inner)).Append('\n');
            else if (isFlat && random.Next(3) == 0)
                text.Append(string.Concat(inner.Pairs.Select(pair => $"{key}.{pair.Key} = {TomlStyle.Value(pair.Value)}\n")));
            else
                later.Add((key, inner));
        }

        foreach ((string key, KeyMap inner) in later)
        {
            string[] at = [.. path, key];
            text.Append(random.Next(2) == 0 ? "\n" : string.Empty).Append('[').Append(string.Join('.', at)).Append("]\n");
            Toml(text, inner, at);
        }
    }

    private void Lines(StringBuilder text, KeyMap map)
    {
        string sign = new[] { "=", " = " }[random.Next(2)];
        foreach ((string key, object? value) in map.Pairs.Where(pair => pair.Value is not KeyMap))
            text.Append(Comment(string.Empty, "# ")).Append(key).Append(sign).Append(Plain(value)).Append('\n');
        foreach ((string key, object? value) in map.Pairs.Where(pair => pair.Value is KeyMap))
        {
            text.Append(random.Next(2) == 0 ? "\n" : string.Empty).Append('[').Append(key).Append("]\n");
            Lines(text, (KeyMap)value!);
        }
    }

    private static string Plain(object? value) => value is string text ? text : JsonStyle.Compact(value);

    private string Comment(string indent, string sign) => random.Next(5) switch { 0 => $"{indent}{sign}a comment\n", 1 => "\n", _ => string.Empty };
}
