using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>What a generation holds: every resource with the state it was given.</summary>
/// <param name="Header">What it is and where it came from.</param>
/// <param name="Entries">Its resources.</param>
internal sealed record Manifest(Generation Header, IReadOnlyList<ManifestEntry> Entries)
{
    /// <summary>
    /// It was written on this machine. State inside a folder may have come with the folder, planted by whoever made it; commands in it are
    /// run only when it is ours.
    /// </summary>
    public required bool IsFromHere { get; init; }
}

/// <summary>One resource of a generation.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Applied">The state it was given.</param>
/// <param name="IsImplied">Nobody declared it.</param>
internal sealed record ManifestEntry(Resource Resource, ResourceState Applied, bool IsImplied);

/// <summary>What was there before it became ours, while a generation is current. Kept apart from the manifest: it says what comes back.</summary>
/// <param name="States">States by resource; absent for what we made.</param>
/// <param name="Kept">Versions made by hand that gave way to the generation.</param>
internal sealed record Originals(IReadOnlyDictionary<ResourceId, ResourceState> States, IReadOnlyList<(ResourceId Id, ResourceState State)> Kept)
{
    public static Originals None { get; } = new(new Dictionary<ResourceId, ResourceState>(), []);
}

/// <summary>All that committing a plan writes.</summary>
internal sealed record NextGeneration(IReadOnlyList<ManifestEntry> Entries, Originals Originals)
{
    public static NextGeneration Empty { get; } = new([], Originals.None);
}
