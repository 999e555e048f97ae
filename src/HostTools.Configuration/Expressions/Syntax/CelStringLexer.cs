using System.Buffers;
using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>String and bytes literals: prefixes, the four kinds of quotes, escapes.</summary>
internal static class CelStringLexer
{
    public static bool StartsString(string text, int at)
    {
        int quote = at + PrefixLength(text, at);
        return quote < text.Length && text[quote] is '"' or '\'';
    }

    public static (CelTokenKind Kind, int End, object Value) Read(string text, int start, bool embedded, CelProblems problems)
    {
        int at = start;
        bool bytes = text[at] is 'b' or 'B';
        at += bytes ? 1 : 0;
        bool raw = text[at] is 'r' or 'R';
        at += raw ? 1 : 0;
        char quote = text[at];
        bool triple = at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;
        at += triple ? 3 : 1;

        var content = new Content(bytes);
        while (at < text.Length)
        {
            char c = text[at];
            if (c == quote && (!triple || IsTriple(text, at, quote)))
                return (bytes ? CelTokenKind.Bytes : CelTokenKind.String, at + (triple ? 3 : 1), content.Value);
            if (!triple && c is ('\n' or '\r'))
                break;
            at = c == '\\' && !raw && at + 1 < text.Length ? Escape(text, at, content, problems) : content.Append(text, at);
        }

        return Unterminated(text, start, at, embedded, triple, bytes, problems);
    }

    private static int PrefixLength(string text, int at)
    {
        int length = text[at] is 'b' or 'B' ? 1 : 0;
        return at + length < text.Length && text[at + length] is 'r' or 'R' ? length + 1 : length;
    }

    private static bool IsTriple(string text, int at, char quote) => at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;

    private static (CelTokenKind Kind, int End, object Value) Unterminated(
        string text, int start, int at, bool embedded, bool triple, bool bytes, CelProblems problems)
    {
        string message = at < text.Length && !triple
            ? "A string in single or double quotes must end on its line; use three quotes for several lines, or \\n."
            : "A string is not closed.";
        problems.Add(CelErrors.Unterminated, message, start, at);
        // In a template the text goes on: the expression ends at the next delimiter, and what follows is checked too.
        int close = embedded ? text.IndexOf("}}", start, StringComparison.Ordinal) : -1;
        return (bytes ? CelTokenKind.Bytes : CelTokenKind.String, close >= 0 ? close : at, bytes ? Array.Empty<byte>() : "");
    }

    private static int Escape(string text, int at, Content content, CelProblems problems)
    {
        char c = text[at + 1];
        int simple = c switch
        {
            'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v',
            '\\' or '?' or '"' or '\'' or '`' => c,
            _ => -1,
        };
        if (simple >= 0)
        {
            content.AppendCode(simple);
            return at + 2;
        }

        (int digitsAt, int count, int radix) = c switch
        {
            'x' or 'X' => (at + 2, 2, 16),
            'u' => (at + 2, 4, 16),
            'U' => (at + 2, 8, 16),
            >= '0' and <= '3' => (at + 1, 3, 8),
            _ => (at + 1, 0, 0),
        };
        if (count > 0 && TryDigits(text, digitsAt, count, radix, out uint code) && content.TryAppendNumber(code, isByte: c is not ('u' or 'U')))
            return digitsAt + count;
        int end = Math.Min(text.Length, digitsAt + Math.Max(1, count));
        problems.Add(
            CelErrors.BadLiteral,
            count > 0
                ? $"'{CelDisplay.Source(text, at, end)}' is no character; escapes are \\xHH, \\uHHHH, \\UHHHHHHHH and \\OOO."
                : $"'\\{c}' is no escape; write '\\\\' for a backslash, or r\"…\" for text without escapes.",
            at,
            end);
        return at + 2;
    }

    private static bool TryDigits(string text, int at, int count, int radix, out uint code)
    {
        code = 0;
        if (at + count > text.Length)
            return false;
        for (int i = at; i < at + count; i++)
        {
            int digit = char.IsAsciiHexDigit(text[i]) ? Convert.ToInt32(text[i].ToString(CultureInfo.InvariantCulture), 16) : radix;
            if (digit >= radix)
                return false;
            code = (code * (uint)radix) + (uint)digit;
        }

        return true;
    }

    /// <summary>The content while it is read: characters of a string, or UTF-8 and single bytes.</summary>
    private sealed class Content(bool bytes)
    {
        private readonly StringBuilder? _text = bytes ? null : new StringBuilder();
        private readonly ArrayBufferWriter<byte>? _bytes = bytes ? new ArrayBufferWriter<byte>() : null;

        public object Value => _text != null ? _text.ToString() : _bytes!.WrittenSpan.ToArray();

        public int Append(string text, int at)
        {
            int width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            if (_text != null)
                _text.Append(text, at, width);
            else
                Encoding.UTF8.GetBytes(text.AsSpan(at, width), _bytes!);
            return at + width;
        }

        public void AppendCode(int code)
        {
            if (_text != null)
                _text.Append((char)code);
            else
                _bytes!.Write([(byte)code]);
        }

        public bool TryAppendNumber(uint code, bool isByte)
        {
            if (_bytes != null && isByte)
            {
                _bytes.Write([(byte)code]);
                return true;
            }

            if (code > 0x10FFFF || !Rune.IsValid((int)code))
                return false;
            string character = new Rune((int)code).ToString();
            if (_text != null)
                _text.Append(character);
            else
                Encoding.UTF8.GetBytes(character, _bytes!);
            return true;
        }
    }
}
