using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Evaluation;

/// <summary>A map of free data: expressions see plain numbers, the result keeps how they were written.</summary>
internal sealed class LiteralMap(OrderedDictionary<string, object?> entries) : ICelMap
{
    public IReadOnlyDictionary<string, object?> Entries { get; } = entries;

    public int Count => Entries.Count;

    public IEnumerable<object> Keys => Entries.Keys;

    public bool ContainsKey(object key) => key is string name && Entries.ContainsKey(name);

    public bool TryGetValue(object key, out object? value)
    {
        value = null;
        if (key is not string name || !Entries.TryGetValue(name, out value))
            return false;
        value = value is NumberLiteral number ? number.Value : value;
        return true;
    }
}

/// <summary>A list of free data, as <see cref="LiteralMap"/>.</summary>
internal sealed class LiteralList(IReadOnlyList<object?> items) : ICelList
{
    public IReadOnlyList<object?> Items { get; } = items;

    public int Count => Items.Count;

    public object? this[int index] => Items[index] is NumberLiteral number ? number.Value : Items[index];
}
