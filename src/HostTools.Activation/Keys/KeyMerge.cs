namespace HostTools.Activation.Keys;

/// <summary>Brings declared keys into a text, and what they replaced back into it.</summary>
internal sealed class KeyMerge(KeyEditor editor)
{
    private readonly List<string> _changed = [];
    private readonly List<string> _byHand = [];
    private readonly List<string> _details = [];

    /// <summary>Keys that were changed, as people read them, in order.</summary>
    public IReadOnlyList<string> Changed => _changed;

    /// <summary>Each declared key that was changed: <c>a.b is 1, should be 2</c>.</summary>
    public IReadOnlyList<string> Details => _details;

    /// <summary>Keys whose value was neither ours nor what it had been before; their text was replaced all the same.</summary>
    public IReadOnlyList<string> ByHand => _byHand;

    /// <summary>Sets the declared keys: maps descend, anything else is replaced as a whole, null is a key that shall not be there.</summary>
    /// <param name="document">The text.</param>
    /// <param name="declared">The keys.</param>
    /// <param name="expected">What was declared before; a value that is neither was set by hand. Null when nothing was.</param>
    public KeyDocument Declare(KeyDocument document, KeyMap declared, KeyMap? expected)
    {
        foreach ((IReadOnlyList<string> path, object? value) in Differences(document, declared))
        {
            KeyNode? node = document.Find(path);
            object? before = null;
            bool wasDeclared = expected is not null && expected.TryFind(path, out before);
            if (wasDeclared && !IsAs(node, before))
                _byHand.Add(NameOf(path));
            _changed.Add(NameOf(path));
            string now = node is null ? "is missing" : $"is {KeyData.InWords(node.Data)}";
            _details.Add($"{NameOf(path)} {now}, should be {(value is null ? "absent" : KeyData.InWords(value))}");
            document = value is null ? document.Remove(path) : document.Put(path, value);
        }

        return document;
    }

    /// <summary>The declared keys that are not as declared, with what they shall be.</summary>
    public IEnumerable<(IReadOnlyList<string> Path, object? Value)> Differences(KeyDocument document, KeyMap declared)
    {
        var found = new List<(IReadOnlyList<string>, object?)>();
        Collect(document.Root, declared, [], found);
        return found;
    }

    /// <summary>Takes back keys that were declared: what they replaced comes back, what was not there goes.</summary>
    /// <param name="document">The text as it is.</param>
    /// <param name="applied">The keys as they were declared.</param>
    /// <param name="original">The text without them; null when there was none.</param>
    /// <param name="stays">Keys that are still declared and stay as they are; null when none are.</param>
    public KeyDocument TakeBack(KeyDocument document, KeyMap applied, KeyDocument? original, KeyMap? stays)
    {
        foreach ((IReadOnlyList<string> path, object? value) in Units(applied, original?.Root, []).Reverse())
        {
            if (stays is null || !IsDeclared(stays, path))
            {
                document = TakeBack(document, path, value, original);
                continue;
            }

            // A map that took the place of something else stays, without the keys that are no longer in it.
            foreach ((IReadOnlyList<string> inner, object? old) in value is KeyMap map ? Units(map, null, path).Reverse() : [])
            {
                if (!IsDeclared(stays, inner))
                    document = TakeBack(document, inner, old, original);
            }
        }

        return document;
    }

    public static string NameOf(IEnumerable<string> path) =>
        string.Join('.', path.Select(static key => key.AsSpan().IndexOfAny('.', '"', ' ') < 0 && key.Length > 0 ? key : JsonStyle.Quote(key)));

    private KeyDocument TakeBack(KeyDocument document, IReadOnlyList<string> path, object? value, KeyDocument? original)
    {
        KeyNode? before = original?.Find(path);
        KeyNode? now = document.Find(path);
        if (before is null ? now is null : now is not null && KeyData.Same(before.Data, now.Data, editor.HasIntegers))
            return document;
        // It was there before us as declared, so what stands there now is its owner's later work.
        bool wasSame = before is null ? value is null : value is not null && KeyData.Same(before.Data, AsRead(value), editor.HasIntegers);
        if (wasSame || IsBlocked(document, path))
            return document;
        if (!IsAs(now, value))
            _byHand.Add(NameOf(path));
        _changed.Add(NameOf(path));
        if (before is null)
            return WithoutEmpty(document.Remove(path), path, original);
        return document.Put(path, before.Data, editor.RawOf(original!.Text, before), Previous(original, path)); // Found in it.
    }

    /// <summary>Maps that came into being for our keys go with the last of them.</summary>
    private static KeyDocument WithoutEmpty(KeyDocument document, IReadOnlyList<string> path, KeyDocument? original)
    {
        for (int length = path.Count - 1; length > 0; length--)
        {
            string[] map = [.. path.Take(length)];
            if (document.Find(map) is null)
                continue;
            if (document.Find(map) is not { Entries.Count: 0 } || original?.Find(map) is not null)
                break;
            document = document.Remove(map);
        }

        return document;
    }

    private static string? Previous(KeyDocument original, IReadOnlyList<string> path)
    {
        List<KeyEntry> entries = original.Find(path.SkipLast(1))!.Entries!; // Holds the key that was found.
        int place = entries.FindIndex(entry => entry.Key == path[^1]);
        return place > 0 ? entries[place - 1].Key : null;
    }

    private void Collect(KeyNode node, KeyMap declared, IReadOnlyList<string> path, List<(IReadOnlyList<string>, object?)> into)
    {
        foreach ((string key, object? value) in declared.Pairs)
        {
            KeyNode? child = node.Find(key)?.Value;
            IReadOnlyList<string> at = [.. path, key];
            if (value is KeyMap map && child is { IsMap: true })
                Collect(child, map, at, into);
            else if (!IsAs(child, value) && !(value is KeyMap && KeyData.IsNothing(value)))
                into.Add((at, value));
        }
    }

    /// <summary>What is taken back as one: each key, but a map as a whole where something else stood before.</summary>
    private static IEnumerable<(IReadOnlyList<string> Path, object? Value)> Units(KeyMap applied, KeyNode? original, IReadOnlyList<string> path)
    {
        foreach ((string key, object? value) in applied.Pairs)
        {
            KeyNode? before = original?.Find(key)?.Value;
            IReadOnlyList<string> at = [.. path, key];
            if (value is not KeyMap { Count: > 0 } map || before is { IsMap: false })
                yield return (at, value);
            else
                foreach ((IReadOnlyList<string>, object?) unit in Units(map, before, at))
                    yield return unit;
        }
    }

    private static bool IsDeclared(KeyMap declared, IReadOnlyList<string> path)
    {
        object? value = declared;
        foreach (string key in path)
        {
            if (value is not KeyMap map)
                return true; // A list or text above it is declared as a whole.
            if (!map.TryGet(key, out value))
                return false;
        }

        return true;
    }

    private static bool IsBlocked(KeyDocument document, IReadOnlyList<string> path) =>
        Enumerable.Range(1, path.Count - 1).Any(length => document.Find(path.Take(length)) is { IsMap: false });

    private bool IsAs(KeyNode? node, object? value) =>
        value is null ? node is null : node is not null && KeyData.Same(node.Data, AsRead(KeyData.WithoutNulls(value)), editor.HasIntegers);

    private object? AsRead(object? value) => editor.AsRead(value);
}
