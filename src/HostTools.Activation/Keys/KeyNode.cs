namespace HostTools.Activation.Keys;

/// <summary>A value in a text, with the span it takes.</summary>
internal class KeyNode(int start)
{
    private Dictionary<string, KeyEntry>? _known;
    private int _indexed;

    /// <summary>First character of the value.</summary>
    public int Start { get; set; } = start;

    /// <summary>The character after the value.</summary>
    public int End { get; set; }

    /// <summary>Keys of a map in the order they are written in; null for any other value.</summary>
    public List<KeyEntry>? Entries { get; set; }

    /// <summary>The value; of a map meaningless.</summary>
    public object? Scalar { get; set; }

    /// <summary>Why its keys cannot be changed one by one, such as that other places share the value; null when they can.</summary>
    public string? Obstacle { get; set; }

    public bool IsMap => Entries is not null;

    public object? Data => Entries is null ? Scalar : Map;

    public KeyMap Map => (Entries ?? []).Aggregate(new KeyMap(), static (map, entry) => map.Set(entry.Key, entry.Value.Data));

    public KeyEntry? Find(string key)
    {
        if (Entries is not { } entries)
            return null;
        // Entries are only ever added at the end.
        for (_known ??= new(StringComparer.Ordinal); _indexed < entries.Count; _indexed++)
            _known.TryAdd(entries[_indexed].Key, entries[_indexed]);
        return _known.GetValueOrDefault(key);
    }
}

/// <summary>A key with its value.</summary>
/// <param name="key">The key as it is meant, without quotes.</param>
/// <param name="start">First character of the key.</param>
/// <param name="value">The value.</param>
internal sealed class KeyEntry(string key, int start, KeyNode value)
{
    public string Key => key;

    public int Start => start;

    public KeyNode Value { get; set; } = value;

    /// <summary>Place of the comma after it; negative when there is none.</summary>
    public int Comma { get; set; } = -1;
}

/// <summary>A text that cannot be read or changed.</summary>
/// <param name="reason">What is wrong, as the end of a sentence.</param>
/// <param name="offset">Where, in characters from the start; negative when it is no place's fault.</param>
internal sealed class KeyTextException(string reason, int offset = -1) : Exception(reason)
{
    public int Offset => offset;

    /// <summary>Line and column from 1; null when it is no place's fault.</summary>
    public (int Line, int Column)? PlaceIn(string text)
    {
        if (offset < 0)
            return null;
        string before = text[..Math.Min(offset, text.Length)];
        int line = before.Count(static c => c == '\n') + 1;
        int column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        return (line, line == 1 && before is ['\uFEFF', ..] ? column - 1 : column);
    }
}
