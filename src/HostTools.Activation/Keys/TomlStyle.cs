using System.Globalization;
using System.Numerics;

namespace HostTools.Activation.Keys;

/// <summary>Keys and values as TOML.</summary>
internal static class TomlStyle
{
    public static string Key(string key) =>
        key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : JsonStyle.Quote(key);

    public static string Path(IEnumerable<string> path) => string.Join('.', path.Select(Key));

    /// <summary>A value on one line.</summary>
    /// <exception cref="KeyTextException">TOML cannot hold it.</exception>
    public static string Value(object? value) => value switch
    {
        null => throw new KeyTextException("TOML has no null; leave it out of the list"),
        string text => JsonStyle.Quote(text),
        bool flag => flag ? "true" : "false",
        KeyNumber number => Number(number),
        KeyTime time => time.Text,
        KeyOpaque opaque => opaque.Text,
        KeyMap { Count: 0 } => "{}",
        KeyMap map => $"{{ {string.Join(", ", map.Pairs.Select(static pair => $"{Key(pair.Key)} = {Value(pair.Value)}"))} }}",
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Value))}]",
        _ => throw new InvalidOperationException($"No value of a key is a {value.GetType().Name}."),
    };

    /// <summary>A table with its heading, and the tables in it.</summary>
    public static string Table(IReadOnlyList<string> path, KeyMap map)
    {
        IEnumerable<string> own = map.Pairs.Where(static pair => pair.Value is not KeyMap).Select(static pair => $"{Key(pair.Key)} = {Value(pair.Value)}");
        IEnumerable<string> tables = map.Pairs.Where(static pair => pair.Value is KeyMap).Select(pair => Table([.. path, pair.Key], (KeyMap)pair.Value!));
        bool hasHeading = map.Count == 0 || map.Pairs.Any(static pair => pair.Value is not KeyMap);
        return string.Join("\n\n", (hasHeading ? new[] { string.Join('\n', own.Prepend($"[{Path(path)}]")) } : []).Concat(tables));
    }

    private static string Number(KeyNumber number) =>
        number.IsFraction || (BigInteger.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole) &&
            whole >= long.MinValue && whole <= long.MaxValue)
            ? number.Text
            : throw new KeyTextException($"{number.Text} is too large for an integer of TOML");
}
