using System.Globalization;
using System.Numerics;

namespace HostTools.Activation.Keys;

/// <summary>A number as it is written, and as it is compared: 1.0, 1.00 and 10e-1 are the same.</summary>
/// <param name="Text">As it is written, in JSON's way.</param>
/// <param name="Digits">Sign, digits and exponent in their shortest form.</param>
/// <param name="IsFraction">It is written with a dot or an exponent.</param>
internal sealed record KeyNumber(string Text, string Digits, bool IsFraction)
{
    private const int LongestExponent = 9;

    /// <summary>A decimal number as JSON, YAML and TOML write it; null when the text is none.</summary>
    public static KeyNumber? TryParse(string text)
    {
        int at = text is ['-' or '+', ..] ? 1 : 0;
        int start = at;
        string digits = TakeDigits(text, ref at);
        if (digits.Length == 0)
            return null;
        string fraction = string.Empty;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = TakeDigits(text, ref at);
            if (fraction.Length == 0)
                return null;
        }

        long exponent = 0;
        bool isFraction = text.AsSpan(start).IndexOfAny('.', 'e', 'E') >= 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            string rest = text[(at + 1)..];
            if (rest.Length > LongestExponent || !long.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                return null;
            at = text.Length;
        }

        return at == text.Length ? new KeyNumber(text.TrimStart('+'), Shortest(text[0] == '-', digits, fraction, exponent), isFraction) : null;
    }

    /// <summary>A number that is known to be one.</summary>
    public static KeyNumber Parse(string text) => TryParse(text) ?? new KeyNumber(text, text, IsFraction: true);

    /// <summary>A whole number written with another base.</summary>
    public static KeyNumber From(BigInteger value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    private static string TakeDigits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text[start..at];
    }

    private static string Shortest(bool isNegative, string digits, string fraction, long exponent)
    {
        string all = (digits + fraction).TrimStart('0');
        exponent -= fraction.Length;
        string trimmed = all.TrimEnd('0');
        exponent += all.Length - trimmed.Length;
        return trimmed.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : string.Empty)}{trimmed}e{exponent}");
    }
}
