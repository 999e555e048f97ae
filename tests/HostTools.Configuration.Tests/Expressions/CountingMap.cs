using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>A lazy view that notes which keys are evaluated; a value may be an exception, which is then thrown.</summary>
internal sealed class CountingMap(params (string Key, object? Value)[] entries) : ICelMap
{
    public List<string> Read { get; } = [];

    public int Count => entries.Length;

    public IEnumerable<object> Keys => entries.Select(static e => (object)e.Key);

    public bool ContainsKey(object key) => entries.Any(e => e.Key.Equals(key));

    public bool TryGetValue(object key, out object? value)
    {
        foreach ((string name, object? known) in entries)
        {
            if (!name.Equals(key))
                continue;
            Read.Add(name);
            value = known is Exception failure ? throw failure : known;
            return true;
        }

        value = null;
        return false;
    }
}

/// <summary>The same for lists.</summary>
internal sealed class CountingList(params object?[] items) : ICelList
{
    public List<int> Read { get; } = [];

    public int Count => items.Length;

    public object? this[int index]
    {
        get
        {
            Read.Add(index);
            return items[index];
        }
    }
}
