using System.Text.RegularExpressions;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Kernel;

/// <summary>A setting of the running kernel; the file that gives it to the next one is a resource of its own.</summary>
/// <param name="Name">Its dotted name; a star in a part of it stands for all that fit, as in sysctl.d.</param>
internal sealed partial record SysctlResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "sysctl";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>Its value as it is written.</summary>
    public required string Value { get; init; }

    /// <summary>Names that have a value of their own, which the stars leave out.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>A kernel that refuses the value does not stop anything.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name from either of the two spellings of sysctl.d(5): the first separator decides which the others are.</summary>
    public static string NameOf(string written) =>
        written.IndexOfAny(['.', '/']) is >= 0 and var first && written[first] == '/' ? Swapped(written) : written;

    /// <summary>Dots and slashes change places: <c>net.ipv4.conf.eth0/7.forwarding</c> is /proc/sys/net/ipv4/conf/eth0.7/forwarding.</summary>
    public static string Swapped(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (int at = 0; at < from.Length; at++)
            to[at] = from[at] switch { '.' => '/', '/' => '.', var other => other };
    });

    /// <summary>No name leads out of the folder of settings.</summary>
    public static bool IsName(string name) => Shape().IsMatch(name);

    /// <inheritdoc/>
    public bool Equals(SysctlResource? other) =>
        base.Equals(other) && Name == other.Name && Value == other.Value && IsOptional == other.IsOptional && Except.SequenceEqual(other.Except, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Value);

    [GeneratedRegex(@"\A[A-Za-z0-9_*-]+([./][A-Za-z0-9_*-]+)+\z")]
    private static partial Regex Shape();
}
