namespace HostTools.Configuration.Expressions;

/// <summary>A map as expressions see it. Views over the configuration are lazy: a key is evaluated when it is selected.</summary>
/// <remarks>Keys are bool, long, ulong or string, as in CEL. Values are the CLR forms listed at <see cref="CelExpression"/>.</remarks>
public interface ICelMap
{
    /// <summary>Number of keys; forces no value.</summary>
    int Count { get; }

    /// <summary>The keys in order: ordinal for configuration, written order for literals. Forces no value.</summary>
    IEnumerable<object> Keys { get; }

    /// <summary>Whether the key exists; forces no value. This is what <c>has()</c> and <c>in</c> ask.</summary>
    bool ContainsKey(object key);

    /// <summary>The value of a key, evaluating it; false when there is no such key.</summary>
    bool TryGetValue(object key, out object? value);
}

/// <summary>A list as expressions see it; elements of a configuration view are evaluated when read.</summary>
public interface ICelList
{
    /// <summary>Number of elements; forces none.</summary>
    int Count { get; }

    /// <summary>The element at an index, counted from 0 and below <see cref="Count"/>.</summary>
    object? this[int index] { get; }
}

/// <summary>Finds what the root names of an expression stand for: <c>config</c>, <c>meta</c>, <c>self</c>, <c>let</c> entries and so on.</summary>
public interface ICelScope
{
    /// <summary>The value of a root name, evaluating it; false when the name is unknown here.</summary>
    bool TryResolve(string name, out object? value);
}
