using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The rule of a configuration for which generations go, and what is done about it after an apply.</summary>
internal static class Retentions
{
    /// <summary>The rule of a host or a home; null where it sets none.</summary>
    public static Retention? Of(HostConfig config)
    {
        var rule = new Retention(
            config.TryGet(out object? keep, "hosttools", "generations", "keep") && keep is long number ? (int)number : null,
            config.TryGet(out object? age, "hosttools", "generations", "maxAge") && age is Duration duration ? duration.Value : null);
        return rule.IsAny ? rule : null;
    }

    /// <summary>Removes what the rule of an applied plan lets go. The apply stands whatever becomes of this.</summary>
    public static async Task TidyAsync(CommandContext context, TargetPlan applied, CancellationToken token)
    {
        if (applied.Plan.Context.Retention is not { } rule)
            return;
        GenerationList generations = applied.Session.Generations;
        try
        {
            // What waits to be confirmed needs the one before it; the next apply tidies up.
            if (applied.Session.Unconfirmed is not null || generations.Leaving(rule).Count == 0)
                return;
            PruneResult result = await generations.PruneAsync(rule.Keep, rule.OlderThan, token).ConfigureAwait(false);
            context.Verbose($"Removed {PlanApplier.Count(result.Generations.Count, "generation")} of '{applied.Session.Target}', as hosttools.generations says.");
        }
        catch (HostToolsException refused)
        {
            context.Warning($"Older generations of '{applied.Session.Target}' stay for now: {refused.Errors[0].Message}");
        }
    }
}
