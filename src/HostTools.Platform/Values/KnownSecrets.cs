using System.Collections.Concurrent;

namespace HostTools.Platform;

/// <summary>Values that this process got as secrets: what programs say is shown without them. Thread-safe.</summary>
public static class KnownSecrets
{
    // What is shorter stands in many words, and hiding it would tell more than it hides.
    private const int ShortestValue = 4;
    private const int ShortestLine = 8;

    private static readonly ConcurrentDictionary<string, string> s_names = new(StringComparer.Ordinal);

    /// <summary>Remembers a value, and the lines of one that has several: programs quote single lines.</summary>
    /// <param name="name">Name of the secret, shown in its place.</param>
    /// <param name="value">The value as it may be written.</param>
    public static void Add(string name, string value)
    {
        if (value.Length >= ShortestValue)
            s_names[value] = name;
        foreach (string line in value.Split('\n', StringSplitOptions.TrimEntries).Where(static line => line.Length >= ShortestLine))
            s_names[line] = name;
    }

    /// <summary>A text with names in place of values, the longest values first.</summary>
    public static string Hide(string text)
    {
        foreach ((string value, string name) in s_names.OrderByDescending(static pair => pair.Key.Length))
            text = text.Replace(value, $"(secret '{name}')", StringComparison.Ordinal);
        return text;
    }
}
