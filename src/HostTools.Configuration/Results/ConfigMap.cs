using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;

namespace HostTools.Configuration;

/// <summary>A read-only map of configuration values in a fixed order.</summary>
/// <remarks>
/// Values are null, bool, long, double, string, <see cref="Platform.Duration"/>, <see cref="Platform.Secret"/>, another map, or a
/// read-only list of these. Sizes are bytes (long); in free data a number such as <c>1.50</c> is a <see cref="NumberLiteral"/>. Also an untyped dictionary, so that PowerShell reads <c>$map.key</c>.
/// </remarks>
public sealed class ConfigMap : IReadOnlyDictionary<string, object?>, IDictionary
{
    private readonly OrderedDictionary<string, object?> _entries;

    internal ConfigMap(OrderedDictionary<string, object?> entries) => _entries = entries;

    /// <summary>A map of these entries, in this order.</summary>
    public static ConfigMap From(IEnumerable<KeyValuePair<string, object?>> entries) =>
        new(new OrderedDictionary<string, object?>(entries, StringComparer.Ordinal));

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _entries.Values;

    /// <inheritdoc/>
    public object? this[string key] => _entries[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _entries.GetEnumerator();

    bool IDictionary.IsFixedSize => true;

    bool IDictionary.IsReadOnly => true;

    bool ICollection.IsSynchronized => true;

    object ICollection.SyncRoot => _entries;

    ICollection IDictionary.Keys => _entries.Keys;

    ICollection IDictionary.Values => _entries.Values;

    object? IDictionary.this[object key]
    {
        get => key is string name && _entries.TryGetValue(name, out object? value) ? value : null;
        set => throw ReadOnly();
    }

    bool IDictionary.Contains(object key) => key is string name && _entries.ContainsKey(name);

    IDictionaryEnumerator IDictionary.GetEnumerator() => ((IDictionary)_entries).GetEnumerator();

    void IDictionary.Add(object key, object? value) => throw ReadOnly();

    void IDictionary.Clear() => throw ReadOnly();

    void IDictionary.Remove(object key) => throw ReadOnly();

    void ICollection.CopyTo(Array array, int index) => ((ICollection)_entries).CopyTo(array, index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static NotSupportedException ReadOnly() => new("An evaluated configuration is read-only; change its YAML and evaluate again.");
}
