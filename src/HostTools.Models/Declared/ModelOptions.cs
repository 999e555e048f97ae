using System.Globalization;
using HostTools.Configuration;

namespace HostTools.Models;

/// <summary>Values of a group of options, whose types the configuration has checked.</summary>
internal sealed class ModelOptions(ConfigMap values)
{
    public ConfigMap? Map(string key) => values.GetValueOrDefault(key) as ConfigMap;

    /// <summary>Text of a value below; null when it is null or absent.</summary>
    public string? Text(params string[] path) => Value(path) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    public bool Flag(params string[] path) => Value(path) is true;

    /// <summary>True, false, or null for neither.</summary>
    public bool? Choice(params string[] path) => Value(path) as bool?;

    /// <summary>A number, a size in bytes or a duration; null when it is null or absent.</summary>
    public T? Of<T>(params string[] path)
        where T : struct => Value(path) is T found ? found : null;

    /// <summary>A secret, or text with one in it; null for neither.</summary>
    public object? Secret(params string[] path) => Value(path) is var value and not string ? value : null;

    public IReadOnlyList<string> Texts(params string[] path) => Value(path) is IReadOnlyList<object?> list ? [.. list.OfType<string>()] : [];

    public IEnumerable<ModelOptions> Maps(params string[] path) => Value(path) is IReadOnlyList<object?> list ? list.OfType<ConfigMap>().Select(static map => new ModelOptions(map)) : [];

    public Uri? Address(params string[] path) => Text(path) switch
    {
        null => null,
        var text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw new FormatException($"'{text}' is no address."),
    };

    private object? Value(string[] path)
    {
        object? value = values;
        foreach (string part in path)
            value = (value as ConfigMap)?.GetValueOrDefault(part);
        return value;
    }
}
