using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What was seen of a model on a target.</summary>
public sealed record ModelObservation : Observation
{
    internal ModelObservation(ResourceId id, ModelState state)
        : base(id, state)
    {
    }

    internal ModelState Model => (ModelState)State;

    /// <summary>The views it is in.</summary>
    internal IReadOnlyList<ViewWish> Views { get; init; } = [];

    /// <summary>The version that is meant; null when that is not known.</summary>
    internal string? Wanted { get; init; }

    /// <summary>Bytes that are not in the store.</summary>
    internal long Missing { get; init; }

    /// <summary>The lock file beside the configuration does not have it, and could.</summary>
    internal bool IsUnlocked { get; init; }

    /// <summary>Why nothing can be planned; null when something can.</summary>
    internal HostError? Problem { get; init; }
}
