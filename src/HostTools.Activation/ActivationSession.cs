using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Plans, applies and inspects one target: the way into this room.</summary>
/// <remarks>Cheap to make, holds nothing open between calls. Planning and reading are thread-safe; applying takes the target's lock.</remarks>
/// <param name="target">What is worked on.</param>
/// <param name="clock">Dates generations and leases.</param>
/// <param name="processes">Runs triggers.</param>
/// <param name="providers">Kinds of resources beyond file, directory, link and trigger; null for none.</param>
public sealed class ActivationSession(Target target, IClock clock, IProcessRunner processes, IEnumerable<IProvider>? providers = null)
{
    /// <summary>What is worked on.</summary>
    public Target Target { get; } = target;

    /// <summary>The generations of the target.</summary>
    public GenerationList Generations { get; } = new(target, clock);

    /// <summary>An interrupted apply that waits for repair; null when there is none. Planning still works and warns, applying repairs first.</summary>
    /// <exception cref="HostToolsException">JournalVersionUnknown or JournalDamaged.</exception>
    public OpenTransaction? OpenTransaction => throw new NotImplementedException();

    /// <summary>Compares what is wanted with the target. Writes nothing, not even state.</summary>
    /// <returns>The plan; what stands in its way is in <see cref="Plan.Errors"/>, so that it can be shown together with the rest.</returns>
    /// <exception cref="HostToolsException">All errors of the desired state together: DuplicateResource, DependencyCycle, UnknownDependency,
    /// UnknownTrigger, UnknownKind, InvalidPath, PathDeclaredTwice, PathBelowFile, SourceUnreadable.</exception>
    public Task<Plan> PlanAsync(ResourceSet desired, PlanContext context, CancellationToken token = default) =>
        throw new NotImplementedException();

    /// <summary>Plans the way back, or forward, to a kept generation; needs no configuration tree.</summary>
    /// <param name="generation">Its number.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Cancels; nothing was written.</param>
    /// <exception cref="HostToolsException">GenerationNotFound, which names those there are; ContentMissing when the store lost what it needs.</exception>
    public Task<Plan> PlanRestoreAsync(int generation, string user, CancellationToken token = default) => throw new NotImplementedException();

    /// <summary>Applies a plan as one transaction: afterwards the target is at the new generation, or as it was before.</summary>
    /// <exception cref="HostToolsException">Before any write: the plan's own errors, PlanStale, WrongTarget, Busy.
    /// After an undo: what failed, and what the undo could not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and undone.</exception>
    public Task<ApplyResult> ApplyAsync(
        Plan plan, ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        throw new NotImplementedException();

    /// <summary>Compares the current generation with the target: what was changed by hand. Empty on a target that was never applied to.</summary>
    public Task<IReadOnlyList<Drift>> DriftAsync(CancellationToken token = default) => throw new NotImplementedException();

    /// <summary>Puts an interrupted apply right; null when there was none.</summary>
    /// <exception cref="HostToolsException">Busy; CannotGoForward; what the repair could not do.</exception>
    public Task<RepairResult?> RepairAsync(
        RepairDirection direction, IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        throw new NotImplementedException();
}
