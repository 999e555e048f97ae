using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What an apply would do to a target, made from one observation of it. Immutable; reading it changes nothing.</summary>
public sealed class Plan
{
    internal Plan(Target target, PlanContext context)
    {
        (Target, Context) = (target, context);
    }

    /// <summary>Version 4 or later random name of the plan, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it was made for.</summary>
    public Target Target { get; }

    /// <summary>Where the desired state came from.</summary>
    public PlanContext Context { get; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version of HostTools that made it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Generation that was current when it was made; 0 when there was none.</summary>
    public required int BaseGeneration { get; init; }

    /// <summary>Generation whose state comes back; null when the desired state is a configuration.</summary>
    public int? RestoredGeneration { get; init; }

    /// <summary>What happens, ordered by path, commands last. Empty when the target is as wanted.</summary>
    public IReadOnlyList<PlanChange> Changes { get; init; } = [];

    /// <summary>What stands in the way, all of it; an apply is refused with exactly these. Empty for a plan that can be applied.</summary>
    public IReadOnlyList<HostError> Errors { get; init; } = [];

    /// <summary>What a person should know, without being stopped by it.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init; } = [];

    /// <summary>An apply would do something.</summary>
    public bool HasChanges => Changes.Count > 0;

    /// <summary>Nothing stands in the way of an apply.</summary>
    public bool CanApply => Errors.Count == 0;

    /// <summary>The plan for people: a head line, one line a change, diffs indented, warnings and obstacles, a total. What -WhatIf prints.</summary>
    public IReadOnlyList<string> ToLines() => throw new NotImplementedException();

    /// <summary>Writes the plan as one JSON file and leases the content it needs in the target's store for 30 days.</summary>
    /// <exception cref="HostToolsException">PlanNotSaved when the file or the store cannot be written.</exception>
    public Task SaveAsync(string path, CancellationToken token = default) => throw new NotImplementedException();

    /// <summary>Reads a saved plan; nothing is checked against the target before it is applied.</summary>
    /// <exception cref="HostToolsException">PlanNotFound, PlanTooLarge, PlanMalformed or PlanVersionUnknown.</exception>
    public static Task<Plan> LoadAsync(string path, CancellationToken token = default) => throw new NotImplementedException();
}
