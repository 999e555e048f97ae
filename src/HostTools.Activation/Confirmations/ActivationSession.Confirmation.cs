using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Activation;

public sealed partial class ActivationSession
{
    /// <summary>The apply that waits to be confirmed, or to be taken back; null when none does.</summary>
    /// <exception cref="HostToolsException">ConfirmationDamaged.</exception>
    public Confirmation? Unconfirmed => TargetGuard.Run(Target, () => ConfirmationMarker.Find(Target)?.Confirmation);

    /// <summary>Its time is over, or the machine has started again: the next apply, rollback or repair takes it back first.</summary>
    public bool IsExpired(Confirmation confirmation) => confirmation.Start is { } start ? start != StartId : _clock.UtcNow >= confirmation.Until;

    /// <summary>Lets the apply that waits stay; of a machine and homes, all of it.</summary>
    /// <param name="user">Who confirms.</param>
    /// <param name="token">Ends a wait for others.</param>
    /// <returns>The generation the target is at.</returns>
    /// <exception cref="HostToolsException">ConfirmationMissing; ConfirmationExpired; Busy.</exception>
    public Task<Generation> ConfirmAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        Target place = (ConfirmationMarker.Find(Target) ?? throw Missing()).Place;
        using StateLock held = await StateLock.TakeAsync(place, user, "confirming a generation", Wait, token).ConfigureAwait(false);
        Confirmation waiting = (ConfirmationMarker.Find(Target) ?? throw Missing()).Confirmation;
        if (IsExpired(waiting))
            throw new HostToolsException(ActivationErrors.ConfirmationExpired(Target.ToString(), waiting));
        ConfirmationMarker.Remove(place.State);
        return Generations.Current ?? throw Missing();
    });

    /// <summary>Plans that take back what waits to be confirmed, the machine's before those of homes; none when nothing waits.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Cancels; nothing was written.</param>
    /// <exception cref="HostToolsException">As of <see cref="PlanRestoreAsync"/>.</exception>
    public Task<IReadOnlyList<(ActivationSession Session, Plan Plan)>> PlanTakingBackAsync(string user, CancellationToken token = default) =>
        TargetGuard.RunAsync<IReadOnlyList<(ActivationSession, Plan)>>(Target, async () =>
        {
            var plans = new List<(ActivationSession, Plan)>();
            foreach ((ActivationSession session, UnconfirmedTarget member) in Waiting())
            {
                plans.Add((session, member.BaseGeneration > 0
                    ? await session.PlanRestoreAsync(member.BaseGeneration, user, token).ConfigureAwait(false)
                    : await session.PlanAsync([], session.ContextOfNothing(user), restored: null, trustsDesired: true, token).ConfigureAwait(false)));
            }

            return plans;
        });

    /// <summary>Takes back what was not confirmed in time.</summary>
    /// <returns>What it was; null when nothing waits, or still may be confirmed.</returns>
    /// <exception cref="HostToolsException">As of <see cref="ApplyAsync"/>.</exception>
    public Task<Confirmation?> TakeBackExpiredAsync(IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        TargetGuard.RunAsync(Target, () => TakeBackAsync(progress, token));

    /// <summary>Refuses what is no way back while something waits to be confirmed. The caller holds the lock.</summary>
    internal void RequireConfirmed(IReadOnlyList<Plan> together, ApplyOptions options)
    {
        if (ConfirmationMarker.Find(Target) is not { } found)
            return;
        // What is only tried may give way to what stays, and to another test; but not to what would come back to it.
        if (found.Confirmation.IsTest && options.ConfirmWithin is null && !IsExpired(found.Confirmation))
            return;
        if (options.IsTemporary || !IsTakenBackBy(found.Place, found.Confirmation, together))
            throw new HostToolsException(ActivationErrors.ConfirmationPending(Target.ToString(), found.Confirmation));
    }

    /// <summary>What was applied to be tried stays, as the plan has nothing else in mind. A home that the machine's apply tried is the machine's to keep.</summary>
    private async Task KeepTestAsync(Plan plan, ApplyOptions options, CancellationToken token)
    {
        if (options.IsTemporary || ConfirmationMarker.Find(Target) is not { Confirmation.IsTest: true } found || (found.Place != Target && !Environment.IsPrivilegedProcess))
            return;
        ActivationSession place = OfTarget(found.Place);
        await TargetGuard.RunAsync(found.Place, async () =>
        {
            using StateLock? held = options.Held?.Holds(found.Place) == true ? null : await place.LockAsync(plan.Context.User, "keeping a generation", token).ConfigureAwait(false);
            ConfirmationMarker.Keep(found.Place, [Target.Identity.User]);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Takes back what was not confirmed in time, unless that is what the plans do.</summary>
    internal Task SettleAsync(IReadOnlyList<Plan> together, IProgress<ApplyProgress>? progress, CancellationToken token) => TargetGuard.RunAsync(Target, () =>
        ConfirmationMarker.Find(Target) is { } found && IsExpired(found.Confirmation) && !IsTakenBackBy(found.Place, found.Confirmation, together)
            ? TakeBackAsync(progress, token)
            : Task.FromResult<Confirmation?>(null));

    private async Task<Confirmation?> TakeBackAsync(IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        if (ConfirmationMarker.Find(Target) is not { } found || !IsExpired(found.Confirmation))
            return null;
        ActivationSession machine = OfTarget(found.Place.Machine ?? found.Place);
        if (machine.IsInterrupted)
            await machine.RepairAsync(RepairDirection.Back, progress, token).ConfigureAwait(false);
        foreach ((ActivationSession session, _) in Waiting())
        {
            if (session.IsInterrupted)
                await session.RepairAsync(RepairDirection.Back, progress, token).ConfigureAwait(false);
        }

        IReadOnlyList<(ActivationSession Session, Plan Plan)> plans = await PlanTakingBackAsync(found.Confirmation.User, token).ConfigureAwait(false);
        await new GroupApply(machine, plans).ApplyAsync(null, progress, token).ConfigureAwait(false);
        using StateLock held = await StateLock.TakeAsync(found.Place, found.Confirmation.User, "going back to a generation", Wait, token).ConfigureAwait(false);
        // Where all was as before already, no generation was made.
        if (ConfirmationMarker.Find(Target) is { } left && left.Confirmation.Until == found.Confirmation.Until && left.Confirmation.Start == found.Confirmation.Start)
            ConfirmationMarker.Remove(found.Place.State);
        else
            ConfirmationMarker.Sweep(found.Place);
        return found.Confirmation;
    }

    private (ActivationSession Session, UnconfirmedTarget Member)[] Waiting()
    {
        if (ConfirmationMarker.Find(Target) is not { } found)
            return [];
        ActivationSession place = OfTarget(found.Place);
        return found.Confirmation.Targets.Where(member => ConfirmationMarker.IsWaiting(found.Place, member)).Select(member =>
            (member.User is null || member.User == place.Target.Identity.User ? place : place.OfHome(new GroupHome(member.User, member.Directory!)), member)).ToArray();
    }

    private static bool IsTakenBackBy(Target place, Confirmation waiting, IReadOnlyList<Plan> plans) =>
        waiting.Targets.Where(member => ConfirmationMarker.IsWaiting(place, member)).All(member => plans.Any(plan =>
            plan.Target.Identity.User == member.User &&
            (member.BaseGeneration > 0 ? plan.RestoredGeneration == member.BaseGeneration : plan.RestoredGeneration is null && plan.Next.Entries.Count == 0)));

    private PlanContext ContextOfNothing(string user) =>
        new(Generations.Current?.HostName ?? string.Empty, Convert.ToHexStringLower(SHA256.HashData([])), null, GitDirty: false, user);

    private ActivationSession OfTarget(Target target) =>
        target.Identity == Target.Identity ? this : new ActivationSession(target, _clock, _processes, ProvidersOf?.Invoke(target)) { Faults = Faults, ProvidersOf = ProvidersOf, StartId = StartId, Wait = Wait };

    private HostToolsException Missing() => new(ActivationErrors.ConfirmationMissing(Target.ToString()));
}
