using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>What a provider is asked to look at.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Desired">The wish; null when it is no longer declared.</param>
/// <param name="Recorded">What the current generation says; null when it is new.</param>
public sealed record Question(ResourceId Id, Resource? Desired, Recorded? Recorded)
{
    /// <summary>Users and groups that the same plan makes, so that other things can belong to them.</summary>
    public PlannedOwners Owners { get; init; } = PlannedOwners.None;

    /// <summary>What the same plan does to resources of the kinds that come before; empty where nothing is planned, as for drift.</summary>
    public IReadOnlyList<Change> Earlier { get; init; } = [];

    /// <summary>What stands there may hold secrets; null lets the wish and the record tell.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>What a plan saw when it was made and asks about again; null otherwise.</summary>
    public ResourceState? Seen { get; init; }
}

/// <summary>What a provider saw. Providers derive from it to carry what their comparison needs.</summary>
/// <param name="Id">The resource.</param>
/// <param name="State">How it is; absent is a state. Meaningless when it could not be observed.</param>
public abstract record Observation(ResourceId Id, ResourceState State)
{
    /// <summary>Why it could not be looked at; null when it could.</summary>
    public string? Unobservable { get; init; }

    /// <summary>Worth knowing whenever a plan is made, although nothing of it changes; null for nothing.</summary>
    public PlanWarning? Warning { get; init; }
}

/// <summary>What the current generation says about a resource.</summary>
/// <param name="Resource">The resource as it was applied.</param>
/// <param name="Applied">The state it was given.</param>
/// <param name="Original">What was there before it was ours; null when that is not known.</param>
/// <param name="IsImplied">Nobody declared it; it is a directory that something else needed.</param>
public sealed record Recorded(Resource Resource, ResourceState Applied, ResourceState? Original, bool IsImplied)
{
    /// <summary>Everything goes, not only this: what otherwise is left to the user goes as well while it is as we made it.</summary>
    public bool IsRemoval { get; init; }
}
