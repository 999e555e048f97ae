namespace HostTools.Activation.Keys;

/// <summary>A section, or the keys before the first one.</summary>
/// <param name="start">Its first heading.</param>
internal sealed class IniSection(int start) : KeyNode(start)
{
    /// <summary>Headings with this name, each as the span of its brackets.</summary>
    public List<(int Start, int End)> Headings { get; } = [];

    /// <summary>Where a line after its last key begins.</summary>
    public int NextLine { get; set; }
}

/// <summary>A value with the place where its key ends.</summary>
internal sealed class IniValue(int start) : KeyNode(start)
{
    public required int KeyEnd { get; init; }

    /// <summary>A sign follows the key.</summary>
    public bool HasSign { get; set; }

    /// <summary>Where the line after it begins.</summary>
    public int NextLine { get; set; }

    /// <summary>Values of the same key further below.</summary>
    public List<object?>? Others { get; set; }
}

/// <summary>Reads lines of keys as Python's configparser, systemd and git do, where these agree.</summary>
internal sealed class IniReader(string text, bool hasSections)
{
    private readonly IniSection _root = new(KeyText.First(text)) { Entries = [], NextLine = -1 };
    private readonly List<IniValue> _values = [];
    private IniSection? _section;
    private IniValue? _last;
    private int _lastIndent;
    private bool _goesOn;

    private IniSection Section => _section ?? _root;

    public IniSection Read()
    {
        _root.End = text.Length;
        for (int at = KeyText.First(text); at < text.Length; at = KeyText.NextLine(text, at))
            Line(at, KeyText.SkipBlanks(text, at), KeyText.LineEnd(text, at));
        foreach (IniValue value in _values)
            value.Scalar = ScalarOf(value);
        foreach (IniValue value in _values.Where(static value => value.Others is not null))
            value.Scalar = new List<object?>([value.Scalar, .. value.Others!]);
        return _root;
    }

    private void Line(int start, int at, int end)
    {
        if (text.AsSpan(start, end - start).Contains('\r'))
            throw new KeyTextException("a line ends with a carriage return alone", start);
        if (GoesOn(start, at, end) || at == end || text[at] is '#' or ';')
            return;
        if (hasSections && text[at] == '[')
            Heading(at, end);
        else
            Key(start, at, end);
    }

    /// <summary>The line belongs to the value above: that ended in a backslash, or this one is indented more than its key.</summary>
    private bool GoesOn(int start, int at, int end)
    {
        if (_last is not { } last || at == end)
        {
            _goesOn = false;
            return false;
        }

        bool isIndented = hasSections && at - start > _lastIndent && text[at] is not ('#' or ';');
        if (!_goesOn && !isIndented)
            return false;
        if (_goesOn && !isIndented && text.AsSpan(at, end - at).IndexOf('=') is > 0 and var equals && IsPlainKey(text.AsSpan(at, equals).Trim()))
            throw new KeyTextException("this line looks like a key, and the line above ends in a backslash; programs differ in what that means", at);
        int last0 = TrimEnd(at, end);
        _goesOn = text[last0 - 1] == '\\';
        (last.End, last.NextLine) = (last0, KeyText.NextLine(text, at));
        Section.NextLine = last.NextLine;
        return true;
    }

    private void Heading(int at, int end)
    {
        int close = text.IndexOf(']', at);
        // KDE's groups in groups: [A][B] is one section whose name is "A][B".
        while (close > at + 1 && close + 2 < end && text[close + 1] == '[' && text[close + 2] != ']')
            close = text.IndexOf(']', close + 1);
        if (close < 0 || close >= end || close == at + 1)
            throw new KeyTextException("a section has no name, or no ']'", at);
        int rest = KeyText.SkipBlanks(text, close + 1);
        if (rest < end && text[rest] is not ('#' or ';'))
            throw new KeyTextException("something follows the ']' of a section", rest);
        string name = text[(at + 1)..close];
        KeyNode? known = _root.Find(name)?.Value;
        if (known is not (null or IniSection))
            throw new KeyTextException($"'{name}' is both a key and a section", at);
        _section = known as IniSection ?? new IniSection(at) { Entries = [] };
        _section.Headings.Add((at, close + 1));
        (_section.End, _section.NextLine) = (close + 1, KeyText.NextLine(text, at));
        if (known is null)
            _root.Entries!.Add(new KeyEntry(name, at, _section));
        (_last, _goesOn) = (null, false);
    }

    private void Key(int start, int at, int end)
    {
        int from = at;
        if (!hasSections && string.CompareOrdinal(text, at, "export ", 0, 7) == 0)
            from = KeyText.SkipBlanks(text, at + 7);
        int sign = Sign(from, end);
        _last = null;
        if (sign < 0 && !hasSections)
            return; // A line of a script, such as '. /etc/other'.
        if (sign == from)
            throw new KeyTextException("a line has a value and no key", at);
        int keyEnd = TrimEnd(from, sign < 0 ? end : sign);
        if (text[from..keyEnd].Any(static c => c is not (' ' or '\t') && (char.IsWhiteSpace(c) || char.IsControl(c) || c == KeyText.Mark)))
            throw new KeyTextException("a key holds an invisible character, which programs take for a part of it or not", at);
        int value = sign < 0 ? keyEnd : KeyText.SkipBlanks(text, sign + 1);
        var node = new IniValue(Math.Min(value, end)) { KeyEnd = keyEnd, NextLine = KeyText.NextLine(text, at) };
        node.End = Math.Max(node.Start, TrimEnd(node.Start, end));
        (node.HasSign, node.Scalar) = (sign >= 0, null);
        RefuseOpenQuote(node);
        Add(text[from..keyEnd], at, node);
        (_last, _lastIndent) = (node, at - start);
        _goesOn = node.End > node.Start && text[node.End - 1] == '\\';
    }

    private void Add(string key, int at, IniValue node)
    {
        Section.NextLine = node.NextLine;
        if (Section.Find(key) is not { } first)
        {
            Section.Entries!.Add(new KeyEntry(key, at, node));
            _values.Add(node);
            return;
        }

        if (first.Value is IniSection)
            throw new KeyTextException($"'{key}' is both a key and a section", at);
        first.Value.Obstacle = "it stands there more than once, and programs differ in which one counts";
        (((IniValue)first.Value).Others ??= []).Add(ScalarOf(node));
    }

    /// <summary>The text of a value, of several lines as their texts without what indents them; null where no sign follows the key.</summary>
    private string? ScalarOf(IniValue value) => !value.HasSign ? null
        : string.Join('\n', text[value.Start..value.End].Split('\n').Select(static line => line.Trim(' ', '\t', '\r')).Where(static (line, number) => number == 0 || line.Length > 0));

    /// <summary>The sign between key and value: '=', and in files with sections also ':' where a blank follows or no '=' is there.</summary>
    private int Sign(int at, int end)
    {
        int equals = text.IndexOf('=', at, end - at);
        int colon = hasSections ? text.IndexOf(':', at, end - at) : -1;
        bool isColon = colon >= 0 && (equals < 0 || (colon < equals && colon + 1 < end && text[colon + 1] is ' ' or '\t'));
        return isColon ? colon : equals;
    }

    private void RefuseOpenQuote(IniValue node)
    {
        if (!hasSections && node.End > node.Start && text[node.Start] is '"' or '\'' && text.IndexOf(text[node.Start], node.Start + 1, node.End - node.Start - 1) < 0)
            throw new KeyTextException("a value in quotes goes on over several lines", node.Start);
    }

    private int TrimEnd(int start, int end)
    {
        while (end > start && text[end - 1] is ' ' or '\t')
            end--;
        return end;
    }

    private static bool IsPlainKey(ReadOnlySpan<char> key)
    {
        foreach (char c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return false;
        }

        return char.IsAsciiLetter(key[0]);
    }
}
