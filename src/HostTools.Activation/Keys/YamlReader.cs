using System.Text;

namespace HostTools.Activation.Keys;

/// <summary>Reads one document of YAML with the places of its keys: maps and lists by indentation; what is not sure to be understood is refused.</summary>
internal sealed class YamlReader(string text)
{
    private readonly YamlFlow _flow = new(text);
    private readonly List<int> _anchors = [];

    private int At
    {
        get => _flow.At;
        set => _flow.At = value;
    }

    /// <summary>Places of anchors: what holds one must not go.</summary>
    public IReadOnlyList<int> Anchors => _anchors;

    public YamlNode Read()
    {
        At = KeyText.First(text);
        RefuseOddLineEnds();
        bool isAny = NextContent();
        if (isAny && text[At] == '%')
            throw Error("directives are not understood");
        if (isAny && IsMark("---"))
        {
            At += 3;
            EndLine("something stands beside '---'");
            isAny = NextContent();
        }

        var root = new YamlNode(-1) { Entries = [], End = -1 };
        if (isAny && !IsMark("---") && !IsMark("..."))
            root = Block(0);
        if (!root.IsMap)
            throw new KeyTextException("the document is no map, and only a map has keys", root.Start);
        if (NextContent() && IsMark("..."))
        {
            At += 3;
            EndLine("something stands beside '...'");
        }

        if (NextContent())
            throw Error(IsMark("---") ? "there are several documents" : "the indentation fits no map above");
        return root;
    }

    private void RefuseOddLineEnds()
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] is '\u0085' or '\u2028' or '\u2029' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
                throw new KeyTextException("some readers take this character for the end of the line, and others do not", at);
        }
    }

    private YamlNode Block(int depth)
    {
        if (depth > KeyData.MaximumDepth)
            throw Error($"the nesting is deeper than {KeyData.MaximumDepth}");
        int indent = Column;
        if (IsItem())
            return Sequence(indent, depth);
        return _flow.IsKey(At) ? Mapping(indent, depth) : Inline(indent - 1, depth);
    }

    private YamlNode Mapping(int indent, int depth)
    {
        var map = new YamlNode(At) { Entries = [] };
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            int start = At;
            string key = _flow.Key();
            if (!known.Add(key))
                throw new KeyTextException($"the key '{key}' stands twice", start);
            int colon = At;
            YamlNode value = Value(indent, depth, isInMap: true);
            value.Colon = colon;
            map.Entries.Add(new KeyEntry(key, start, value));
            map.End = Math.Max(value.End, colon);
            if (!NextContent() || Column < indent || IsMark("---") || IsMark("..."))
                return map;
            if (Column > indent || !_flow.IsKey(At))
                throw Error(Column > indent ? "the indentation fits no map above" : IsItem() ? "an item stands among keys" : "a key with ':' is expected");
        }
    }

    private YamlNode Sequence(int indent, int depth)
    {
        var list = new YamlNode(At);
        var items = new List<object?>();
        while (true)
        {
            int after = ++At;
            YamlNode item = Value(indent, depth, isInMap: false);
            items.Add(item.Data);
            list.End = Math.Max(item.End, after);
            if (!NextContent() || Column < indent || !IsItem() || IsMark("---"))
                break;
            if (Column > indent)
                throw Error("the indentation fits no list above");
        }

        list.Scalar = items;
        return list;
    }

    /// <summary>What follows a colon or a dash.</summary>
    private YamlNode Value(int indent, int depth, bool isInMap)
    {
        if (depth > KeyData.MaximumDepth)
            throw Error($"the nesting is deeper than {KeyData.MaximumDepth}");
        int after = At;
        At = KeyText.SkipBlanks(text, At);
        if (At < text.Length && text[At] is '&' or '!')
            return WithProperty(indent, depth, isInMap);
        if (IsLineDone())
        {
            At = KeyText.NextLine(text, At);
            if (!NextContent() || IsMark("---") || IsMark("..."))
                return Nothing(after);
            // A list may stand as far left as the key that holds it.
            bool isInside = Column > indent || (isInMap && Column == indent && IsItem());
            return isInside ? Block(depth + 1) : Nothing(after);
        }

        if (!isInMap && (IsItem() || _flow.IsKey(At)))
            return Block(depth + 1);
        return Inline(indent, depth);
    }

    private static YamlNode Nothing(int after) => new(after) { End = after };

    private YamlNode WithProperty(int indent, int depth, bool isInMap)
    {
        int start = At;
        bool isTag = text[At] == '!';
        if (!isTag)
            _anchors.Add(start);
        while (At < text.Length && !char.IsWhiteSpace(text[At]))
            At++;
        if (!isInMap && _flow.IsKey(KeyText.SkipBlanks(text, At)))
            throw new KeyTextException("an anchor or tag before a key is not understood", start);
        YamlNode node = Value(indent, depth + 1, isInMap);
        node.Obstacle = isTag ? "its value has a tag" : "its value has an anchor, and other places may repeat it";
        if (isTag)
            (node.Entries, node.Scalar) = (null, new KeyOpaque(text[start..node.End]));
        node.Start = start;
        return node;
    }

    private YamlNode Inline(int indent, int depth)
    {
        if (text[At] is '|' or '>')
            return Lines(indent);
        YamlNode node = text[At] switch
        {
            '*' => Alias(),
            '[' or '{' => _flow.Collection(depth),
            '"' or '\'' => _flow.Quoted(),
            _ => Plain(indent),
        };
        if (node.IsFlow || text[node.Start] is '"' or '\'')
        {
            EndLine("something follows the value");
            for (int line = KeyText.NextLine(text, node.Start); line < node.End; line = KeyText.NextLine(text, line))
            {
                if (KeyText.SkipBlanks(text, line) - line <= indent && KeyText.SkipBlanks(text, line) < KeyText.LineEnd(text, line) && indent >= 0)
                    throw new KeyTextException("a value of several lines is not indented enough", line);
            }
        }

        return node;
    }

    private YamlNode Alias()
    {
        var node = new YamlNode(At) { Obstacle = "it repeats the value of another place" };
        while (At < text.Length && !char.IsWhiteSpace(text[At]))
            At++;
        (node.End, node.Scalar) = (At, new KeyOpaque(text[node.Start..At]));
        EndLine("something follows the value");
        return node;
    }

    private YamlNode Plain(int indent)
    {
        if (text[At] is ',' or ']' or '}' or '#' or '%' or '@' or '`' || (text[At] is '?' or ':' or '-' && At + 1 < text.Length && char.IsWhiteSpace(text[At + 1])))
            throw Error($"a value cannot begin with '{text[At]}' here");
        var node = new YamlNode(At);
        var value = new StringBuilder(_flow.PlainLine());
        node.End = At;
        bool isOne = true;
        while (text[node.End..KeyText.LineEnd(text, node.End)].Trim().Length == 0)
        {
            int before = At;
            int blanks = 0;
            At = KeyText.NextLine(text, At);
            while (At < text.Length && KeyText.SkipBlanks(text, At) == KeyText.LineEnd(text, At) && At < KeyText.NextLine(text, At))
            {
                blanks++;
                At = KeyText.NextLine(text, At);
            }

            int content = KeyText.SkipBlanks(text, At);
            if (content >= text.Length || content - At <= indent || text[content] == '#' || IsMark("---") || IsMark("..."))
            {
                At = before;
                break;
            }

            At = content;
            value.Append(blanks == 0 ? " " : new string('\n', blanks)).Append(_flow.PlainLine());
            (node.End, isOne) = (At, false);
        }

        At = node.End;
        node.Scalar = isOne ? YamlScalar.Resolve(value.ToString()) : value.ToString();
        return node;
    }

    /// <summary>A text of lines after '|' or '>'.</summary>
    private YamlNode Lines(int indent)
    {
        var node = new YamlNode(At);
        bool isFolded = text[At] == '>';
        string head = text[(At + 1)..KeyText.LineEnd(text, At)];
        if (head.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment)
            head = head[..comment];
        head = head.Trim();
        if (head.Any(static c => c is not ('+' or '-' or (>= '1' and <= '9'))) || head.Length > 2)
            throw Error("the signs after '|' or '>' are not understood");
        int first = KeyText.NextLine(text, At);
        int end = KeyText.LineEnd(text, At);
        At = first;
        while (At < text.Length && (IsBlankLine(At) || KeyText.SkipBlanks(text, At) - At > indent))
        {
            if (!IsBlankLine(At) || head.Contains('+'))
                end = KeyText.LineEnd(text, At);
            At = KeyText.NextLine(text, At);
        }

        node.End = end;
        node.Scalar = isFolded || head.Any(char.IsAsciiDigit) ? new KeyOpaque(text[node.Start..end]) : YamlScalar.Literal(text, Math.Min(first, end), end, head);
        At = KeyText.NextLine(text, end);
        return node;
    }

    private bool IsBlankLine(int at) => KeyText.SkipBlanks(text, at) == KeyText.LineEnd(text, at);

    private int Column => At - KeyText.LineStart(text, At);

    private bool IsItem() => text[At] == '-' && (At + 1 == text.Length || char.IsWhiteSpace(text[At + 1]));

    private bool IsMark(string mark) =>
        Column == 0 && string.CompareOrdinal(text, At, mark, 0, 3) == 0 && (At + 3 == text.Length || char.IsWhiteSpace(text[At + 3]));

    private bool IsLineDone() => At == KeyText.LineEnd(text, At) || At == text.Length || (text[At] == '#' && char.IsWhiteSpace(text[At - 1]));

    private void EndLine(string otherwise)
    {
        At = KeyText.SkipBlanks(text, At);
        if (!IsLineDone())
            throw Error(otherwise);
        At = KeyText.LineEnd(text, At);
    }

    /// <summary>Goes to the next thing that is no comment; false at the end.</summary>
    private bool NextContent()
    {
        while (At < text.Length)
        {
            bool isStart = At == KeyText.LineStart(text, At);
            int content = KeyText.SkipBlanks(text, At);
            if (content < text.Length && content < KeyText.LineEnd(text, content) && text[content] != '#')
            {
                if (text.AsSpan(KeyText.LineStart(text, content), content - KeyText.LineStart(text, content)).Contains('\t') && isStart)
                    throw new KeyTextException("a line is indented with a tab", content);
                At = content;
                return true;
            }

            At = KeyText.NextLine(text, content);
        }

        return false;
    }

    private KeyTextException Error(string reason) => new(reason, At);
}
