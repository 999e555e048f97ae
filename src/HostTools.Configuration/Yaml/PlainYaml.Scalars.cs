using System.Text;

namespace HostTools.Configuration.Yaml;

// Keys, scalars on one line, flow collections.
internal sealed partial class PlainYaml
{
    private const string NeverFirst = ",[]{}#&*!|>'\"%@`";
    private const string NeverInKey = "*&!";

    /// <summary>Whether a key and its colon start here.</summary>
    private bool IsKey()
    {
        int before = _at;
        bool found = SkipKey() && _at < _text.Length && _text[_at] == ':' && (_at + 1 == _text.Length || _text[_at + 1] is ' ' or '\n');
        _at = before;
        return found;
    }

    private bool SkipKey()
    {
        int start = _at;
        return _at < _text.Length && _text[_at] is '"' or '\'' ? SkipQuoted() : SkipPlain(inFlow: false) && !_text.AsSpan(start, _at - start).ContainsAny(NeverInKey);
    }

    /// <summary>Reads a key and goes past its colon.</summary>
    private YamlScalar? Key()
    {
        int start = _at;
        bool quoted = _text[_at] is '"' or '\'';
        if (!SkipKey() || _at >= _text.Length || _text[_at] != ':' || (_at + 1 < _text.Length && _text[_at + 1] is not (' ' or '\n')))
            return null;
        string? key = quoted ? Unquote(start, _at) : Slice(start, _at);
        if (key is null or "<<" || _at - start > 1000)
            return null;
        return new YamlScalar(_file, start, _at++, null, key, quoted ? ScalarKind.Quoted : ScalarKind.Plain);
    }

    /// <summary>A value that starts in the middle of a line of block context and is alone on the rest of it.</summary>
    private YamlNode? Inline(int parent, int depth)
    {
        int start = _at;
        string? tag = null;
        if (_text[_at] == '!' && (tag = Tag()) is null)
            return null;
        if (_text[_at] is '|' or '>')
            return BlockScalar(parent, tag);
        YamlNode? node = Node(start, tag, inFlow: false, depth);
        SkipBlanks();
        if (node is null || !IsLineEnd() || (_at < _text.Length && _text[_at] == '#' && _text[_at - 1] != ' '))
            return null;
        GoPastLine();
        // A plain scalar goes on in deeper lines, and nothing else may be there.
        int indent = NextLine();
        if (indent > parent)
            return null;
        Rewind(indent);
        return node;
    }

    private YamlNode? Node(int start, string? tag, bool inFlow, int depth)
    {
        if (_at >= _text.Length || depth > MaxDepth)
            return null;
        switch (_text[_at])
        {
            case '[':
                return FlowSequence(start, tag, depth);
            case '{':
                return FlowMapping(start, tag, depth);
            case '"' or '\'':
                int open = _at;
                // Where a tag has an empty text behind it, people look at the tag.
                return SkipQuoted() && Unquote(open, _at) is { } quoted && (tag is null || quoted.Length > 0) ? new YamlScalar(_file, open, _at, tag, quoted, ScalarKind.Quoted) : null;
            default:
                int from = _at;
                return SkipPlain(inFlow) ? new YamlScalar(_file, from, _at, tag, Slice(from, _at), ScalarKind.Plain) : null;
        }
    }

    private YamlSequence? FlowSequence(int start, string? tag, int depth)
    {
        var items = new List<YamlNode>();
        _at++;
        for (SkipBlanks(); _at < _text.Length && _text[_at] != ']'; SkipBlanks())
        {
            if (FlowNode(depth) is not { } item)
                return null;
            items.Add(item);
            if (!TakeComma(']'))
                return null;
        }

        return _at++ < _text.Length ? new YamlSequence(_file, start, _at, tag, items.ToArray()) : null;
    }

    private YamlMapping? FlowMapping(int start, string? tag, int depth)
    {
        var entries = new EntryList();
        _at++;
        for (SkipBlanks(); _at < _text.Length && _text[_at] != '}'; SkipBlanks())
        {
            if (!char.IsAsciiLetterOrDigit(_text[_at]) && _text[_at] is not ('"' or '\'' or '$' or '_' or '/' or '.'))
                return null;
            if (Key() is not { } key || (key.IsPlain && key.Value.AsSpan().ContainsAny(",[]{}")) || entries.Contains(key.Value))
                return null;
            SkipBlanks();
            if (FlowNode(depth) is not { } value)
                return null;
            entries.Add(new YamlEntry(key, value));
            if (!TakeComma('}'))
                return null;
        }

        return _at++ < _text.Length ? new YamlMapping(_file, start, _at, tag, entries.ToArray()) : null;
    }

    private YamlNode? FlowNode(int depth)
    {
        if (IsTooMany())
            return null;
        int start = _at;
        string? tag = null;
        if (_at < _text.Length && _text[_at] == '!' && (tag = Tag()) is null)
            return null;
        return Node(start, tag, inFlow: true, depth + 1);
    }

    /// <summary>A comma with something behind it, or the closing bracket.</summary>
    private bool TakeComma(char close)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] == close)
            return _at < _text.Length;
        if (_text[_at] != ',')
            return false;
        _at++;
        SkipBlanks();
        return _at < _text.Length && _text[_at] != close && _text[_at] != '\n';
    }

    /// <summary>A tag such as <c>!force</c> or <c>!order(5)</c>, with the blanks behind it; something follows on the line.</summary>
    private string? Tag()
    {
        int start = _at++;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '(' or ')' or '-'))
            _at++;
        if (_at - start < 2 || _at >= _text.Length || _text[_at] != ' ')
            return null;
        string tag = Slice(start, _at);
        SkipBlanks();
        return IsLineEnd() || _text[_at] is '!' or '&' or '*' ? null : tag;
    }

    /// <summary>Goes past a plain scalar, which ends before blanks at its end; false when it is none or could be something else.</summary>
    private bool SkipPlain(bool inFlow)
    {
        if (_at >= _text.Length || _text[_at] is ' ' or '\n' or ':' or '?' || NeverFirst.Contains(_text[_at]))
            return false;
        if (_text[_at] == '-' && (_at + 1 >= _text.Length || _text[_at + 1] is ' ' or '\n' or ',' or ']' or '}'))
            return false;
        int end = _at;
        for (; _at < _text.Length && _text[_at] != '\n'; _at++)
        {
            char c = _text[_at];
            if (c == ' ')
                continue;
            if (c == '#' && _text[_at - 1] == ' ')
                break;
            if (c == ':' && (_at + 1 == _text.Length || _text[_at + 1] is ' ' or '\n' || inFlow))
            {
                _at = end;
                return _text[end] == ':' && !inFlow;
            }

            if (inFlow && c is ',' or ']' or '}')
                break;
            if (inFlow && c is '[' or '{' or '?')
                return false;
            end = _at + 1;
        }

        bool lineEnds = _at >= _text.Length || _text[_at] is '\n' or '#';
        _at = end;
        return !(inFlow && lineEnds);
    }

    private bool SkipQuoted()
    {
        char quote = _text[_at++];
        for (; _at < _text.Length && _text[_at] != '\n'; _at++)
        {
            if (_text[_at] == '\\' && quote == '"')
                _at++;
            else if (_text[_at] == quote && (quote == '"' || _at + 1 == _text.Length || _text[_at + 1] != '\''))
                return _at++ > 0;
            else if (_text[_at] == quote)
                _at++;
        }

        return false;
    }

    /// <summary>The text of a quoted scalar; null when it holds an escape that is rare.</summary>
    private string? Unquote(int start, int end)
    {
        ReadOnlySpan<char> inner = _text.AsSpan(start + 1, end - start - 2);
        if (_text[start] == '\'')
            return inner.Contains('\'') ? inner.ToString().Replace("''", "'", StringComparison.Ordinal) : Slice(start + 1, end - 1);
        if (!inner.Contains('\\'))
            return Slice(start + 1, end - 1);
        var text = new StringBuilder(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
                text.Append(inner[i]);
            else if (++i < inner.Length && inner[i] switch { '"' => '"', '\\' => '\\', 'n' => '\n', 't' => '\t', '/' => '/', _ => '\0' } is var c && c != '\0')
                text.Append(c);
            else
                return null;
        }

        return text.ToString();
    }

    private string Slice(int start, int end) => TextPool.Get(_text.AsSpan(start, end - start));
}
