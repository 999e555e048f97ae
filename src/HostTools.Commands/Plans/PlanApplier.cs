using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Asks once about a plan and applies it.</summary>
internal static class PlanApplier
{
    /// <summary>Applies a plan after asking; null when the answer is no, or only the consequences were to be shown.</summary>
    public static async Task<ApplyResult?> ApplyAsync(CommandContext context, Plan plan, ActivationSession session, CancellationToken token)
    {
        if (!plan.CanApply)
            throw new Platform.HostToolsException(plan.Errors);
        // The plan's lines show them wherever a person looks before it is applied.
        foreach (PlanWarning warning in plan.Warnings)
            context.Verbose(warning.ToString());
        string target = session.Target.ToString();
        string work = plan.RestoredGeneration is { } number ? $"Restore generation {number} of {target}" : $"Apply {plan.Context.HostName} to {target}";
        if (!await context.ConfirmAsync(new ProposedChange(work, plan.ToLines(), plan.HasChanges ? Impact.High : Impact.Low) { Subject = plan }).ConfigureAwait(false))
            return null;
        ApplyResult result = await session.ApplyAsync(plan, null, new ApplyReporter(context, work), token).ConfigureAwait(false);
        foreach (string note in result.Notes)
            context.Warning(note);
        context.Note(
            result.NothingToDo
                ? $"Nothing to do: '{target}' is as declared{(result.Generation is { } same ? $", at generation {same.Number}" : string.Empty)}."
                : $"Made {Count(result.Changes.Count, "change")} to '{target}'{(result.Generation is { } made ? $", now at generation {made.Number}" : string.Empty)}.");
        return result;
    }

    public static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

/// <summary>Passes progress on at once and in order.</summary>
internal sealed class ApplyReporter(CommandContext context, string activity) : IProgress<ApplyProgress>
{
    public void Report(ApplyProgress value) =>
        context.Progress(new ProgressReport(activity, value.Step, value.Total > 0 ? Math.Clamp(100 * value.Done / value.Total, 0, 100) : null));
}
