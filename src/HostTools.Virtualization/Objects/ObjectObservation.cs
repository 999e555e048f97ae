using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What was seen of a network or a storage pool.</summary>
internal sealed record ObjectObservation(ResourceId Id, ObjectState Seen) : Observation(Id, Seen)
{
    /// <summary>Why nothing can be planned; null when something can.</summary>
    public HostError? Problem { get; init; }
}
