namespace HostTools.Configuration.Expressions;

/// <summary>A map whose values are known, in the order in which its entries were added.</summary>
public sealed class CelMap : ICelMap
{
    private const int LinearSearchLimit = 8;

    private readonly List<object> _keys;
    private readonly List<object?> _values;
    private Dictionary<object, int>? _index;

    /// <summary>A map without entries that expects a number of them.</summary>
    public CelMap(int capacity = 0) => (_keys, _values) = (new List<object>(capacity), new List<object?>(capacity));

    /// <summary>A new map without entries.</summary>
    public static CelMap Empty => new();

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <inheritdoc/>
    public IEnumerable<object> Keys => _keys;

    /// <summary>A map of string keys, in the order given.</summary>
    public static CelMap From(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var map = new CelMap();
        foreach ((string key, object? value) in entries)
            map.Add(key, value);
        return map;
    }

    /// <summary>Adds an entry while the map is built.</summary>
    /// <param name="key">A bool, long, ulong or string.</param>
    /// <param name="value">One of the CLR forms listed at <see cref="CelExpression"/>.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(object key, object? value)
    {
        if (!TryAdd(key, value))
            throw new ArgumentException($"The key '{key}' is in the map already.", nameof(key));
    }

    /// <inheritdoc/>
    public bool ContainsKey(object key) => Find(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(object key, out object? value)
    {
        int index = Find(key);
        value = index >= 0 ? _values[index] : null;
        return index >= 0;
    }

    internal bool TryAdd(object key, object? value)
    {
        if (Find(key) >= 0)
            return false;
        _index?.Add(key, _keys.Count);
        _keys.Add(key);
        _values.Add(value);
        return true;
    }

    internal void Set(object key, object? value)
    {
        int index = Find(key);
        if (index >= 0)
            _values[index] = value;
        else
            TryAdd(key, value);
    }

    internal KeyValuePair<object, object?> EntryAt(int index) => new(_keys[index], _values[index]);

    private int Find(object key)
    {
        if (_keys.Count > LinearSearchLimit)
            return (_index ?? BuildIndex()).TryGetValue(key, out int found) ? found : -1;
        for (int i = 0; i < _keys.Count; i++)
        {
            if (CelKeys.Comparer.Equals(_keys[i], key))
                return i;
        }

        return -1;
    }

    // Two readers may build it at once: both build the same, and one of them stays.
    private Dictionary<object, int> BuildIndex()
    {
        var index = new Dictionary<object, int>(_keys.Count, CelKeys.Comparer);
        for (int i = 0; i < _keys.Count; i++)
            index.Add(_keys[i], i);
        return _index = index;
    }
}
