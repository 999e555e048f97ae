namespace HostTools.Activation.Keys;

/// <summary>Lines of keys, with or without sections. A value is the rest of its line as it is: quotes belong to it.</summary>
internal sealed class IniKeys(bool hasSections) : KeyEditor
{
    public override string Name => hasSections ? "INI" : "lines of keys";

    public override KeyNode Parse(string text) => new IniReader(text, hasSections).Read();

    public override object? AsRead(object? value)
    {
        if (value is not KeyMap map)
            return value is null ? null : Text(value);
        if (!hasSections)
            throw new KeyTextException("a value is text, a number or a truth value in a file without sections");
        return map.Pairs.Aggregate(new KeyMap(), static (all, pair) => all.Set(pair.Key, pair.Value is null ? null : Text(pair.Value)));
    }

    /// <summary>A key without a sign has no value, not an empty one.</summary>
    public override string? RawOf(string text, KeyNode node) => node is IniValue ? text[node.Start..node.End] : null;

    public override string? Replace(string text, KeyNode root, IReadOnlyList<string> path, object? value, string? raw)
    {
        KeyNode node = Walk(root, path);
        if (node is not IniValue old || value is KeyMap)
            return null;
        if (raw is not null && value is null)
            return text[..old.KeyEnd] + text[old.End..];
        string now = raw ?? Text(value);
        return old.Scalar is null ? text.Insert(old.KeyEnd, Sign(root, text) + now) : text[..old.Start] + now + text[old.End..];
    }

    public override string Insert(string text, KeyNode root, IReadOnlyList<string> map, string key, object? value, string? raw, string? after)
    {
        var section = (IniSection)Walk(root, map);
        if (section.Entries!.Find(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) is { } other)
            throw new KeyTextException($"'{key}' stands there as '{other.Key}', and programs differ in whether these are the same", other.Start);
        if (value is KeyMap keys)
            return InsertSection(text, root, map, key, keys);
        (string indent, string sign) = Style(text, root, section);
        string line = indent + Key(key) + (raw is not null && value is null ? string.Empty : sign + (raw ?? Text(value)));
        return KeyText.InsertLine(text, PlaceIn(text, section, after), line);
    }

    public override string Remove(string text, KeyNode root, IReadOnlyList<string> path)
    {
        KeyNode node = Walk(root, path);
        if (node is not IniSection section)
            return KeyText.Cut(text, ((IniSection)Walk(root, path.SkipLast(1))).Find(path[^1])!.Start, node.End); // Walked to.
        foreach (KeyEntry entry in section.Entries!)
        {
            if (entry.Value.Obstacle is { } why)
                throw new KeyTextException($"'{entry.Key}' of '{path[^1]}' cannot be removed: {why}", entry.Start);
        }

        return section.Headings.Select(static heading => (heading.Start, heading.End, IsHeading: true))
            .Concat(section.Entries.Select(static entry => (entry.Start, entry.Value.End, IsHeading: false)))
            .OrderByDescending(static span => span.Start)
            .Aggregate(text, static (left, span) => span.IsHeading ? KeyText.CutHeading(left, span.Start, span.End) : KeyText.Cut(left, span.Start, span.End));
    }

    private static int PlaceIn(string text, IniSection section, string? after)
    {
        if (after is not null && section.Find(after)?.Value is IniValue previous)
            return previous.NextLine;
        if (section.NextLine >= 0)
            return section.NextLine;
        return section.Entries is [var first, ..] ? AboveComments(text, KeyText.LineStart(text, first.Start)) : text.Length;
    }

    /// <summary>Comments right above a heading belong to it.</summary>
    private static int AboveComments(string text, int line)
    {
        while (line > KeyText.First(text) && KeyText.LineStart(text, line - 1) is var above && text[KeyText.SkipBlanks(text, above)] is '#' or ';')
            line = above;
        return line;
    }

    private string InsertSection(string text, KeyNode root, IReadOnlyList<string> map, string name, KeyMap keys)
    {
        if (!hasSections || map.Count > 0)
            throw new KeyTextException($"'{name}' would be a map in a map, and the file knows only {(hasSections ? "sections" : "keys")}");
        if (name.Trim() != name || name.Split("][").Any(static part => part.Length == 0 || part.AsSpan().IndexOfAny("[]\r\n") >= 0))
            throw new KeyTextException("the name of a section is one line without brackets; a section in a section is written 'outer][inner'");
        (string indent, string sign) = Style(text, root, (IniSection)root);
        string lines = string.Concat(keys.Pairs.Select(pair => $"\n{indent}{Key(pair.Key)}{sign}{Text(pair.Value)}"));
        bool isFirst = text.AsSpan(KeyText.First(text)).IndexOfAnyExcept(" \t\r\n") < 0;
        return KeyText.InsertLine(text, text.Length, KeyText.Fit(text, $"{(isFirst ? string.Empty : "\n")}[{name}]{lines}"));
    }

    private static (string Indent, string Sign) Style(string text, KeyNode root, IniSection section)
    {
        KeyEntry? model = section.Entries!.FindLast(IsModel) ??
            root.Entries!.SelectMany(static entry => entry.Value.Entries ?? []).Concat(root.Entries!).FirstOrDefault(IsModel);
        return model is null ? (string.Empty, "=") : (KeyText.IndentOf(text, model.Start), SignOf(text, model));
    }

    private static string Sign(KeyNode root, string text) => Style(text, root, (IniSection)root).Sign;

    private static bool IsModel(KeyEntry entry) => entry.Value is IniValue { Scalar: string { Length: > 0 }, Obstacle: null } value && value.Start > value.KeyEnd;

    private static string SignOf(string text, KeyEntry model) => text[((IniValue)model.Value).KeyEnd..model.Value.Start];

    private string Key(string key) =>
        key.Length == 0 || key[0] is '[' or '#' or ';' || key.Trim() != key || key.AsSpan().IndexOfAny("=\r\n") >= 0 || (!hasSections && key.Contains(' '))
            ? throw new KeyTextException($"'{key}' cannot be a key: it is one line without '=', and starts with no blank, bracket or comment sign")
            : key;

    private static string Text(object? value)
    {
        string text = value switch
        {
            string plain => plain,
            bool flag => flag ? "true" : "false",
            KeyNumber number => number.Text,
            _ => throw new KeyTextException("a value is text, a number or a truth value; of keys that are repeated none can be owned alone"),
        };
        if (text.AsSpan().IndexOfAny("\r\n") >= 0 || text.Trim() != text || text is [.., '\\'])
            throw new KeyTextException($"{KeyData.InWords(text)} cannot be a value: it is one line, without blanks around it and without a backslash at its end");
        return text;
    }
}
