using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What was seen of a machine.</summary>
public sealed record VmObservation : Observation
{
    internal VmObservation(ResourceId id, VmState state)
        : base(id, state)
    {
    }

    internal VmState Vm => (VmState)State;

    /// <summary>What it shall be on this host; null when it is not wanted, or cannot be said.</summary>
    internal VmState? Wanted { get; init; }

    /// <summary>It runs.</summary>
    internal bool IsRunning { get; init; }

    /// <summary>Why nothing can be planned; null when something can.</summary>
    internal HostError? Problem { get; init; }

    /// <summary>What is worth knowing.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];
}
