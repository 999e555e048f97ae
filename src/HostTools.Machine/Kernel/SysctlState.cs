using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Kernel;

/// <summary>Values of the kernel, by their files below /proc/sys.</summary>
/// <param name="Values">None when the kernel has no such setting.</param>
internal sealed record SysctlState(IReadOnlyDictionary<string, string> Values) : ResourceState
{
    /// <summary>The kernel has no such setting.</summary>
    public static SysctlState Absent { get; } = new(new SortedDictionary<string, string>(StringComparer.Ordinal));

    /// <inheritdoc/>
    public override bool IsAbsent => Values.Count == 0;

    /// <inheritdoc/>
    public override string Hash => string.Join('\n', Values.Select(static pair => $"{pair.Key}={pair.Value}"));

    /// <summary>All of them with one value.</summary>
    public SysctlState With(string value) => Of(Values.Select(pair => new KeyValuePair<string, string>(pair.Key, value)));

    /// <summary>Only what the kernel still has.</summary>
    public SysctlState In(SysctlState now) => Of(Values.Where(pair => now.Values.ContainsKey(pair.Key)));

    /// <summary>Each of these values is what the kernel says, in its words.</summary>
    public bool IsMetBy(SysctlState now) => Values.All(pair => now.Values.TryGetValue(pair.Key, out string? found) && IsSame(pair.Value, found));

    /// <summary>Lines that differ, for people.</summary>
    public static string DiffOf(SysctlState from, SysctlState to) => string.Join('\n', to.Values
        .Where(pair => from.Values.GetValueOrDefault(pair.Key) is not { } old || !IsSame(pair.Value, old))
        .SelectMany(pair => (string[])[.. from.Values.TryGetValue(pair.Key, out string? old) ? [$"-{pair.Key} = {old}"] : Array.Empty<string>(), $"+{pair.Key} = {pair.Value}"]));

    public static SysctlState Of(IEnumerable<KeyValuePair<string, string>> values) =>
        new(new SortedDictionary<string, string>(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("values");
        foreach ((string name, string value) in Values)
            writer.WriteStringValue($"{name}={value}");
        writer.WriteEndArray();
    }

    public static SysctlState Read(JsonElement json) => Of(json.Texts("values")
        .Select(static text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && SysctlResource.IsName(SysctlResource.Swapped(text[..at])) && !text[..at].Contains('*', StringComparison.Ordinal)
            ? new KeyValuePair<string, string>(text[..at], text[(at + 1)..]) : throw new FormatException($"has '{text}' where a setting of the kernel is expected")));

    public bool Equals(SysctlState? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <summary>The kernel separates numbers by tabs, and of several numbers the first ones alone can be given.</summary>
    private static bool IsSame(string wanted, string found)
    {
        string[] parts = wanted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), now = found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.SequenceEqual(now, StringComparer.Ordinal) ||
            (parts.Length < now.Length && now.All(static number => long.TryParse(number, out _)) && parts.Length > 0 && parts.SequenceEqual(now.Take(parts.Length), StringComparer.Ordinal));
    }
}
