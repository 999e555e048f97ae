using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What an apply would do to a target, made from one observation of it. Immutable; reading it changes nothing.</summary>
public sealed class Plan
{
    internal Plan(Target target, PlanContext context, ProviderSet providers, IReadOnlyList<Change> steps, NextGeneration next)
    {
        (Target, Context, Providers, Steps, Next) = (target, context, providers, steps, next);
        Changes = [.. steps.Select(step => PlanText.Describe(step, target))];
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
    public IReadOnlyList<PlanChange> Changes { get; }

    /// <summary>Users and groups that it makes; none in a plan that was saved.</summary>
    public PlannedOwners Owners { get; init; } = PlannedOwners.None;

    /// <summary>What stands in the way, all of it; an apply is refused with exactly these. Empty for a plan that can be applied.</summary>
    public IReadOnlyList<HostError> Errors { get; init; } = [];

    /// <summary>What a person should know, without being stopped by it.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init; } = [];

    /// <summary>An apply would do something.</summary>
    public bool HasChanges => Changes.Count > 0;

    /// <summary>Nothing stands in the way of an apply.</summary>
    public bool CanApply => Errors.Count == 0;

    /// <summary>Its lines for people name and count what is only added. Not saved: it says nothing of what is done.</summary>
    public bool IsShort { get; init; }

    /// <summary>The same plan, told in short.</summary>
    public Plan InShort() => Copy(Warnings, isShort: true);

    /// <summary>The plan for people: a head line, one line a change, diffs indented, warnings and obstacles, a total. What -WhatIf prints.</summary>
    public IReadOnlyList<string> ToLines() => PlanText.Lines(this);

    /// <summary>Writes the plan as one JSON file and leases the content it needs in the target's store for 30 days.</summary>
    /// <remarks>The only thing it writes on the target is its state directory: content, and the lease that keeps it there.</remarks>
    /// <exception cref="HostToolsException">What stands in the way of the plan; Busy; PlanNotSaved when the file or the store cannot be written.</exception>
    public Task SaveAsync(string path, CancellationToken token = default) => PlanFile.SaveAsync(this, path, token);

    /// <summary>Reads a saved plan; nothing is checked against the target before it is applied.</summary>
    /// <param name="path">The file.</param>
    /// <param name="providers">Kinds of resources beyond file, directory, link and trigger; null for none.</param>
    /// <param name="token">Cancels the read.</param>
    /// <exception cref="HostToolsException">PlanNotFound, PlanTooLarge, PlanMalformed or PlanVersionUnknown.</exception>
    public static Task<Plan> LoadAsync(string path, Func<Target, IEnumerable<IProvider>>? providers = null, CancellationToken token = default) =>
        PlanFile.LoadAsync(path, providers, token);

    /// <summary>Writes plans of a machine and homes on it into one file; the content of all is leased in the machine's store.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="path">The file.</param>
    /// <param name="wait">How long to wait for others who work on the target; null not at all.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="HostToolsException">As of <see cref="SaveAsync(string, CancellationToken)"/>.</exception>
    public static Task SaveAllAsync(IReadOnlyList<Plan> plans, string path, LockWait? wait = null, CancellationToken token = default) => PlanFile.SaveAsync(plans, path, wait, token);

    /// <summary>Reads a saved file with one plan or several.</summary>
    /// <param name="path">The file.</param>
    /// <param name="providers">As of <see cref="LoadAsync"/>.</param>
    /// <param name="token">Cancels the read.</param>
    /// <exception cref="HostToolsException">As of <see cref="LoadAsync"/>.</exception>
    public static Task<IReadOnlyList<Plan>> LoadAllAsync(string path, Func<Target, IEnumerable<IProvider>>? providers = null, CancellationToken token = default) =>
        PlanFile.LoadAllAsync(path, providers, token);

    /// <summary>The head line of the plan.</summary>
    public override string ToString() => ToLines()[0];

    /// <summary>The same plan with something more that a person should know.</summary>
    public Plan Warned(PlanWarning warning) => Copy([.. Warnings, warning], IsShort);

    private Plan Copy(IReadOnlyList<PlanWarning> warnings, bool isShort) => new(Target, Context, Providers, Steps, Next)
    {
        Id = Id,
        CreatedAt = CreatedAt,
        ToolVersion = ToolVersion,
        BaseGeneration = BaseGeneration,
        RestoredGeneration = RestoredGeneration,
        Owners = Owners,
        Errors = Errors,
        Warnings = warnings,
        IsShort = isShort,
    };

    internal ProviderSet Providers { get; }

    /// <summary>A hash in it is keyed.</summary>
    internal bool BearsSecrets => Steps.Any(static step => step.Before is PathState { IsPrivate: true } || step.After is PathState { IsPrivate: true })
        || Next.Entries.Any(static entry => entry.Applied is PathState { IsPrivate: true });

    internal IReadOnlyList<Change> Steps { get; }

    internal NextGeneration Next { get; }

    /// <summary>Content that may not be in the store yet.</summary>
    internal IEnumerable<FileContent> Content() => Steps.SelectMany(static step => step.Content)
        .Concat(Next.Entries.SelectMany(entry => Providers.Of(entry.Resource).ContentOf(entry.Resource)))
        .DistinctBy(static content => content.Hash);
}
