using System.Globalization;
using System.Text;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>Undoes the two ways in which protocol 0 writes text.</summary>
internal static class PickleText
{
    /// <summary>The text of STRING: a Python literal with quotes; null when it is none.</summary>
    public static string? OfLiteral(string line)
    {
        string text = line.TrimEnd(' ', '\t', '\r');
        if (text.Length < 2 || text[0] is not ('\'' or '"') || text[^1] != text[0])
            return null;
        return Unescape(text[1..^1], isLiteral: true);
    }

    /// <summary>The text of UNICODE: raw-unicode-escape.</summary>
    public static string OfRaw(string line) => Unescape(line, isLiteral: false);

    private static string Unescape(string text, bool isLiteral)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            char kind = text[i + 1];
            int digits = kind switch { 'u' => 4, 'U' => 8, 'x' when isLiteral => 2, _ => 0 };
            if (digits > 0 && i + 2 + digits <= text.Length &&
                uint.TryParse(text.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && Rune.IsValid(code))
            {
                result.Append(new Rune(code));
                i += 1 + digits;
            }
            else if (isLiteral && IsOctal(kind))
            {
                int value = 0, at = i + 1;
                while (at < text.Length && at < i + 4 && IsOctal(text[at]))
                    value = (value * 8) + text[at++] - '0';
                result.Append((char)value);
                i = at - 1;
            }
            else if (isLiteral)
            {
                result.Append(kind switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', _ => kind });
                i++;
            }
            else
            {
                result.Append('\\');
            }
        }

        return result.ToString();
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
