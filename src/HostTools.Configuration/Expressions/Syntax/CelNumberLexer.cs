using System.Globalization;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Numbers: where they end, and what they are worth.</summary>
internal static class CelNumberLexer
{
    public static (CelTokenKind Kind, int End) Scan(string text, int start)
    {
        int at = start;
        if (IsHex(text, at))
        {
            at += 2;
            while (at < text.Length && char.IsAsciiHexDigit(text[at]))
                at++;
            return WithSuffix(text, at);
        }

        at = SkipDigits(text, at);
        bool isDouble = false;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at = SkipDigits(text, at + 1);
            isDouble = true;
        }

        int exponent = ExponentEnd(text, at);
        if (exponent > at)
            return (CelTokenKind.Double, exponent);
        return isDouble ? (CelTokenKind.Double, at) : WithSuffix(text, at);
    }

    public static bool TryInt(string digits, bool negative, out long value)
    {
        bool fits = TryUnsigned(digits, out ulong magnitude);
        value = negative ? unchecked(-(long)magnitude) : unchecked((long)magnitude);
        return fits && (magnitude <= long.MaxValue || (negative && magnitude == 1UL << 63));
    }

    public static bool TryUInt(string digits, out ulong value) => TryUnsigned(digits[..^1], out value);

    public static bool TryDouble(string digits, out double value) =>
        double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TryUnsigned(string digits, out ulong value) => IsHex(digits, 0)
        ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool IsHex(string text, int at) =>
        at + 2 < text.Length && text[at] == '0' && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]);

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    private static int ExponentEnd(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
            return at;
        int digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        int end = SkipDigits(text, digits);
        return end > digits ? end : at;
    }

    private static (CelTokenKind Kind, int End) WithSuffix(string text, int at) =>
        at < text.Length && text[at] is 'u' or 'U' ? (CelTokenKind.UInt, at + 1) : (CelTokenKind.Int, at);
}
