namespace HostTools.Configuration.Expressions;

/// <summary>Two maps as one, where the second wins and maps in both are merged in turn; values stay unevaluated until they are read.</summary>
internal sealed class CelMergedMap(ICelMap first, ICelMap second) : ICelMap
{
    private int _count = -1;

    public int Count => _count >= 0 ? _count : _count = Keys.Count();

    public IEnumerable<object> Keys => first.Keys.Concat(second.Keys.Where(key => !first.ContainsKey(key)));

    public bool ContainsKey(object key) => first.ContainsKey(key) || second.ContainsKey(key);

    public bool TryGetValue(object key, out object? value)
    {
        if (!second.TryGetValue(key, out value))
            return first.TryGetValue(key, out value);
        if (value is ICelMap upper && first.TryGetValue(key, out object? below) && below is ICelMap lower)
            value = new CelMergedMap(lower, upper);
        return true;
    }
}

/// <summary>The values of a map in the order of its keys, each evaluated when it is read.</summary>
internal sealed class CelValuesList(ICelMap map) : ICelList
{
    private readonly object[] _keys = map.Keys.ToArray();

    public int Count => _keys.Length;

    public object? this[int index] => map.TryGetValue(_keys[index], out object? value) ? value : null;
}
