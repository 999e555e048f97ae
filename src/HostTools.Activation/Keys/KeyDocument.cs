namespace HostTools.Activation.Keys;

/// <summary>A text of keys. Every change is read again and compared with what it was to be, so that no mistake is ever written.</summary>
internal sealed class KeyDocument
{
    private readonly KeyEditor _editor;

    private KeyDocument(KeyEditor editor, string text, KeyNode root) => (_editor, Text, Root) = (editor, text, root);

    public string Text { get; }

    public KeyNode Root { get; }

    /// <summary>Nothing but blanks is left of it.</summary>
    public bool IsEmpty => Root.Entries is [] && Text.All(static c => char.IsWhiteSpace(c) || c is '{' or '}' or KeyText.Mark);

    /// <exception cref="KeyTextException">It is malformed, or written in a way that cannot be changed safely.</exception>
    public static KeyDocument Parse(KeyEditor editor, string text) => new(editor, text, editor.Parse(text));

    public KeyNode? Find(IEnumerable<string> path)
    {
        KeyNode? node = Root;
        foreach (string key in path)
            node = node?.Find(key)?.Value;
        return node;
    }

    /// <summary>With a value set. Where a part of the path is missing, it is made.</summary>
    /// <param name="path">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="raw">The value as it was written once, used where it still means the same; null when there is none.</param>
    /// <param name="after">For a key that is missing: the key it comes after.</param>
    public KeyDocument Put(IReadOnlyList<string> path, object? value, string? raw = null, string? after = null)
    {
        value = KeyData.WithoutNulls(value);
        if (raw is null)
            value = _editor.AsRead(value);
        KeyMap expected = KeyData.With(Root.Map, [.. path], value, isPresent: true);
        foreach (string? text in raw is null ? new string?[] { null } : [raw, null])
        {
            if (TryRead(() => Write(path, value, text, after)) is { } document && document.Is(expected))
                return document;
        }

        throw Unable(path);
    }

    /// <summary>Without a key that is there.</summary>
    public KeyDocument Remove(IReadOnlyList<string> path)
    {
        RefuseShared(path);
        if (TryRead(() => _editor.Remove(Text, Root, path)) is not { } document)
            throw Unable(path);
        // A table of TOML that only a table in it named goes with that one.
        for (int length = path.Count; length > 0; length--)
        {
            if (document.Is(KeyData.With(Root.Map, [.. path.Take(length)], null, isPresent: false)))
                return document;
            if (Find(path.Take(length - 1)) is not { Entries.Count: 1 })
                break;
        }

        throw Unable(path);
    }

    private string Write(IReadOnlyList<string> path, object? value, string? raw, string? after)
    {
        RefuseShared(path);
        if (Find(path) is not null)
            return _editor.Replace(Text, Root, path, value, raw) ?? Again(path, value);
        int known = 0;
        while (Find(path.Take(known + 1)) is { IsMap: true })
            known++;
        if (known < path.Count - 1)
            (raw, after) = (null, null);
        for (int i = path.Count - 1; i > known; i--)
            value = new KeyMap().Set(path[i], value);
        string[] first = [.. path.Take(known + 1)];
        return Find(first) is not null
            ? _editor.Replace(Text, Root, first, value, raw: null) ?? Again(first, value)
            : _editor.Insert(Text, Root, first[..known], path[known], value, raw, after);
    }

    /// <summary>What cannot change in place goes, and comes anew.</summary>
    private string Again(IReadOnlyList<string> path, object? value) => Remove(path).Put(path, value).Text;

    /// <summary>A value that other places share must not change with one key.</summary>
    private void RefuseShared(IReadOnlyList<string> path)
    {
        for (int i = 0; i <= path.Count; i++)
        {
            if (Find(path.Take(i)) is { Obstacle: { } why } node)
                throw new KeyTextException($"'{string.Join('.', path)}' cannot be changed: {why}", node.Start);
        }
    }

    /// <summary>A mistake of ours in reading what we wrote ends in a refusal, never in a damaged file.</summary>
    private KeyDocument? TryRead(Func<string> write)
    {
        string text = write();
        try
        {
            return Parse(_editor, text);
        }
        catch (KeyTextException)
        {
            return null;
        }
    }

    private bool Is(KeyMap expected) => KeyData.Same(Root.Map, expected, _editor.HasIntegers);

    private KeyTextException Unable(IReadOnlyList<string> path) =>
        new($"'{string.Join('.', path)}' cannot be changed the way it is written here", Find(path)?.Start ?? -1);
}
