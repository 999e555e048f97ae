using System.Collections;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A value that one configuration has otherwise than another, or not at all.</summary>
/// <param name="Name">Dotted path; names that are no identifiers are quoted.</param>
/// <param name="Difference">Sort of difference, seen from the first to the second.</param>
public sealed record ConfigDifference(string Name, ConfigDifferenceKind Difference)
{
    /// <summary>Value of the first; null when it has none, or has null.</summary>
    public object? Before { get; init; }

    /// <summary>Value of the second; null when it has none, or has null.</summary>
    public object? After { get; init; }

    /// <summary>Where the second defines it; where the first did when the second has none. Empty for a default.</summary>
    public IReadOnlyList<Origin> Origins { get; init; } = [];

    /// <summary>Compares two evaluated configurations value by value, in ordinal order; maps are walked into, lists are one value.</summary>
    public static IReadOnlyList<ConfigDifference> Between(HostConfig first, HostConfig second)
    {
        var found = new List<ConfigDifference>();
        Compare(first, second, first.Values, second.Values, [], found);
        return found;
    }

    private static void Compare(HostConfig first, HostConfig second, ConfigMap before, ConfigMap after, string[] path, List<ConfigDifference> found)
    {
        foreach (string name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            string[] at = [.. path, name];
            bool had = before.TryGetValue(name, out object? was);
            bool has = after.TryGetValue(name, out object? now);
            if (had && has)
            {
                if (was is ConfigMap { Count: > 0 } older && now is ConfigMap { Count: > 0 } newer)
                    Compare(first, second, older, newer, at, found);
                else if (!Equal(was, now))
                    found.Add(Describe(first, second, at, had, has, was, now));
            }
            else if (!OneSided(first, second, at, had, was ?? now, found))
            {
                found.Add(Describe(first, second, at, had, has, was, now));
            }
        }
    }

    /// <summary>What only one has: the values below that somebody wrote. False when nobody wrote any, so that the whole is one difference.</summary>
    private static bool OneSided(HostConfig first, HostConfig second, string[] path, bool had, object? value, List<ConfigDifference> found)
    {
        if (value is not ConfigMap { Count: > 0 } map)
            return false;
        int before = found.Count;
        foreach ((string name, object? inner) in map)
        {
            string[] at = [.. path, name];
            if (!OneSided(first, second, at, had, inner, found) && (had ? first : second).OriginsOf(at).Count > 0 && inner is not ConfigMap { Count: 0 })
                found.Add(Describe(first, second, at, had, !had, had ? inner : null, had ? null : inner));
        }

        return found.Count > before;
    }

    private static ConfigDifference Describe(HostConfig first, HostConfig second, string[] path, bool had, bool has, object? was, object? now) =>
        new(Options.OptionPath.Join(path), !had ? ConfigDifferenceKind.Added : has ? ConfigDifferenceKind.Changed : ConfigDifferenceKind.Removed)
        {
            Before = was,
            After = now,
            Origins = (has ? second : first).OriginsOf(path),
        };

    private static bool Equal(object? first, object? second) => (first, second) switch
    {
        (ConfigMap a, ConfigMap b) => a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out object? other) && Equal(pair.Value, other)),
        (string a, string b) => a == b,
        (IEnumerable a and not string, IEnumerable b and not string) when a is not ConfigMap && b is not ConfigMap =>
            a.Cast<object?>().SequenceEqual(b.Cast<object?>(), EqualValues.Instance),
        _ => Equals(first, second),
    };

    private sealed class EqualValues : IEqualityComparer<object?>
    {
        public static EqualValues Instance { get; } = new();

        bool IEqualityComparer<object?>.Equals(object? first, object? second) => Equal(first, second);

        public int GetHashCode(object? value) => 0;
    }
}

/// <summary>How a value differs from the first configuration to the second.</summary>
public enum ConfigDifferenceKind
{
    /// <summary>Only the second has it.</summary>
    Added,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Both have it, with another value.</summary>
    Changed,
}
