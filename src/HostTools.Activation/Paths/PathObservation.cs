using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What was seen at a path, with all that comparing needs.</summary>
internal sealed record PathObservation(ResourceId Id, PathState Path) : Observation(Id, Path)
{
    /// <summary>Content that stands there; null when it was not needed or is too large.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Content wanted; null when it was not needed or is too large.</summary>
    public byte[]? WantedContent { get; init; }

    /// <summary>Hash and size of the content wanted; null when no file is wanted.</summary>
    public (string Hash, long Size)? Wanted { get; init; }

    /// <summary>Why the wanted content cannot be had; null when it can.</summary>
    public string? SourceProblem { get; init; }

    /// <summary>Why the wanted secrets cannot be had; none when they can.</summary>
    public IReadOnlyList<HostError> Errors { get; init; } = [];

    /// <summary>What declared keys make of the file; null when none of its keys are ours.</summary>
    public Keys.KeyChange? Keys { get; init; }

    /// <summary>What kept it from being looked at; null when nothing did.</summary>
    public Platform.RootIOException? Failure { get; init; }

    /// <summary>Owners can be given on its target.</summary>
    public bool GivesOwners { get; init; }

    /// <summary>The owner that is wished for.</summary>
    public OwnerWish Owner { get; init; } = OwnerWish.None;

    /// <summary>Link text that leads to the wanted content in the store.</summary>
    public string? StoreLink { get; init; }
}
