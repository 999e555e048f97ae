using HostTools.Configuration;
using HostTools.Machine;

namespace HostTools.Virtualization;

/// <summary>Values of a group of options, whose types the configuration has checked.</summary>
internal sealed class VmOptions(ConfigMap values)
{
    /// <summary>Text of a value below; null when it is null or absent.</summary>
    public string? Text(params string[] path) => Value(path)?.ToString();

    public bool Flag(params string[] path) => Value(path) is true;

    public bool Has(params string[] path) => Value(path) is not null;

    /// <summary>A whole number; 0 when absent.</summary>
    public long Number(params string[] path) => Value(path) as long? ?? 0;

    public IReadOnlyList<string> Texts(params string[] path) => Value(path) is IReadOnlyList<object?> list ? [.. list.OfType<string>()] : [];

    public IEnumerable<KeyValuePair<string, string>> Pairs(string key) => Entries(key).Where(static pair => pair.Value is string).Select(static pair => KeyValuePair.Create(pair.Key, (string)pair.Value!));

    public IEnumerable<(string Name, VmOptions Values)> Maps(string key) => Entries(key).Where(static pair => pair.Value is ConfigMap).Select(static pair => (pair.Key, new VmOptions((ConfigMap)pair.Value!)));

    /// <summary>Everything below a group, in the order of its names.</summary>
    public IEnumerable<KeyValuePair<string, object?>> All(string key) => Entries(key);

    /// <summary>The maps of a list.</summary>
    public IEnumerable<ConfigMap> Items(params string[] path) => Value(path) is IReadOnlyList<object?> list ? list.OfType<ConfigMap>() : [];

    private IEnumerable<KeyValuePair<string, object?>> Entries(string key) => Value([key]) is ConfigMap map ? map.OrderBy(static pair => pair.Key, StringComparer.Ordinal) : [];

    private object? Value(string[] path)
    {
        object? value = values;
        foreach (string part in path)
            value = (value as ConfigMap)?.GetValueOrDefault(part);
        return value;
    }
}
