namespace HostTools.Virtualization;

/// <summary>What can be waited for.</summary>
public enum VmGoal
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is off.</summary>
    Off,

    /// <summary>The agent in the guest answers.</summary>
    Agent,

    /// <summary>The guest has an address in a network.</summary>
    Address,
}

/// <summary>A machine that got to where somebody waited for it.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Reached">What was waited for.</param>
/// <param name="State">What it does.</param>
/// <param name="Addresses">Addresses of the guest, where these were waited for.</param>
/// <param name="After">How long that took.</param>
/// <param name="ConnectionUri">Address of the libvirt that has it.</param>
public sealed record HostVmReached(string Name, VmGoal Reached, VmRunState State, IReadOnlyList<string> Addresses, Platform.Duration After, string ConnectionUri);
