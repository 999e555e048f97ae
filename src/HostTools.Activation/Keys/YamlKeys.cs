namespace HostTools.Activation.Keys;

/// <summary>YAML, one document: maps by indentation and in braces.</summary>
internal sealed class YamlKeys : KeyEditor
{
    public override string Name => "YAML";

    public override KeyNode Parse(string text) => new YamlReader(text).Read();

    /// <summary>Of what stands below its key the indentation is a part.</summary>
    public override string? RawOf(string text, KeyNode node)
    {
        if (node.End <= node.Start || node.Start < 0)
            return node.Start >= 0 ? string.Empty : null;
        return text[(IsBelow(text, (YamlNode)node) ? KeyText.LineStart(text, node.Start) : node.Start)..node.End];
    }

    public override string? Replace(string text, KeyNode root, IReadOnlyList<string> path, object? value, string? raw)
    {
        var old = (YamlNode)Walk(root, path);
        RefuseAnchor(text, old);
        bool isInFlow = IsInFlow(root, path);
        if ((isInFlow && raw is not { Length: 0 }) || (old.IsFlow && raw is null))
            return Splice(text, old, raw ?? YamlScalar.Inline(value));
        bool becomesBelow = raw is null ? YamlScalar.IsBlock(value) : value is KeyMap or IReadOnlyList<object?> && raw[0] is not ('{' or '[');
        if (raw is { Length: 0 })
            return text[..(IsBelow(text, old) ? KeyText.LineEnd(text, old.Colon) : old.Colon)] + text[old.End..];
        if (!becomesBelow && !IsBelow(text, old))
            return Splice(text, old, raw ?? YamlScalar.Inline(value));
        string without = IsBelow(text, old)
            ? text[..KeyText.LineEnd(text, old.Colon)] + text[old.End..]
            : text[..old.Colon] + text[old.End..];
        if (!becomesBelow)
            return without.Insert(old.Colon, " " + (raw ?? YamlScalar.Inline(value)));
        string indent = KeyText.IndentOf(text, old.Colon);
        string lines = raw ?? KeyText.Fit(text, YamlScalar.Block(value, Unit(root, text), indent + Unit(root, text)));
        return without.Insert(KeyText.LineEnd(without, old.Colon), KeyText.NewLine(text) + lines);
    }

    public override string Insert(string text, KeyNode root, IReadOnlyList<string> map, string key, object? value, string? raw, string? after)
    {
        var node = (YamlNode)Walk(root, map);
        if (node.IsFlow)
            return InsertInBraces(text, node, $"{YamlScalar.Text(key)}: {raw ?? YamlScalar.Inline(value)}");
        string indent = node.Start < 0 ? string.Empty : new string(' ', node.Start - KeyText.LineStart(text, node.Start));
        string pair = raw is null ? KeyText.Fit(text, YamlScalar.Pair(key, value, Unit(root, text), indent))
            : $"{indent}{YamlScalar.Text(key)}:{(raw.Length == 0 ? string.Empty : value is KeyMap or IReadOnlyList<object?> && raw[0] is not ('{' or '[') ? KeyText.NewLine(text) : " ")}{raw}";
        if (node.Start < 0)
            return KeyText.InsertLine(text, text.Length, pair);
        KeyEntry previous = (after is null ? null : node.Find(after)) ?? node.Entries![^1]; // A map that stands there holds a key.
        return KeyText.InsertLine(text, KeyText.NextLine(text, EndOf(previous)), pair);
    }

    public override string Remove(string text, KeyNode root, IReadOnlyList<string> path)
    {
        var map = (YamlNode)Walk(root, path.SkipLast(1));
        KeyEntry gone = map.Find(path[^1])!; // Walked to by the caller.
        RefuseAnchor(text, (YamlNode)gone.Value);
        if (map.IsFlow)
            return RemoveInBraces(text, map, gone);
        string without = KeyText.Cut(text, gone.Start, EndOf(gone));
        // A map without keys would be no map any more.
        return path.Count > 1 && map.Entries!.Count == 1 ? without.Insert(map.Colon, " {}") : without;
    }

    private static string Splice(string text, YamlNode old, string now) =>
        text[..old.Start] + (old.Start == old.Colon ? " " : string.Empty) + now + text[old.End..];

    private static string InsertInBraces(string text, YamlNode map, string pair) => map.Entries is [.., var last]
        ? last.Comma < 0 ? text.Insert(EndOf(last), ", " + pair) : text.Insert(last.Comma + 1, " " + pair)
        : text[..map.Start] + $"{{ {pair} }}" + text[map.End..];

    private static string RemoveInBraces(string text, YamlNode map, KeyEntry gone)
    {
        List<KeyEntry> entries = map.Entries!; // It is a map.
        int place = entries.IndexOf(gone);
        if (entries.Count == 1)
            return text[..(map.Start + 1)] + text[(map.End - 1)..];
        return place > 0
            ? text[..entries[place - 1].Comma] + text[EndOf(gone)..]
            : text[..gone.Start] + text[entries[1].Start..];
    }

    private static int EndOf(KeyEntry entry) => Math.Max(entry.Value.End, ((YamlNode)entry.Value).Colon);

    /// <summary>It stands on the lines after its key's.</summary>
    private static bool IsBelow(string text, YamlNode node) => node.Colon >= 0 && node.Start > KeyText.LineEnd(text, node.Colon);

    private static bool IsInFlow(KeyNode root, IReadOnlyList<string> path) => Walk(root, path.SkipLast(1)) is YamlNode { IsFlow: true };

    private static void RefuseAnchor(string text, YamlNode old)
    {
        var reader = new YamlReader(text);
        reader.Read();
        if (reader.Anchors.Any(anchor => anchor >= old.Start && anchor < old.End))
            throw new KeyTextException("the value holds an anchor, and other places may repeat it", old.Start);
    }

    /// <summary>What one level is indented by: as the first map or list in the outermost one has it.</summary>
    private static string Unit(KeyNode root, string text)
    {
        YamlNode? model = root.Entries!.Select(static entry => (YamlNode)entry.Value).FirstOrDefault(node => node.IsMap && !node.IsFlow && IsBelow(text, node));
        return new string(' ', model is null ? 2 : Math.Clamp(model.Start - KeyText.LineStart(text, model.Start), 1, 8));
    }
}
