using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>One difference between the current generation and the target.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Difference">Sort of difference.</param>
/// <param name="Detail">What differs, in a few words: <c>mode is 0600, should be 0644</c>.</param>
public sealed record Drift(ResourceId Id, DriftKind Difference, string Detail)
{
    /// <summary>Kind of the resource.</summary>
    public string Kind => Id.Kind;

    /// <summary>Path on the target.</summary>
    public string Path => Id.Key;

    /// <summary>Unified diff from the generation's content to the target's; null when content is equal or not text.</summary>
    public string? Diff { get; init; }

    /// <summary>Who owns what stands there now; null where nothing does, or where the system does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was last changed; null where that is not known, as of what is gone.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Path and detail.</summary>
    public override string ToString() => $"{Path}: {Detail}";
}

/// <summary>How a resource differs from the generation.</summary>
public enum DriftKind
{
    /// <summary>It is gone.</summary>
    Missing,

    /// <summary>Its content or link target differs.</summary>
    Content,

    /// <summary>Only its mode or owner differs.</summary>
    Metadata,

    /// <summary>Something of another kind stands there.</summary>
    Type,

    /// <summary>It cannot be looked at; the detail says why.</summary>
    Unobservable,
}
