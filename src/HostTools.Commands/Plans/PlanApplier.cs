using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Asks once about a plan and applies it.</summary>
internal static class PlanApplier
{
    /// <summary>Applies plans as one, after asking once; none when the answer is no, or only the consequences were to be shown.</summary>
    public static async Task<IReadOnlyList<ApplyResult>> ApplyAsync(CommandContext context, HostPlans plans, ApplyOptions options, CancellationToken token, bool acceptsRisk = false)
    {
        Plan[] all = [.. plans.Plans.Select(static planned => planned.Plan)];
        if (all.Length == 0)
            return [];
        Platform.HostError[] errors = [.. all.SelectMany(static plan => plan.Errors)];
        if (errors.Length > 0)
            throw new Platform.HostToolsException(errors);
        ThisMachine.RequireRights(all);
        var group = new GroupApply(plans.Machine, [.. plans.Plans.Select(static planned => (planned.Session, planned.Plan))]);
        group.RequireConfirmed(options);
        LockoutGuard.Require(all, options, acceptsRisk);
        foreach (TargetPlan planned in plans.Plans)
        {
            foreach (PlanWarning warning in await planned.Session.CheckAsync(planned.Plan, token).ConfigureAwait(false))
                context.Warning(warning.ToString());
        }

        // The plan's lines show them wherever a person looks before it is applied.
        foreach (PlanWarning warning in all.SelectMany(static plan => plan.Warnings))
            context.Verbose(warning.ToString());
        string target = string.Join(" and ", all.Select(static plan => plan.Target.ToString()));
        string work = all[0].RestoredGeneration is { } number ? $"Restore generation {number} of {target}" : $"Apply {all[0].Context.HostName} to {target}";
        var change = new ProposedChange(work, [.. all.SelectMany(static plan => plan.ToLines())], all.Any(static plan => plan.HasChanges) ? Impact.High : Impact.Low) { Subject = all.Length == 1 ? all[0] : all };
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            return [];
        IReadOnlyList<ApplyResult> results = await group.ApplyAsync(options, new ApplyReporter(context, work), token).ConfigureAwait(false);
        foreach ((TargetPlan planned, ApplyResult result) in plans.Plans.Zip(results))
            Tell(context, planned.Session.Target.ToString(), result);
        if (options.ConfirmWithin is not null && results.Any(static result => !result.NothingToDo))
            await Unconfirmed.WatchAsync(context, plans.Plans.Select(static planned => planned.Session), token).ConfigureAwait(false);
        return results;
    }

    private static void Tell(CommandContext context, string target, ApplyResult result)
    {
        foreach (string note in result.Notes)
            context.Warning(note);
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
        context.Progress(new ProgressReport(activity, value.Step, value.Total > 0 ? Math.Clamp(100 * value.Done / value.Total, 0, 100) : null));
}
