using System.Collections.Concurrent;

namespace HostTools.Platform;

/// <summary>Environment variables of this process that hold secrets: no program that is started gets them. Thread-safe.</summary>
public static class HiddenVariables
{
    private static readonly ConcurrentDictionary<string, bool> s_names = new(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => s_names.Keys;

    /// <summary>From now on the variable is passed to nobody.</summary>
    public static void Add(string name) => s_names[name] = true;
}
