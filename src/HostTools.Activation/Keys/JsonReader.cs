using System.Text.Json;

namespace HostTools.Activation.Keys;

/// <summary>A map of JSON with the places of its braces.</summary>
internal sealed class JsonNode(int start) : KeyNode(start)
{
    /// <summary>A comma follows the last key.</summary>
    public bool HasTrailingComma => Entries is [.., { Comma: >= 0 }];
}

/// <summary>Reads JSON with comments and trailing commas.</summary>
internal sealed class JsonReader(string text)
{
    private int _at = KeyText.First(text);

    public KeyNode Read()
    {
        Skip();
        if (_at == text.Length)
            return new JsonNode(-1) { Entries = [], End = -1 };
        if (text[_at] != '{')
            throw Error("the file is no object, and only an object has keys");
        KeyNode root = Value(0);
        Skip();
        return _at == text.Length ? root : throw Error("something follows the end of the object");
    }

    /// <summary>Passes blanks and comments.</summary>
    public static int SkipFrom(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n')
                at++;
            else if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
                at = KeyText.LineEnd(text, at);
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : throw new KeyTextException("a comment has no end", at);
            else
                break;
        }

        return at;
    }

    private void Skip() => _at = SkipFrom(text, _at);

    private KeyNode Value(int depth)
    {
        if (depth > KeyData.MaximumDepth)
            throw Error($"the nesting is deeper than {KeyData.MaximumDepth}");
        if (_at == text.Length)
            throw Error("a value is missing at the end of the file");
        return text[_at] switch
        {
            '{' => Map(depth),
            '[' => List(depth),
            '"' => Token(new KeyNode(_at), static (reader, _) => reader.Text()),
            _ => Token(new KeyNode(_at), static (reader, _) => reader.Word()),
        };
    }

    private KeyNode Token(KeyNode node, Func<JsonReader, KeyNode, object?> read)
    {
        node.Scalar = read(this, node);
        node.End = _at;
        return node;
    }

    private JsonNode Map(int depth)
    {
        var node = new JsonNode(_at) { Entries = [] };
        var known = new HashSet<string>(StringComparer.Ordinal);
        _at++;
        for (Skip(); !Ends('}'); Skip())
        {
            if (node.Entries is [.., { Comma: < 0 }])
                throw Error("a comma or '}' is missing");
            if (_at == text.Length || text[_at] != '"')
                throw Error("a key in double quotes or '}' is expected");
            int start = _at;
            string key = Text();
            if (!known.Add(key))
                throw new KeyTextException($"the key '{key}' stands twice", start);
            Skip();
            if (!Ends(':'))
                throw Error("':' is missing after the key");
            Skip();
            var entry = new KeyEntry(key, start, Value(depth + 1));
            node.Entries.Add(entry);
            Skip();
            if (_at < text.Length && text[_at] == ',')
                entry.Comma = _at++;
        }

        node.End = _at;
        return node;
    }

    private KeyNode List(int depth)
    {
        var node = new KeyNode(_at);
        var items = new List<object?>();
        _at++;
        bool hasComma = true;
        for (Skip(); !Ends(']'); Skip())
        {
            if (!hasComma)
                throw Error("a comma or ']' is missing");
            items.Add(Value(depth + 1).Data);
            Skip();
            hasComma = Ends(',');
        }

        node.Scalar = items;
        node.End = _at;
        return node;
    }

    private bool Ends(char sign)
    {
        if (_at == text.Length || text[_at] != sign)
            return false;
        _at++;
        return true;
    }

    private string Text()
    {
        int start = _at++;
        while (_at < text.Length && text[_at] is not ('"' or '\n'))
            _at += text[_at] == '\\' ? 2 : 1;
        if (_at >= text.Length || text[_at] == '\n')
            throw new KeyTextException("a text has no closing quote", start);
        _at++;
        try
        {
            return JsonSerializer.Deserialize<string>(text.AsSpan(start, _at - start)) ?? string.Empty;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new KeyTextException("the text holds an escape or a control character that JSON does not have", start);
        }
    }

    private object? Word()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.'))
            _at++;
        string word = text[start.._at];
        bool isNumber = word.Length > 0 && word[0] != '+' && !(word.TrimStart('-') is ['0', >= '0' and <= '9', ..]);
        return word switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ when isNumber && KeyNumber.TryParse(word) is { } number => number,
            _ => throw new KeyTextException(word.Length == 0 ? $"'{text[start]}' is no value" : $"'{word}' is no value", start),
        };
    }

    private KeyTextException Error(string reason) => new(reason, _at);
}
