using System.Text.Json;

namespace HostTools.Activation.Keys;

/// <summary>Reads what stands on a line of YAML: keys, quoted text, and collections in braces and brackets.</summary>
internal sealed class YamlFlow(string text)
{
    public int At { get; set; }

    /// <summary>A key with its colon begins here.</summary>
    public bool IsKey(int at)
    {
        int before = At;
        try
        {
            At = at;
            Key();
            return true;
        }
        catch (KeyTextException) when (at >= text.Length || text[at] is not '?' || (at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1])))
        {
            return false;
        }
        finally
        {
            At = before;
        }
    }

    /// <summary>A key; afterwards the place is behind its colon.</summary>
    public string Key()
    {
        int start = At;
        string key;
        if (At < text.Length && text[At] is '"' or '\'')
        {
            YamlNode quoted = Quoted();
            key = quoted.Scalar as string ?? throw new KeyTextException("a key goes on over several lines", start);
        }
        else
        {
            if (At >= text.Length || text[At] is '[' or ']' or '{' or '}' or ',' or '#' or '&' or '*' or '!' or '|' or '>' or '%' or '@' or '`')
                throw new KeyTextException("a key is expected", start);
            if (text[At] is '?' or '-' or ':' && (At + 1 == text.Length || char.IsWhiteSpace(text[At + 1])))
                throw new KeyTextException("keys with '?' are not understood", start);
            int end = KeyText.LineEnd(text, At);
            while (At < end && !IsColon(At))
            {
                if (text[At] == '#' && At > start && char.IsWhiteSpace(text[At - 1]))
                    throw new KeyTextException("a key with ':' is expected", start);
                At++;
            }

            key = text[start..At].TrimEnd();
        }

        At = KeyText.SkipBlanks(text, At);
        if (At >= text.Length || text[At] != ':' || !IsColon(At))
            throw new KeyTextException("a key with ':' is expected", start);
        At++;
        return key;
    }

    /// <summary>The rest of a line up to a comment.</summary>
    public string PlainLine()
    {
        int start = At;
        int end = KeyText.LineEnd(text, At);
        while (At < end && !(text[At] == '#' && char.IsWhiteSpace(text[At - 1])))
        {
            if (IsColon(At))
                throw new KeyTextException("a ':' with a blank after it stands in a value without quotes", At);
            At++;
        }

        while (At > start && char.IsWhiteSpace(text[At - 1]))
            At--;
        return At > start ? text[start..At] : throw new KeyTextException("a value is expected", start);
    }

    public YamlNode Quoted()
    {
        var node = new YamlNode(At);
        char quote = text[At++];
        while (At < text.Length && (text[At] != quote || (quote == '\'' && At + 1 < text.Length && text[At + 1] == '\'')))
            At += text[At] == '\\' && quote == '"' ? 2 : text[At] == quote ? 2 : 1;
        if (At >= text.Length)
            throw new KeyTextException("a text has no closing quote", node.Start);
        node.End = ++At;
        string inner = text[(node.Start + 1)..(At - 1)];
        node.Scalar = inner.Contains('\n') ? new KeyOpaque(text[node.Start..At])
            : quote == '\'' ? inner.Replace("''", "'", StringComparison.Ordinal)
            : Unescape(text[node.Start..At], node.Start);
        return node;
    }

    public YamlNode Collection(int depth)
    {
        if (depth > KeyData.MaximumDepth)
            throw new KeyTextException($"the nesting is deeper than {KeyData.MaximumDepth}", At);
        var node = new YamlNode(At) { IsFlow = true };
        bool isMap = text[At++] == '{';
        char close = isMap ? '}' : ']';
        var items = new List<object?>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (isMap)
            node.Entries = [];
        bool hasComma = true;
        for (Skip(); !Takes(close); Skip())
        {
            if (!hasComma || At >= text.Length)
                throw new KeyTextException($"a comma or '{close}' is missing", At);
            if (isMap)
                Entry(node, known, depth);
            else
                items.Add(Item(depth));
            Skip();
            int comma = At;
            hasComma = Takes(',');
            if (isMap)
                node.Entries![^1].Comma = hasComma ? comma : -1; // One was added.
        }

        if (!isMap)
            node.Scalar = items;
        node.End = At;
        return node;
    }

    private void Entry(YamlNode map, HashSet<string> known, int depth)
    {
        int start = At;
        string key = FlowKey();
        if (!known.Add(key))
            throw new KeyTextException($"the key '{key}' stands twice", start);
        int colon = At;
        Skip();
        YamlNode value = At < text.Length && text[At] is ',' or '}' ? new YamlNode(colon) { End = colon } : Element(depth);
        value.Colon = colon;
        map.Entries!.Add(new KeyEntry(key, start, value)); // It is a map.
    }

    private object? Item(int depth)
    {
        int start = At;
        object? data = Element(depth).Data;
        Skip();
        return At < text.Length && text[At] == ':' ? throw new KeyTextException("a key in brackets is not understood", start) : data;
    }

    private string FlowKey()
    {
        int start = At;
        string key = text[At] is '"' or '\''
            ? Quoted().Scalar as string ?? throw new KeyTextException("a key goes on over several lines", start)
            : PlainInFlow();
        Skip();
        return Takes(':') ? key : throw new KeyTextException("a key with ':' is expected", start);
    }

    private YamlNode Element(int depth)
    {
        int start = At;
        switch (At < text.Length ? text[At] : throw new KeyTextException("a value is missing at the end of the file", At))
        {
            case '{' or '[':
                return Collection(depth + 1);
            case '"' or '\'':
                return Quoted();
            case '&' or '!' or '*':
                throw new KeyTextException("anchors and tags in braces and brackets are not understood", At);
            default:
                string word = PlainInFlow();
                return new YamlNode(start) { End = At, Scalar = YamlScalar.Resolve(word) };
        }
    }

    private string PlainInFlow()
    {
        int start = At;
        while (At < text.Length && text[At] is not (',' or '[' or ']' or '{' or '}' or '\n' or '\r') && !IsFlowColon(At) &&
            !(text[At] == '#' && char.IsWhiteSpace(text[At - 1])))
            At++;
        while (At > start && char.IsWhiteSpace(text[At - 1]))
            At--;
        if (At == start || text[start] is '?' or '-' && At == start + 1 || text[start] is '&' or '*' or '!' or '|' or '>' or '%' or '@' or '`')
            throw new KeyTextException("a value is expected", start);
        int next = At;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        return next < text.Length && text[next] is not (',' or ']' or '}' or ':' or '#')
            ? throw new KeyTextException("a value goes on over several lines", start)
            : text[start..At];
    }

    private bool IsColon(int at) => text[at] == ':' && (at + 1 == text.Length || text[at + 1] is ' ' or '\t' or '\n' or '\r');

    private bool IsFlowColon(int at) => text[at] == ':' && (at + 1 == text.Length || text[at + 1] is ' ' or '\t' or '\n' or '\r' or ',' or '}' or ']');

    private bool Takes(char sign)
    {
        if (At >= text.Length || text[At] != sign)
            return false;
        At++;
        return true;
    }

    private void Skip()
    {
        while (At < text.Length && (char.IsWhiteSpace(text[At]) || (text[At] == '#' && char.IsWhiteSpace(text[At - 1]))))
            At = text[At] == '#' ? KeyText.LineEnd(text, At) : At + 1;
    }

    /// <summary>Escapes that JSON has too are understood; others are the same text alone.</summary>
    private static object Unescape(string quoted, int start)
    {
        if (!quoted.Contains('\\'))
            return quoted[1..^1];
        try
        {
            return JsonSerializer.Deserialize<string>(quoted.Replace("\t", "\\t", StringComparison.Ordinal)) ?? string.Empty;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            for (int at = quoted.IndexOf('\\'); at >= 0; at = quoted.IndexOf('\\', at + 2))
            {
                if (!"0abtnvfre \"/\\N_LPxuU\t".Contains(quoted[at + 1], StringComparison.Ordinal))
                    throw new KeyTextException("the text holds an escape that YAML does not have", start + at);
            }

            return new KeyOpaque(quoted);
        }
    }
}
