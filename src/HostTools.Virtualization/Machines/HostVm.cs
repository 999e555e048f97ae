using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>A virtual machine: what libvirt has of it, and whether a configuration declares it.</summary>
/// <param name="Name">Its name for libvirt.</param>
/// <param name="State">What it does now.</param>
public sealed record HostVm(string Name, VmRunState State)
{
    /// <summary>Its identity; null before it is defined.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Its most memory.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Its processors.</summary>
    public int? Processors { get; init; }

    /// <summary>It starts with the host.</summary>
    public bool IsAutostart { get; init; }

    /// <summary>libvirt keeps its definition when it is off.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>It was defined from a configuration.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether the configuration that was looked at declares it.</summary>
    public VmDeclaration Declaration { get; init; }

    /// <summary>It runs otherwise than it is defined.</summary>
    public bool NeedsRestart => RestartReasons.Count > 0;

    /// <summary>What is otherwise, each with what runs and what is defined.</summary>
    public IReadOnlyList<string> RestartReasons { get; init; } = [];

    /// <summary>What its agent says of the guest; null when it was not asked, or does not answer.</summary>
    public VmGuest? Guest { get; init; }

    /// <summary>Address of the libvirt that has it.</summary>
    public required string ConnectionUri { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>What a machine does now.</summary>
public enum VmRunState
{
    /// <summary>It is declared, and libvirt does not have it.</summary>
    Undefined,

    /// <summary>It is off.</summary>
    Off,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its processors stand still until it is resumed.</summary>
    Paused,

    /// <summary>It sleeps, as the guest's power management has it.</summary>
    Suspended,

    /// <summary>It goes down.</summary>
    ShuttingDown,

    /// <summary>It ended by a failure.</summary>
    Crashed,

    /// <summary>libvirt does not tell.</summary>
    Unknown,
}

/// <summary>Whether a configuration has a machine.</summary>
public enum VmDeclaration
{
    /// <summary>No configuration was looked at.</summary>
    NotAsked,

    /// <summary>It has it.</summary>
    Declared,

    /// <summary>It does not.</summary>
    NotDeclared,
}

/// <summary>What an agent says of the guest it runs in.</summary>
/// <param name="AgentVersion">Version of the agent.</param>
/// <param name="System">Pretty name of the operating system; null where it does not tell.</param>
/// <param name="Users">Who is logged in.</param>
/// <param name="Interfaces">Its network interfaces with their addresses.</param>
public sealed record VmGuest(string AgentVersion, string? System, IReadOnlyList<GuestUser> Users, IReadOnlyList<GuestInterface> Interfaces)
{
    /// <summary>Addresses by which it can be reached: none of its own loopback, none that hold on one link only.</summary>
    public IReadOnlyList<string> Addresses => [.. Interfaces.SelectMany(static card => card.Addresses).Select(static address => address.Split('/')[0]).Where(GuestAddress.IsReachable)];
}
