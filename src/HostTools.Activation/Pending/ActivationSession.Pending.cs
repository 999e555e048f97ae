using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

public sealed partial class ActivationSession
{
    /// <summary>What the next start of the machine applies, or a start could not; null for neither, and for a home.</summary>
    /// <exception cref="HostToolsException">PendingDamaged.</exception>
    public PendingApply? Pending => Target.Machine is null ? TargetGuard.Run(Target, () => PendingFile.Find(Target)) : null;

    /// <summary>There is something of it, also where it does not count any more.</summary>
    public bool IsAnyPending => Target.Machine is null && TargetGuard.Run(Target, () => PendingFile.IsAny(Target));

    /// <summary>The machine has started since, so that it is to be applied.</summary>
    public bool IsDue(PendingApply pending) => pending.Failure is null && pending.Start != StartId;

    /// <summary>Has the next start of the machine apply plans of it and of its homes; what waited before gives way. Nothing is applied now.</summary>
    /// <param name="plans">The machine's plan first.</param>
    /// <param name="token">Ends a wait for others.</param>
    /// <exception cref="HostToolsException">The plans' errors; WrongTarget; PlanStale; Busy; ConfirmationPending; OpenJournal.</exception>
    public Task<PendingApply> DeferAsync(IReadOnlyList<(ActivationSession Session, Plan Plan)> plans, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        PlanContext context = plans[0].Plan.Context;
        using StateLock held = await LockAsync(context.User, "leaving an apply to the next start", token).ConfigureAwait(false);
        if (IsInterrupted)
            throw new HostToolsException(ActivationErrors.OpenJournal(Target.ToString()));
        if (ConfirmationMarker.Find(Target) is { Confirmation: { IsTest: false } waiting })
            throw new HostToolsException(ActivationErrors.ConfirmationPending(Target.ToString(), waiting));
        foreach ((ActivationSession session, Plan plan) in plans)
            await session.RequireFreshAsync(plan, token).ConfigureAwait(false);
        Plan[] wanted = [.. plans.Select(static member => member.Plan)];
        PendingFile.Remove(Target);
        PlanFile.Stage(wanted, Target, Lease.UntilRemoved);
        int stays = ConfirmationMarker.TestOf(Target)?.BaseGeneration ?? new GenerationFiles(Target).CurrentNumber();
        var pending = new PendingApply(StartId, Now, context.User, context.HostName, context.Variant, stays) { Plans = [.. wanted.Select(static plan => plan.Id)] };
        PendingFile.Write(Target, pending, wanted);
        return pending;
    });

    /// <summary>Plans what waits for a start, for the machine as it is now.</summary>
    /// <param name="token">Cancels; nothing was written.</param>
    /// <exception cref="HostToolsException">As of <see cref="PlanAsync(ResourceSet, PlanContext, CancellationToken)"/>; WrongTarget.</exception>
    public Task<IReadOnlyList<(ActivationSession Session, Plan Plan)>> PlanPendingAsync(CancellationToken token = default) =>
        TargetGuard.RunAsync<IReadOnlyList<(ActivationSession, Plan)>>(Target, async () =>
        {
            var plans = new List<(ActivationSession, Plan)>();
            foreach (Plan asked in PendingFile.Plans(Target, ProvidersOf))
            {
                ActivationSession session = asked.Target.Machine is null ? this : OfTarget(asked.Target);
                PlanCheck.RequireTarget(asked, session.Target);
                plans.Add((session, await session.PlanWantedAsync(asked, token).ConfigureAwait(false)));
            }

            return plans;
        });

    /// <summary>Nothing is left to the next start any more.</summary>
    /// <returns>What was; null for nothing that can be read.</returns>
    /// <param name="user">Who says so.</param>
    /// <param name="token">Ends a wait for others.</param>
    /// <exception cref="HostToolsException">Busy.</exception>
    public Task<PendingApply?> DropPendingAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        using StateLock held = await LockAsync(user, "forgetting what was left to the next start", token).ConfigureAwait(false);
        PendingApply? pending = PendingFile.Known(Target);
        PendingFile.Remove(Target);
        return pending;
    });

    /// <summary>Notes why a start did not apply what waited for it, so that no later one tries again.</summary>
    public void FailPending(PendingApply pending, string failure) => TargetGuard.Run(Target, () =>
    {
        PendingFile.Fail(Target, pending, failure);
        return true;
    });

    private Task<Plan> PlanWantedAsync(Plan asked, CancellationToken token) => TargetGuard.RunAsync(Target, () =>
    {
        Resource[] desired = [.. asked.Next.Entries.Where(static entry => !entry.IsImplied).Select(static entry => entry.Resource)];
        return PlanAsync(desired, asked.Context, asked.RestoredGeneration, trustsDesired: true, token);
    });
}
