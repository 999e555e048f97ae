namespace HostTools.Configuration;

/// <summary>What is known of a host before evaluation; <c>imports</c> may use nothing else but parameters.</summary>
/// <param name="Hostname">The host's folder name.</param>
/// <param name="System">Architecture and kernel, for example <c>x86_64-linux</c>.</param>
/// <param name="StateVersion">Version of defaults the host was made with; never changed by hand.</param>
/// <param name="Users">Users of the host, in the header's order.</param>
/// <param name="Target">host, container, wsl, vm or home.</param>
public sealed record HostMeta(string Hostname, string System, string StateVersion, IReadOnlyList<string> Users, string Target)
{
    /// <summary>First part of <see cref="System"/>, for example <c>x86_64</c>.</summary>
    public string Arch => System.Split('-', 2)[0];

    /// <summary>Second part of <see cref="System"/>, for example <c>linux</c>.</summary>
    public string Os => System.Contains('-') ? System.Split('-', 2)[1] : string.Empty;

    /// <summary>The user whose home is evaluated; null on the machine level.</summary>
    public string? User { get; init; }

    /// <summary>The variant of the host that is evaluated; null for the host itself.</summary>
    public string? Variant { get; init; }
}
