namespace HostTools.Activation.Keys;

/// <summary>JSON, also with comments and trailing commas.</summary>
internal sealed class JsonKeys : KeyEditor
{
    public override string Name => "JSON";

    public override bool HasIntegers => false;

    public override KeyNode Parse(string text) => new JsonReader(text).Read();

    public override string? Replace(string text, KeyNode root, IReadOnlyList<string> path, object? value, string? raw)
    {
        KeyNode old = Walk(root, path);
        return text[..old.Start] + (raw ?? Render(text, value, KeyText.IndentOf(text, old.Start), HasLines(text, root))) + text[old.End..];
    }

    public override string Insert(string text, KeyNode root, IReadOnlyList<string> map, string key, object? value, string? raw, string? after)
    {
        var node = (JsonNode)Walk(root, map);
        if (node.Start < 0)
            return InsertIntoNothing(text, key, value);
        bool hasLines = HasLines(text, node) || (node.Entries is [] && (map.Count == 0 || HasLines(text, root)));
        if (after is not null && node.Find(after) is { } previous && previous != node.Entries![^1])
            return InsertAfter(text, node, previous, key, value, raw, hasLines);
        int end = LastThing(text, node);
        string comma = node.HasTrailingComma ? "," : string.Empty;
        string entry;
        if (!hasLines)
        {
            entry = $"{JsonStyle.Quote(key)}: {raw ?? Render(text, value, string.Empty, hasLines: false)}{comma}";
            return node.Entries is [.., var only]
                ? text.Insert(only.Comma < 0 ? only.Value.End : only.Comma + 1, only.Comma < 0 ? ", " + entry : " " + entry)
                : text.Insert(node.Start + 1, node.End - node.Start > 2 ? " " + entry : entry);
        }

        string outer = KeyText.IndentOf(text, node.Start);
        string indent = node.Entries is [.., var sibling] && IsFirstOnLine(text, sibling.Start)
            ? KeyText.IndentOf(text, sibling.Start) : outer + Unit(text, root);
        bool needsEnd = !text[end..(node.End - 1)].Contains('\n');
        entry = KeyText.Fit(text, $"\n{indent}{JsonStyle.Quote(key)}: ") + (raw ?? Render(text, value, indent, hasLines: true)) + comma +
            (needsEnd ? KeyText.Fit(text, "\n" + outer) : string.Empty);
        string with = text.Insert(end, entry);
        return node.Entries is [.., { Comma: < 0 } last] ? with.Insert(last.Value.End, ",") : with;
    }

    public override string Remove(string text, KeyNode root, IReadOnlyList<string> path)
    {
        var node = (JsonNode)Walk(root, path.SkipLast(1));
        List<KeyEntry> entries = node.Entries!; // A key's parent is a map.
        int place = entries.FindIndex(entry => entry.Key == path[^1]);
        KeyEntry gone = entries[place];
        int end = gone.Comma < 0 ? gone.Value.End : gone.Comma + 1;
        bool isLast = place == entries.Count - 1;
        KeyEntry? previous = isLast && gone.Comma < 0 && place > 0 ? entries[place - 1] : null;
        if (previous is not null && KeyText.SkipBlanks(text, previous.Comma + 1) == gone.Start)
            return text[..previous.Comma] + text[end..];
        string without = gone.Comma >= 0 && text[gone.Value.End..gone.Comma].AsSpan().IndexOfAny('/', '\n') >= 0
            ? KeyText.Cut(text.Remove(gone.Comma, 1), gone.Start, gone.Value.End)
            : KeyText.Cut(text, gone.Start, end);
        return previous is null ? without : without.Remove(previous.Comma, 1);
    }

    private static string InsertIntoNothing(string text, string key, object? value)
    {
        int first = KeyText.First(text);
        string json = KeyText.Fit(text, JsonStyle.Pretty(new KeyMap().Set(key, value), "  ", string.Empty));
        return text.Trim('\uFEFF', ' ', '\t', '\r', '\n').Length == 0 && text.Length == first
            ? text + json + "\n"
            : text.Insert(text.Length, text[^1] == '\n' ? json + KeyText.NewLine(text) : KeyText.NewLine(text) + json);
    }

    private static string InsertAfter(string text, JsonNode node, KeyEntry previous, string key, object? value, string? raw, bool hasLines)
    {
        bool ownLine = hasLines && IsFirstOnLine(text, previous.Start);
        string indent = ownLine ? KeyText.IndentOf(text, previous.Start) : string.Empty;
        string entry = $"{JsonStyle.Quote(key)}: {raw ?? Render(text, value, indent, ownLine)},";
        // A comment beside the key before belongs to that key.
        return ownLine && KeyText.LineEnd(text, previous.Comma) is var end && node.Find(previous.Key) is not null && LineIsDone(text, previous.Comma + 1)
            ? text.Insert(end, KeyText.Fit(text, "\n" + indent) + entry)
            : text.Insert(previous.Comma + 1, " " + entry);
    }

    private static bool LineIsDone(string text, int at)
    {
        int start = KeyText.SkipBlanks(text, at);
        return start == KeyText.LineEnd(text, at) || string.CompareOrdinal(text, start, "//", 0, 2) == 0;
    }

    /// <summary>The end of the last key, comma or comment in a map.</summary>
    private static int LastThing(string text, JsonNode node)
    {
        int at = node.Entries is [.., var last] ? (last.Comma < 0 ? last.Value.End : last.Comma + 1) : node.Start + 1;
        int end = at;
        while (at < node.End - 1)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            at = text[at + 1] == '/' ? KeyText.LineEnd(text, at) : text.IndexOf("*/", at, StringComparison.Ordinal) + 2;
            end = at;
        }

        return end;
    }

    private static string Render(string text, object? value, string indent, bool hasLines) =>
        hasLines ? KeyText.Fit(text, JsonStyle.Pretty(value, Unit(text, null), indent)) : JsonStyle.Compact(value);

    private static bool HasLines(string text, KeyNode node) => node.Start >= 0 && text.AsSpan(node.Start, node.End - node.Start).Contains('\n');

    private static bool IsFirstOnLine(string text, int at) => KeyText.IsBlank(text, KeyText.LineStart(text, at), at);

    /// <summary>What one level is indented by: as the first indented line has it.</summary>
    private static string Unit(string text, KeyNode? root)
    {
        int start = root is { Entries: [var first, ..] } ? first.Start : text.IndexOf('"', StringComparison.Ordinal);
        string indent = start > 0 && IsFirstOnLine(text, start) ? KeyText.IndentOf(text, start) : string.Empty;
        return indent.Length > 0 ? indent : "  ";
    }
}
