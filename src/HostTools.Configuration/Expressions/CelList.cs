using System.Collections;

namespace HostTools.Configuration.Expressions;

/// <summary>A list whose elements are known values.</summary>
public sealed class CelList : ICelList, IReadOnlyList<object?>
{
    private readonly IReadOnlyList<object?> _items;

    private CelList(IReadOnlyList<object?> items) => _items = items;

    /// <summary>The list without elements.</summary>
    public static CelList Empty { get; } = new([]);

    /// <inheritdoc cref="ICelList.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc cref="ICelList.this"/>
    public object? this[int index] => _items[index];

    /// <summary>Wraps elements without copying; the caller no longer changes them.</summary>
    public static CelList From(IReadOnlyList<object?> items) => items.Count == 0 ? Empty : new(items);

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
