namespace HostTools.Configuration.Yaml;

/// <summary>
/// Reads the YAML that nearly every file consists of (block mappings and lists, one-line scalars, flow collections, block scalars, tags)
/// at once, without events. It gives up on anything else and on every mistake; the library's parser then reads the file from its start,
/// so that this one need not explain anything.
/// </summary>
/// <remarks>What it reads must be equal to the library's reading to the character, places included: a test compares them.</remarks>
internal sealed partial class PlainYaml
{
    private const int MaxDepth = 100;
    private const int MaxExpanded = 200_000;

    private readonly SourceFile _file;
    private readonly string _text;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<YamlNode, int> _sizes = new(ReferenceEqualityComparer.Instance);
    private int _expanded;
    private int _nodes;
    private int _at;

    private PlainYaml(SourceFile file) => (_file, _text) = (file, file.Text);

    /// <summary>The root; null when the library must read the file.</summary>
    public static YamlNode? TryRead(SourceFile file)
    {
        if (!HasPlainCharacters(file.Text))
            return null;
        var reader = new PlainYaml(file);
        int indent = reader.NextLine();
        if (indent < 0 || reader.IsMarker(indent) || reader.Block(-1, indent, 0) is not { } root)
            return null;
        return reader._at == file.Text.Length ? root : null;
    }

    /// <summary>Tabs, line ends other than '\n', control and surrogate characters are the library's business.</summary>
    private static bool HasPlainCharacters(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' and not '\n' or > '~' and < '\u00A0' or '\u2028' or '\u2029' or > '\uD7FF')
                return false;
        }

        return true;
    }

    /// <summary>Goes to the first character of the next line with content; -1 at the end of the text.</summary>
    private int NextLine()
    {
        while (_at < _text.Length)
        {
            int start = _at;
            while (_at < _text.Length && _text[_at] == ' ')
                _at++;
            if (_at == _text.Length)
                return -1;
            if (_text[_at] is not ('\n' or '#'))
                return _at - start;
            GoPastLine();
        }

        return -1;
    }

    private void GoPastLine()
    {
        int end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
    }

    /// <summary>A block collection whose first entry starts here, in the column <paramref name="column"/>.</summary>
    private YamlNode? Block(int parent, int column, int depth, int start = -1)
    {
        if (column <= parent || depth > MaxDepth)
            return null;
        start = start < 0 ? _at : start;
        return IsDash() ? Sequence(column, depth, start) : IsKey() ? Mapping(column, depth, start) : null;
    }

    private YamlMapping? Mapping(int column, int depth, int start)
    {
        var entries = new EntryList();
        while (true)
        {
            if (Key() is not { } key || entries.Contains(key.Value))
                return null;
            if (Value(column, depth, key) is not { } value)
                return null;
            entries.Add(new YamlEntry(key, value));
            int indent = NextLine();
            if (indent < column)
                return new YamlMapping(_file, start, Rewind(indent), null, entries.ToArray());
            if (indent > column || IsDash() || IsMarker(indent))
                return null;
        }
    }

    private YamlSequence? Sequence(int column, int depth, int start)
    {
        var items = new List<YamlNode>();
        while (true)
        {
            if (Item(column, depth) is not { } item)
                return null;
            items.Add(item);
            int indent = NextLine();
            if (indent < column || (indent == column && !IsDash()))
                return IsMarker(indent) ? null : new YamlSequence(_file, start, Rewind(indent), null, items.ToArray());
            if (indent > column)
                return null;
        }
    }

    /// <summary>Steps back to the start of the line whose content ended a collection, so that the collections around it see it too.</summary>
    private int Rewind(int indent)
    {
        int end = _at;
        _at -= Math.Max(indent, 0);
        if (indent < 0)
            _at = _text.Length;
        return end;
    }

    /// <summary>Too many for one file; the library's reader then says so.</summary>
    private bool IsTooMany() => ++_nodes > YamlReader.MaxNodes;

    private YamlNode? Item(int column, int depth)
    {
        if (IsTooMany())
            return null;
        int dash = _at;
        int blanks = 1;
        for (_at++; _at < _text.Length && _text[_at] == ' '; _at++)
            blanks++;
        if (_at < _text.Length && _text[_at] is '&' or '*')
            return Shared(column, depth);
        if (IsLineEnd())
        {
            GoPastLine();
            return Block(column, NextLine(), depth + 1);
        }

        // "- a: 1" begins a mapping in the column of its first key.
        return IsDash() || IsKey() ? Block(column, column + _at - dash, depth + 1) : Inline(column, depth);
    }

    /// <summary>What stands behind a key's colon, on its line or on the lines below.</summary>
    private YamlNode? Value(int column, int depth, YamlScalar key)
    {
        if (IsTooMany())
            return null;
        SkipBlanks();
        if (_at < _text.Length && _text[_at] is '&' or '*')
            return Shared(column, depth);
        if (!IsLineEnd())
            return Inline(column, depth);
        GoPastLine();
        int indent = NextLine();
        if (indent > column || (indent == column && IsDash()))
            return indent == column ? Sequence(column, depth + 1, _at) : Block(column, indent, depth + 1);
        // The library puts what is not there behind the colon.
        int colon = key.End + 1;
        Rewind(indent);
        return new YamlScalar(_file, colon, colon, null, string.Empty, ScalarKind.Plain);
    }

    /// <summary><c>&amp;name</c> at the end of a line, with a block collection below; or <c>*name</c>.</summary>
    private YamlNode? Shared(int column, int depth)
    {
        int start = _at;
        bool isAlias = _text[_at++] == '*';
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
            _at++;
        string name = Slice(start + 1, _at);
        if (name.Length == 0 || !IsLineEnd())
            return null;
        GoPastLine();
        int indent = NextLine();
        if (isAlias)
        {
            if (indent > column || !_anchors.TryGetValue(name, out YamlNode? known) || (_expanded += _sizes[known]) > MaxExpanded)
                return null;
            Rewind(indent);
            return known;
        }

        if (Block(column, indent, depth + 1, start) is not { } node)
            return null;
        _sizes[node] = SizeOf(node);
        return _anchors[name] = node;
    }

    /// <summary>The number of nodes with all aliases expanded.</summary>
    private int SizeOf(YamlNode node)
    {
        if (_sizes.TryGetValue(node, out int known))
            return known;
        return 1 + node switch
        {
            YamlMapping mapping => mapping.Entries.Sum(entry => 1 + SizeOf(entry.Value)),
            YamlSequence list => list.Items.Sum(SizeOf),
            _ => 0,
        };
    }

    private bool IsDash() => _at < _text.Length && _text[_at] == '-' && (_at + 1 == _text.Length || _text[_at + 1] is ' ' or '\n');

    /// <summary><c>---</c> or <c>...</c> in the first column.</summary>
    private bool IsMarker(int indent) =>
        indent == 0 && (string.CompareOrdinal(_text, _at, "---", 0, 3) == 0 || string.CompareOrdinal(_text, _at, "...", 0, 3) == 0);

    private bool IsLineEnd() => _at == _text.Length || _text[_at] is '\n' or '#';

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }
}

/// <summary>The entries of a mapping while it is read.</summary>
internal struct EntryList()
{
    private const int Many = 12;

    private readonly List<YamlEntry> _entries = [];
    private HashSet<string>? _keys;

    public readonly bool Contains(string key)
    {
        if (_keys is not null)
            return _keys.Contains(key);
        foreach (YamlEntry entry in _entries)
        {
            if (entry.Key.Value == key)
                return true;
        }

        return false;
    }

    public void Add(YamlEntry entry)
    {
        _entries.Add(entry);
        _keys?.Add(entry.Key.Value);
        if (_entries.Count == Many)
            _keys = [.. _entries.Select(static e => e.Key.Value)];
    }

    public readonly YamlEntry[] ToArray() => _entries.ToArray();
}
