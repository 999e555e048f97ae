using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Roots from a dictionary.</summary>
internal sealed class MapScope : ICelScope
{
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that win over <see cref="Values"/>, as names of a container do.</summary>
    public Dictionary<string, object?> Preferred { get; } = new(StringComparer.Ordinal);

    public bool TryResolve(string name, out object? value) => Preferred.TryGetValue(name, out value) || Values.TryGetValue(name, out value);

    /// <summary>Makes <c>a.b.c</c> readable as nested maps.</summary>
    public void AddPath(string[] path, object? value)
    {
        if (path.Length == 1)
        {
            Values[path[0]] = value;
            return;
        }

        var map = Values.TryGetValue(path[0], out object? there) && there is CelMap known ? known : new CelMap();
        Values[path[0]] = map;
        for (int i = 1; i < path.Length - 1; i++)
        {
            if (!map.TryGetValue(path[i], out object? next) || next is not CelMap below)
                map.Add(path[i], below = new CelMap());
            map = below;
        }

        if (!map.ContainsKey(path[^1]))
            map.Add(path[^1], value);
    }
}
