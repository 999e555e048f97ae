using System.Globalization;
using HostTools.Platform;

namespace HostTools.Cli.Parsing;

/// <summary>Reads the text of an argument as the type of a command's property.</summary>
internal static class ValueReader
{
    /// <summary>Whether the property takes more than one word.</summary>
    public static bool IsMany(Type type) => type.IsArray || IsMap(type);

    /// <summary>Whether the property is a set of names with values.</summary>
    public static bool IsMap(Type type) => type == typeof(IReadOnlyDictionary<string, string>);

    /// <summary>The value; null and a reason when the text is none of the type.</summary>
    public static object? Read(Type type, IReadOnlyList<string> words, out string? problem)
    {
        problem = null;
        if (IsMap(type))
            return ReadMap(words, out problem);
        if (!type.IsArray)
            return ReadOne(Nullable.GetUnderlyingType(type) ?? type, words[^1], out problem);
        Type element = type.GetElementType()!;
        var values = Array.CreateInstance(element, words.Count);
        for (int i = 0; i < words.Count && problem is null; i++)
            values.SetValue(ReadOne(element, words[i], out problem), i);
        return values;
    }

    private static object? ReadOne(Type type, string text, out string? problem)
    {
        problem = null;
        if (type == typeof(string))
            return text;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                ? number
                : Refuse($"'{text}' is not a whole number.", out problem);
        if (type == typeof(Duration))
            return Duration.TryParse(text, out Duration duration) ? duration : Refuse($"'{text}' is not a duration; write one such as 90s, 5min or 2d.", out problem);
        if (type == typeof(ByteSize))
            return ByteSize.TryParse(text, 1, out ByteSize size) ? size : Refuse($"'{text}' is not a size; write one such as 8GiB.", out problem);
        if (type.IsEnum)
            return Enum.TryParse(type, text, ignoreCase: true, out object? value) && Enum.IsDefined(type, value)
                ? value
                : Refuse($"'{text}' is none of {string.Join(", ", Enum.GetNames(type).Select(static name => name.ToLowerInvariant()))}.", out problem);
        throw new NotSupportedException($"The executable cannot read a value of type '{type}'.");
    }

    private static Dictionary<string, string>? ReadMap(IReadOnlyList<string> words, out string? problem)
    {
        problem = null;
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string word in words)
        {
            if (word.IndexOf('=') is not (var equals and > 0))
            {
                problem = $"'{word}' has no value; write name=value.";
                return null;
            }

            map[word[..equals]] = word[(equals + 1)..];
        }

        return map;
    }

    private static object? Refuse(string reason, out string? problem)
    {
        problem = reason;
        return null;
    }
}
