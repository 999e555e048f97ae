using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>A resource that one generation has otherwise than another, or not at all.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Difference">Sort of difference, seen from the first to the second.</param>
/// <param name="Detail">What differs, in a few words.</param>
public sealed record GenerationDifference(ResourceId Id, DifferenceKind Difference, string Detail)
{
    /// <summary>Kind of the resource.</summary>
    public string Kind => Id.Kind;

    /// <summary>Path on the target; for what is no file, its name.</summary>
    public string Path => Id.Key;

    /// <summary>Unified diff of the content; null when it is equal, not text, or no longer in the store.</summary>
    public string? Diff { get; init; }

    /// <summary>Sort, kind and path.</summary>
    public override string ToString() => $"{Difference} {Kind} {Path}: {Detail}";
}

/// <summary>How something differs from the first to the second.</summary>
public enum DifferenceKind
{
    /// <summary>Only the second has it.</summary>
    Added,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Both have it, with another state.</summary>
    Changed,
}
