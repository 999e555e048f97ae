using System.Globalization;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Pieces of source text as they are quoted in messages.</summary>
internal static class CelDisplay
{
    private const int LongestQuote = 60;

    public static string Character(string text, int at)
    {
        char c = text[at];
        if (char.IsHighSurrogate(c) && at + 1 < text.Length)
            return $"'{text.Substring(at, 2)}'";
        return char.IsControl(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c) ? $"U+{(int)c:X4}" : $"'{c}'";
    }

    /// <summary>The source between two offsets in one line, cut when it is long.</summary>
    public static string Source(string text, int start, int end)
    {
        ReadOnlySpan<char> source = text.AsSpan(start, Math.Max(0, Math.Min(end, text.Length) - start)).Trim();
        string shown = source.Length > LongestQuote ? string.Concat(source[..(LongestQuote - 1)], "…") : source.ToString();
        return shown.Contains('\n', StringComparison.Ordinal)
            ? string.Join(' ', shown.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : shown;
    }

    /// <summary>A key of a map as an expression would write it.</summary>
    public static string Key(object key) => key switch
    {
        string text => $"'{(text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote - 1), "…") : text)}'",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "u",
        bool flag => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{key}"),
    };
}
