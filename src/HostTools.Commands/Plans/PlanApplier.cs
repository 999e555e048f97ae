using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Asks once about a plan and applies it.</summary>
internal static class PlanApplier
{
    /// <summary>Applies plans as one, after asking once; none when the answer is no, or only the consequences were to be shown.</summary>
    public static async Task<IReadOnlyList<ApplyResult>> ApplyAsync(CommandContext context, HostPlans plans, ApplyOptions options, CancellationToken token, bool acceptsRisk = false)
    {
        RequireApplicable(plans);
        return await AgreeAsync(context, plans, options, acceptsRisk, token).ConfigureAwait(false) ? await RunAsync(context, plans, options, token).ConfigureAwait(false) : [];
    }

    /// <summary>Refuses plans that have errors, or are for what is not one's own.</summary>
    public static void RequireApplicable(HostPlans plans)
    {
        ThisMachine.RequireRights([.. plans.Plans.Select(static planned => planned.Plan)]);
        Platform.HostError[] errors = [.. plans.Plans.SelectMany(static planned => planned.Plan.Errors)];
        if (errors.Length > 0)
            throw new Platform.HostToolsException(errors);
    }

    /// <summary>Asks about plans; false when they shall not be applied, or there are none.</summary>
    public static async Task<bool> AgreeAsync(CommandContext context, HostPlans plans, ApplyOptions options, bool acceptsRisk, CancellationToken token)
    {
        Plan[] all = [.. plans.Plans.Select(static planned => planned.Plan)];
        if (all.Length == 0)
            return false;
        GroupOf(plans).RequireConfirmed(options);
        Platform.HostError? risk = LockoutGuard.Look(all, options, acceptsRisk);
        foreach (TargetPlan planned in plans.Plans)
        {
            foreach (PlanWarning warning in await planned.Session.CheckAsync(planned.Plan, token).ConfigureAwait(false))
                context.Warning(warning.ToString());
        }

        // The plan's lines show them wherever a person looks before it is applied.
        foreach (PlanWarning warning in all.SelectMany(static plan => plan.Warnings))
            context.Verbose(warning.ToString());
        IReadOnlyList<string> lines = [.. all.SelectMany(static plan => plan.ToLines()), .. plans.Also, .. risk is null ? Array.Empty<string>() : ["In the way: " + risk.Message]];
        var change = new ProposedChange(plans.Work ?? WorkOf(plans), lines, plans.Also.Count > 0 || all.Any(static plan => plan.HasChanges) ? Impact.High : Impact.Low) { Subject = all.Length == 1 ? all[0] : all };
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            return false;
        // Whoever only looks is told by the lines above, and not refused.
        return risk is null ? true : throw new Platform.HostToolsException(risk);
    }

    /// <summary>Applies plans as one.</summary>
    public static async Task<IReadOnlyList<ApplyResult>> RunAsync(CommandContext context, HostPlans plans, ApplyOptions options, CancellationToken token)
    {
        string work = WorkOf(plans);
        IReadOnlyList<ApplyResult> results = await Unconfirmed.WatchedAsync(context, plans.Plans[0].Session, options,
            () => GroupOf(plans).ApplyAsync(options, new ApplyReporter(context, work), token), token).ConfigureAwait(false);
        await TellAsync(context, plans, results, options, token).ConfigureAwait(false);
        return results;
    }

    /// <summary>Says what was done, and has it watched where it is to be confirmed.</summary>
    public static async Task TellAsync(CommandContext context, HostPlans plans, IReadOnlyList<ApplyResult> results, ApplyOptions options, CancellationToken token)
    {
        foreach ((TargetPlan planned, ApplyResult result) in plans.Plans.Zip(results))
        {
            Tell(context, planned.Session.Target.ToString(), result);
            if (result.Failure is null && !options.IsTemporary)
                await Retentions.TidyAsync(context, planned, token).ConfigureAwait(false);
        }

        if (!options.IsTemporary)
            await SettleAsync(context, plans, token).ConfigureAwait(false);
        else if (results.Any(static result => !result.NothingToDo))
            await Unconfirmed.WatchAsync(context, plans.Plans.Select(static planned => planned.Session), token).ConfigureAwait(false);
    }

    /// <summary>What stays is also what the machine starts with.</summary>
    private static async Task SettleAsync(CommandContext context, HostPlans plans, CancellationToken token)
    {
        await Deferred.DropAsync(context, plans, token).ConfigureAwait(false);
        foreach (ActivationSession session in plans.Plans.Select(static planned => planned.Session))
            await Unconfirmed.EndAsync(context, session, token).ConfigureAwait(false);
    }

    public static GroupApply GroupOf(HostPlans plans) => new(plans.Machine, [.. plans.Plans.Select(static planned => (planned.Session, planned.Plan))]);

    /// <summary>What applying plans is called.</summary>
    public static string WorkOf(HostPlans plans)
    {
        Plan[] all = [.. plans.Plans.Select(static planned => planned.Plan)];
        string target = string.Join(" and ", all.Select(static plan => plan.Target.ToString()));
        return all[0].RestoredGeneration is { } number ? $"Restore generation {number} of {target}" : $"Apply {all[0].Context.HostName}{(all[0].Context.Variant is { } variant ? $" as {variant}" : string.Empty)} to {target}";
    }

    private static void Tell(CommandContext context, string target, ApplyResult result)
    {
        foreach (string note in result.Notes)
            context.Warning(note);
        if (result.Failure is { } failure)
        {
            context.Error(failure with { Message = $"The home '{target}' was left as it is, and the rest is applied: {failure.Message}" });
            return;
        }

        context.Note(
            result.NothingToDo
                ? $"Nothing to do: '{target}' is as declared{(result.Generation is { } same ? $", at generation {same.Number}" : string.Empty)}."
                : $"Made {Count(result.Changes.Count, "change")} to '{target}'{(result.Generation is { } made ? $", now at generation {made.Number}" : string.Empty)}.");
    }

    public static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

/// <summary>Passes progress on at once and in order.</summary>
internal sealed class ApplyReporter(CommandContext context, string activity) : IProgress<ApplyProgress>
{
    public void Report(ApplyProgress value) =>
        context.Progress(new ProgressReport(activity, value.Step, value.Percent is { } percent ? percent : value.Total > 0 ? Math.Clamp(100 * value.Done / value.Total, 0, 100) : null));
}
