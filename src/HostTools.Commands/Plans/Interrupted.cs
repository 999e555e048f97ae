using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What commands do about an apply that was interrupted.</summary>
internal static class Interrupted
{
    /// <summary>Puts it right, after asking.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="session">The target.</param>
    /// <param name="direction">Which way; what was decided already goes forward in any case.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>What was done; null when nothing was interrupted, or the answer is no.</returns>
    public static async Task<RepairResult?> PutRightAsync(CommandContext context, ActivationSession session, RepairDirection direction, CancellationToken token)
    {
        if (Find(session) is not { } open)
            return null;
        bool goesBack = direction == RepairDirection.Back && !open.Stays;
        int goal = goesBack ? open.BaseGeneration : open.NewGeneration;
        string work = goal == 0 ? $"Take {session.Target} back to before its first apply" : $"Take {session.Target} to generation {goal}";
        var change = new ProposedChange(
            work, [$"~ {(goesBack ? "undo" : "finish")} the apply that '{open.User}' began, {PlanApplier.Count(open.Operations, "operation")}"], Impact.Medium);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            return null;
        RepairResult? result = await session.RepairAsync(direction, new ApplyReporter(context, work), token).ConfigureAwait(false);
        foreach (string note in result?.Notes ?? [])
            context.Warning(note);
        context.Note(goal == 0 ? $"'{session.Target}' is as it was before the first apply." : $"'{session.Target}' is at generation {goal}.");
        return result;
    }

    private static OpenTransaction? Find(ActivationSession session)
    {
        try
        {
            return session.OpenTransaction;
        }
        catch (HostToolsException refused) when (refused.Errors[0].Kind is ErrorKind.PermissionDenied)
        {
            return null; // It is not this user's to put right.
        }
    }
}
