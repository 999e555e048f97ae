using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What commands do when somebody else works on their target and they were asked to wait for that.</summary>
internal static class Waiting
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>A wait as long as a parameter says; null without one.</summary>
    /// <exception cref="HostToolsException">ArgumentInvalid for a time below zero or too long.</exception>
    public static LockWait? For(CommandContext context, Duration? time) => time?.Value switch
    {
        null => null,
        { } longest when longest < TimeSpan.Zero || longest > s_longest => throw new HostToolsException(CommandErrors.ArgumentInvalid("Wait", "the time to wait is 0s to 1d.")),
        { } longest => new LockWait(longest, work => context.Note(work is null ? "Waiting for another process that works on the target." : $"Waiting: {work}.")),
    };

    /// <summary>Applies what is planned now; where others were working on the target meanwhile, what is planned once they have ended.</summary>
    /// <param name="context">Whom it tells.</param>
    /// <param name="place">The target, of machine and homes the machine.</param>
    /// <param name="plan">Plans; called again when others came first.</param>
    /// <param name="options">How it is applied.</param>
    /// <param name="acceptsRisk">Also what people could lock themselves out with.</param>
    /// <param name="token">Ends the wait, or cancels and undoes.</param>
    public static async Task<IReadOnlyList<ApplyResult>> ApplyAsync(
        CommandContext context, ActivationSession place, Func<CancellationToken, Task<HostPlans>> plan, ApplyOptions options, bool acceptsRisk, CancellationToken token)
    {
        LockWait? wait = place.Wait;
        string[]? agreed = null;
        string stamp = place.WorkStamp;
        bool isQuiet = place.Running is null;
        try
        {
            HostPlans plans = await plan(token).ConfigureAwait(false);
            PlanApplier.RequireApplicable(plans);
            if (!await PlanApplier.AgreeAsync(context, plans, options, acceptsRisk, token).ConfigureAwait(false))
                return [];
            agreed = LinesOf(plans);
            return await PlanApplier.RunAsync(context, plans.WaitingAs(wait), options, token).ConfigureAwait(false);
        }
        catch (HostToolsException refused) when (agreed is null
            ? !isQuiet || place.Running is not null || place.WorkStamp != stamp
            : refused.Errors.All(static error => error.Id == nameof(ActivationErrors.PlanStale)))
        {
            context.Verbose($"Others worked on '{place.Target}' meanwhile, so it is planned anew.");
        }

        HostPlans? made = null;
        IReadOnlyList<ApplyResult> results = await GroupApply.ApplyInTurnAsync(place, PlanMaker.UserName(context), async stop =>
        {
            made = (await plan(stop).ConfigureAwait(false)).WaitingAs(wait);
            PlanApplier.RequireApplicable(made);
            // Nobody is asked twice about the same.
            bool isAgreed = agreed?.SequenceEqual(LinesOf(made)) == true || await PlanApplier.AgreeAsync(context, made, options, acceptsRisk, stop).ConfigureAwait(false);
            return isAgreed && made.Plans.Count > 0 ? PlanApplier.GroupOf(made) : null;
        }, options, new ApplyReporter(context, $"Apply to {place.Target}"), token).ConfigureAwait(false);
        if (results.Count > 0)
            await PlanApplier.TellAsync(context, made!, results, options, token).ConfigureAwait(false); // There are results of plans only.
        return results;
    }

    private static string[] LinesOf(HostPlans plans) => [.. plans.Plans.SelectMany(static planned => planned.Plan.ToLines())];
}
