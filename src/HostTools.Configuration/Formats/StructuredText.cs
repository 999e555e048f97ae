using System.Collections;
using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Formats;

/// <summary>Text of a value in one of the formats of structured files. Keys come in ordinal order, so equal values give equal bytes.</summary>
public static partial class StructuredText
{
    /// <summary>Renders a value; the text ends with a line end unless it is empty.</summary>
    /// <param name="format">json, yaml, toml, ini or keyvalue.</param>
    /// <param name="value">A configuration value as in <see cref="ConfigMap"/>; also a ulong or a timestamp.</param>
    /// <exception cref="UnfitValueException">The format has no way to write a part of the value.</exception>
    public static string Render(string format, object? value) => format switch
    {
        "json" => JsonText.Render(value, 2) + "\n",
        "yaml" => YamlText.Render(value),
        "toml" => TomlText.Render(value),
        "ini" => IniText.RenderSections(value),
        "keyvalue" => IniText.RenderFlat(value),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    /// <summary>A map's entries in the order in which every format writes them.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Sorted(ConfigMap map) =>
        map.OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The value as a list; null when it is none.</summary>
    internal static IReadOnlyList<object?>? AsList(object? value) => value switch
    {
        string or ConfigMap => null,
        IReadOnlyList<object?> list => list,
        IEnumerable elements => [.. elements.Cast<object?>()],
        _ => null,
    };

    /// <summary>A finite fraction with a dot, so that no reader takes it for a whole number or for text.</summary>
    /// <remarks>The digits are those of <see cref="CelText"/>: free data keeps as a double what these write as it was written.</remarks>
    internal static string Fraction(double value)
    {
        string text = CelText.Number(value);
        if (text.Contains('.'))
            return text;
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent < 0 ? text + ".0" : text.Insert(exponent, ".0");
    }

    /// <summary>A number with the digits it was written in, where every format reads these; else its value.</summary>
    internal static string Number(NumberLiteral number) => CommonNumber().IsMatch(number.Text) ? number.Text : Fraction(number.Value);

    /// <summary>Text of what is no map, list, number, truth value or null: strings, durations and timestamps.</summary>
    /// <exception cref="UnfitValueException">A secret: it is known only on the target.</exception>
    internal static string Text(object value, IReadOnlyList<string> path) => value switch
    {
        string text => text,
        Duration duration => duration.ToString(),
        _ when CelTimestamp.TryGet(value, out CelTimestamp timestamp) => timestamp.ToString(),
        Secret => throw new UnfitValueException(path, "a secret can stand only in options that say so"),
        _ => throw new UnfitValueException(path, $"'{value}' is neither text, number, truth value, list nor map"),
    };

    // The numbers of JSON, which YAML and TOML read the same way.
    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex CommonNumber();
}
