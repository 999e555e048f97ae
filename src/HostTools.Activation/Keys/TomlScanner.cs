using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Activation.Keys;

/// <summary>Reads keys and values of TOML.</summary>
internal sealed partial class TomlScanner(string text)
{
    public int At { get; set; } = KeyText.First(text);

    /// <summary>A date, a time, or both.</summary>
    public static bool IsTime(string word) => Time().IsMatch(word);

    /// <summary>Passes blanks, line ends and comments.</summary>
    public void SkipLines()
    {
        while (At < text.Length)
        {
            if (text[At] is ' ' or '\t' or '\n' || IsLineEnd())
                At++;
            else if (text[At] == '#')
                At = KeyText.LineEnd(text, At);
            else
                break;
        }
    }

    /// <summary>Nothing but a comment follows on the line.</summary>
    public void EndLine()
    {
        Blanks();
        if (At < text.Length && text[At] is not ('\n' or '#') && !IsLineEnd())
            throw Error("something follows where the line should end");
    }

    public bool Takes(string sign)
    {
        Blanks();
        if (string.CompareOrdinal(text, At, sign, 0, sign.Length) != 0)
            return false;
        At += sign.Length;
        return true;
    }

    /// <summary>Keys with dots between them.</summary>
    public IReadOnlyList<string> Path()
    {
        var keys = new List<string>();
        do
        {
            Blanks();
            int start = At;
            if (At < text.Length && text[At] is '"' or '\'')
            {
                if (At + 2 < text.Length && text[At + 1] == text[At] && text[At + 2] == text[At])
                    throw Error("a key cannot be a text of several lines");
                keys.Add(String());
                continue;
            }

            while (At < text.Length && (char.IsAsciiLetterOrDigit(text[At]) || text[At] is '-' or '_'))
                At++;
            keys.Add(At > start ? text[start..At] : throw Error("a key is expected"));
        }
        while (Takes("."));

        return keys.Count <= KeyData.MaximumDepth ? keys : throw Error($"the nesting is deeper than {KeyData.MaximumDepth}");
    }

    public TomlNode Value(int depth)
    {
        Blanks();
        if (depth > KeyData.MaximumDepth)
            throw Error($"the nesting is deeper than {KeyData.MaximumDepth}");
        var node = new TomlNode(At, TomlForm.Value);
        switch (At < text.Length ? text[At] : '\n')
        {
            case '"' or '\'':
                node.Scalar = String();
                break;
            case '[':
                node.Scalar = List(depth);
                break;
            case '{':
                Inline(node, depth);
                break;
            default:
                node.Scalar = Word();
                break;
        }

        node.End = At;
        return node;
    }

    private List<object?> List(int depth)
    {
        var items = new List<object?>();
        At++;
        bool hasComma = true;
        for (SkipLines(); !Takes("]"); SkipLines())
        {
            if (!hasComma)
                throw Error("a comma or ']' is missing");
            items.Add(Value(depth + 1).Data);
            SkipLines();
            hasComma = Takes(",");
        }

        return items;
    }

    private void Inline(TomlNode table, int depth)
    {
        (table.Form, table.Entries) = (TomlForm.Inline, []);
        At++;
        if (Takes("}"))
            return;
        do
        {
            Blanks();
            int start = At;
            IReadOnlyList<string> keys = Path();
            if (!Takes("="))
                throw Error("'=' is missing after the key");
            TomlNode into = table;
            foreach (string key in keys.SkipLast(1))
                into = Dotted(into, key, start);
            if (into.Find(keys[^1]) is not null)
                throw new KeyTextException($"the key '{keys[^1]}' stands twice", start);
            var entry = new KeyEntry(keys[^1], start, Value(depth + keys.Count));
            into.Entries!.Add(entry);
            Blanks();
            entry.Comma = At < text.Length && text[At] == ',' ? At : -1;
        }
        while (Takes(","));

        if (!Takes("}"))
            throw Error("a comma or '}' is missing; a table in braces stands on one line");
    }

    private static TomlNode Dotted(TomlNode table, string key, int start)
    {
        if (table.Find(key)?.Value is TomlNode known)
            return known.Obstacle is not null ? known : throw new KeyTextException($"'{key}' is defined already, and cannot get more keys here", start);
        var made = new TomlNode(start, TomlForm.Dotted) { Entries = [], End = start, Obstacle = "it is written with dots in a table in braces; give it braces of its own" };
        table.Entries!.Add(new KeyEntry(key, start, made));
        return made;
    }

    private object Word()
    {
        int start = At;
        while (At < text.Length && (char.IsAsciiLetterOrDigit(text[At]) || text[At] is '+' or '-' or '.' or '_' or ':'))
            At++;
        // A date and a time may have a blank between them.
        if (At - start == 10 && At + 8 < text.Length && text[At] == ' ' && char.IsAsciiDigit(text[At + 1]) && text[At + 3] == ':')
        {
            At++;
            while (At < text.Length && (char.IsAsciiLetterOrDigit(text[At]) || text[At] is '+' or '-' or '.' or ':'))
                At++;
        }

        string word = text[start..At];
        return word switch
        {
            "true" => true,
            "false" => false,
            "inf" or "+inf" or "-inf" or "nan" or "+nan" or "-nan" => new KeyOpaque(word.TrimStart('+')),
            _ when IsTime(word) => new KeyTime(word),
            _ => Number(word) ?? throw new KeyTextException(word.Length == 0 ? "a value is expected" : $"'{word}' is no value", start),
        };
    }

    private static KeyNumber? Number(string word)
    {
        if (!Digits().IsMatch(word))
            return null;
        string digits = word.Replace("_", string.Empty, StringComparison.Ordinal);
        if (digits is not ['0', 'x' or 'o' or 'b', ..])
            return KeyNumber.TryParse(digits);
        int bits = digits[1] switch { 'x' => 4, 'o' => 3, _ => 1 };
        BigInteger value = digits.Skip(2).Aggregate(BigInteger.Zero, (all, digit) => (all << bits) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return KeyNumber.From(value);
    }

    private string String()
    {
        int start = At;
        char quote = text[At];
        bool isLong = At + 2 < text.Length && text[At + 1] == quote && text[At + 2] == quote;
        At += isLong ? 3 : 1;
        if (isLong && At < text.Length && IsLineEnd())
            At++;
        if (isLong && At < text.Length && text[At] == '\n')
            At++;
        var value = new StringBuilder();
        while (true)
        {
            if (At >= text.Length || (!isLong && (text[At] == '\n' || IsLineEnd())))
                throw new KeyTextException("a text has no closing quote", start);
            if (text[At] == quote && Closes(quote, isLong, value))
                return value.ToString();
            if (text[At] == '\\' && quote == '"')
                Escape(value, isLong);
            else if (IsLineEnd())
                At++; // Both kinds of line ends mean the same.
            else if (text[At] is (< ' ' and not ('\t' or '\n')) or '\x7F')
                throw Error("a text holds a control character");
            else
                value.Append(text[At++]);
        }
    }

    private bool Closes(char quote, bool isLong, StringBuilder value)
    {
        int count = 0;
        while (At + count < text.Length && text[At + count] == quote && count < 5)
            count++;
        if (isLong && count < 3)
        {
            value.Append(quote, count);
            At += count;
            return At < text.Length && text[At] == quote && Closes(quote, isLong, value);
        }

        At += isLong ? count : 1;
        value.Append(quote, isLong ? count - 3 : 0);
        return true;
    }

    private void Escape(StringBuilder value, bool isLong)
    {
        int start = At++;
        char sign = At < text.Length ? text[At++] : '\0';
        int length = sign switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (length > 0)
        {
            bool isCode = At + length <= text.Length &&
                int.TryParse(text.AsSpan(At, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && Rune.IsValid(code);
            value.Append(isCode ? new Rune(int.Parse(text.AsSpan(At, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()
                : throw new KeyTextException("an escape names no character", start));
            At += length;
            return;
        }

        if (isLong && sign is ' ' or '\t' or '\r' or '\n' && KeyText.IsBlank(text, start + 1, KeyText.LineEnd(text, start + 1)))
        {
            while (At < text.Length && char.IsWhiteSpace(text[At]))
                At++;
            return;
        }

        value.Append(sign switch
        {
            'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', '"' => '"', '\\' => '\\',
            _ => throw new KeyTextException("the text holds an escape that TOML does not have", start),
        });
    }

    private bool IsLineEnd() => text[At] == '\r' && At + 1 < text.Length && text[At + 1] == '\n';

    private void Blanks() => At = KeyText.SkipBlanks(text, At);

    private KeyTextException Error(string reason) => new(reason, At);

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"\A(0x[0-9A-Fa-f]+(_[0-9A-Fa-f]+)*|0o[0-7]+(_[0-7]+)*|0b[01]+(_[01]+)*|[+-]?(0|[1-9][0-9]*(_[0-9]+)*)(\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+(_[0-9]+)*)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
