using System.Text;

namespace HostTools.Configuration.Expressions;

/// <summary>Positions in strings counted in code points, as CEL counts them.</summary>
internal static class CelCodePoints
{
    public static int Count(string text)
    {
        int count = text.Length;
        for (int i = FirstSurrogate(text); i >= 0 && i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>The UTF-16 position of a code point; -1 when the text has fewer.</summary>
    public static int ToUtf16(string text, long codePoint)
    {
        if (codePoint < 0 || codePoint > text.Length)
            return -1;
        int first = FirstSurrogate(text);
        if (first < 0 || codePoint <= first)
            return (int)codePoint;
        int at = first;
        for (long left = codePoint - first; left > 0; left--)
        {
            if (at >= text.Length)
                return -1;
            at += IsPair(text, at) ? 2 : 1;
        }

        return at;
    }

    /// <summary>The code points before a UTF-16 position.</summary>
    public static long FromUtf16(string text, int position) =>
        FirstSurrogate(text) is var first && (first < 0 || first >= position) ? position : Count(text[..position]);

    public static int WidthAt(string text, int position) => IsPair(text, position) ? 2 : 1;

    public static string Reverse(string text)
    {
        var reversed = new StringBuilder(text.Length);
        for (int end = text.Length; end > 0;)
        {
            int width = end >= 2 && IsPair(text, end - 2) ? 2 : 1;
            end -= width;
            reversed.Append(text, end, width);
        }

        return reversed.ToString();
    }

    private static int FirstSurrogate(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');

    private static bool IsPair(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
}
