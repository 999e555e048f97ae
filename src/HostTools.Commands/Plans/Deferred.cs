using System.Globalization;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What commands say and do about an apply that is left to the next start of the machine.</summary>
internal static class Deferred
{
    private const string Interrupted = "the machine went down, or HostTools was ended, in the middle of it, and what was done of it was undone";

    /// <summary>Asks once about plans, and leaves them to the next start.</summary>
    /// <exception cref="HostToolsException">ModeNeedsMachine; what stands in the way of the plans.</exception>
    public static async Task<IReadOnlyList<ApplyResult>> LeaveAsync(CommandContext context, HostPlans plans, bool acceptsRisk, CancellationToken token)
    {
        if (plans.Plans.Count == 0 || plans.Plans[0].Plan.Target.Machine is not null)
            throw PlanErrors.ModeNeedsMachine(plans.Plans is [var only, ..] ? only.Plan.Target.Identity.User : null);
        PlanApplier.RequireApplicable(plans);
        plans = plans with { Work = $"Leave to the next start of the machine: {PlanApplier.WorkOf(plans)}" };
        if (!await PlanApplier.AgreeAsync(context, plans, new ApplyOptions(), acceptsRisk, token).ConfigureAwait(false))
            return [];
        PendingApply pending = await plans.Machine.DeferAsync([.. plans.Plans.Select(static planned => (planned.Session, planned.Plan))], token).ConfigureAwait(false);
        await StartWithAsync(context, plans.Machine, token).ConfigureAwait(false);
        context.Note($"The next start of the machine applies {NameOf(pending)} to '{plans.Machine.Target}'.");
        return [.. plans.Plans.Select(static planned => new ApplyResult(planned.Session.Generations.Current, planned.Plan.Changes, NothingToDo: false) { IsPending = true })];
    }

    /// <summary>Has the next start of the machine put right what waits for it; warns where nothing does.</summary>
    public static async Task StartWithAsync(CommandContext context, ActivationSession session, CancellationToken token)
    {
        if (await context.Environment.Watcher.AtStartAsync(session.Target, token).ConfigureAwait(false) is { } why)
            context.Warning($"Nothing does that by itself, as {why}: run Repair-HostState (hosttools repair) after the start.");
    }

    /// <summary>Applies what waited for this start, after asking. What fails is not tried again.</summary>
    /// <returns>Something waited.</returns>
    public static async Task<bool> ApplyDueAsync(CommandContext context, ActivationSession machine, CancellationToken token)
    {
        if (machine.Pending is not { } pending || !machine.IsDue(pending))
            return false;
        try
        {
            var plans = new HostPlans(machine, [.. (await machine.PlanPendingAsync(token).ConfigureAwait(false)).Select(static planned => new TargetPlan(planned.Session, planned.Plan))])
            {
                Work = $"Apply {NameOf(pending)} to {machine.Target}, which was left to this start of the machine",
            };
            PlanApplier.RequireApplicable(plans);
            // Whoever left it to a start agreed to its risk.
            if (!await PlanApplier.AgreeAsync(context, plans.WaitingAs(machine.Wait), new ApplyOptions(), acceptsRisk: true, token).ConfigureAwait(false))
                return true;
            machine.FailPending(pending, Interrupted);
            await PlanApplier.RunAsync(context, plans, new ApplyOptions(), token).ConfigureAwait(false);
        }
        catch (HostToolsException refused)
        {
            machine.FailPending(pending, string.Join(' ', refused.Errors.Select(static error => error.Message)));
            throw;
        }

        return true;
    }

    /// <summary>An apply that stays is what the machine starts with.</summary>
    public static async Task DropAsync(CommandContext context, HostPlans plans, CancellationToken token)
    {
        if (plans.Plans[0].Plan.Target.Machine is not null || !plans.Machine.IsAnyPending)
            return;
        PendingApply? pending = await plans.Machine.DropPendingAsync(PlanMaker.UserName(context), token).ConfigureAwait(false);
        if (pending is { Failure: null } && !plans.Machine.IsDue(pending))
            context.Note($"The next start of the machine does not apply {NameOf(pending)} any more.");
    }

    /// <summary>Warns that something waits for the next start, or failed at one.</summary>
    public static void Warn(CommandContext context, ActivationSession session)
    {
        if (Words(session) is { } words)
            context.Warning(words);
    }

    /// <summary>What waits for the next start, or failed at one; null for nothing.</summary>
    public static string? Words(ActivationSession session)
    {
        if (session.Pending is not { } pending)
            return null;
        string asked = string.Create(CultureInfo.InvariantCulture, $"as '{pending.User}' asked for at {pending.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}");
        return pending.Failure is { } failure
            ? $"{NameOf(pending)} was to be applied to '{session.Target}' when the machine started, {asked}, and was not: {failure} The next apply forgets it."
            : session.IsDue(pending)
            ? $"{NameOf(pending)} is to be applied to '{session.Target}' since the machine started, {asked}. Repair-HostState (hosttools repair) does it, an apply takes its place."
            : $"The next start of the machine applies {NameOf(pending)} to '{session.Target}', {asked}; an apply takes its place.";
    }

    private static string NameOf(PendingApply pending) => pending.Variant is null ? pending.HostName : $"{pending.HostName} as {pending.Variant}";
}
