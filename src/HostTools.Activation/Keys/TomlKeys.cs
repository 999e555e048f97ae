namespace HostTools.Activation.Keys;

/// <summary>TOML: tables with headings, with dots and in braces.</summary>
internal sealed class TomlKeys : KeyEditor
{
    public override string Name => "TOML";

    public override KeyNode Parse(string text) => new TomlReader(text).Read().Root;

    public override object? AsRead(object? value)
    {
        if (value is not null)
            TomlStyle.Value(KeyData.WithoutNulls(value));
        return value;
    }

    public override string? Replace(string text, KeyNode root, IReadOnlyList<string> path, object? value, string? raw)
    {
        var old = (TomlNode)Walk(root, path);
        if (old.Form is not (TomlForm.Value or TomlForm.Inline))
            return null;
        string now = raw ?? (old.Scalar is KeyTime && value is string time && TomlScanner.IsTime(time) ? time : TomlStyle.Value(value));
        return text[..old.Start] + now + text[old.End..];
    }

    public override string Insert(string text, KeyNode root, IReadOnlyList<string> map, string key, object? value, string? raw, string? after)
    {
        var table = (TomlNode)Walk(root, map);
        switch (table.Form)
        {
            case TomlForm.Inline:
                return InsertInline(text, table, key, raw ?? TomlStyle.Value(value));
            case TomlForm.Dotted:
                string dotted = $"{TomlStyle.Path([.. map.Skip(table.Depth), key])} = {raw ?? TomlStyle.Value(value)}";
                return InsertPair(text, table, dotted, after);
            case TomlForm.Implied when value is not KeyMap:
                return Append(text, TomlStyle.Table(map, new KeyMap().Set(key, value)));
            default:
                return value is KeyMap tables && raw is null
                    ? Append(text, TomlStyle.Table([.. map, key], tables))
                    : InsertPair(text, table, $"{TomlStyle.Key(key)} = {raw ?? TomlStyle.Value(value)}", after);
        }
    }

    public override string Remove(string text, KeyNode root, IReadOnlyList<string> path)
    {
        if ((TomlNode)Walk(root, path.SkipLast(1)) is { Form: TomlForm.Inline } table)
            return RemoveInline(text, table, path[^1]);
        return new TomlReader(text).Read().Items
            .Where(item => item.Path.Count >= path.Count && item.Path.Take(path.Count).SequenceEqual(path))
            .OrderByDescending(static item => item.Start)
            .Aggregate(text, static (left, item) =>
                item.IsHeading ? KeyText.CutHeading(left, item.Start, item.End) : KeyText.Cut(left, item.Start, item.End));
    }

    private static string InsertPair(string text, TomlNode table, string pair, string? after)
    {
        TomlItem? previous = (after is null ? null : ((TomlNode?)table.Find(after)?.Value)?.Item) ?? table.Item;
        if (previous is not null)
            return KeyText.InsertLine(text, KeyText.NextLine(text, previous.End), KeyText.IndentOf(text, previous.Start) + pair);
        if (table.NextLine >= 0)
            return KeyText.InsertLine(text, table.NextLine, pair);
        return table.Entries is [var first, ..]
            ? KeyText.InsertLine(text, AboveComments(text, KeyText.LineStart(text, first.Start)), pair)
            : KeyText.InsertLine(text, text.Length, pair);
    }

    /// <summary>Comments right above a heading belong to it.</summary>
    private static int AboveComments(string text, int line)
    {
        while (line > KeyText.First(text) && KeyText.LineStart(text, line - 1) is var above && text[KeyText.SkipBlanks(text, above)] == '#')
            line = above;
        return line;
    }

    private static string Append(string text, string table)
    {
        bool isFirst = text.AsSpan(KeyText.First(text)).IndexOfAnyExcept(" \t\r\n") < 0;
        return KeyText.InsertLine(text, text.Length, KeyText.Fit(text, isFirst ? table : "\n" + table));
    }

    private static string InsertInline(string text, TomlNode table, string key, string value) => table.Entries is [.., var last]
        ? text.Insert(last.Value.End, $", {TomlStyle.Key(key)} = {value}")
        : text[..table.Start] + $"{{ {TomlStyle.Key(key)} = {value} }}" + text[table.End..];

    private static string RemoveInline(string text, TomlNode table, string key)
    {
        List<KeyEntry> entries = table.Entries!; // It is a table.
        int place = entries.FindIndex(entry => entry.Key == key);
        if (entries.Count == 1)
            return text[..(table.Start + 1)] + text[(table.End - 1)..];
        return place > 0
            ? text[..entries[place - 1].Comma] + text[entries[place].Value.End..]
            : text[..entries[0].Start] + text[entries[1].Start..];
    }
}
