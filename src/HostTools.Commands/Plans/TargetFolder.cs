using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>The target that a command's <c>-Root</c> names.</summary>
internal static class TargetFolder
{
    /// <summary>A session on the folder.</summary>
    /// <exception cref="Platform.HostToolsException">RootMissing without a folder: the live machine is a later step.</exception>
    public static ActivationSession Open(CommandContext context, string? root, string? state) =>
        Open(context, Activation.Target.Folder(root ?? throw PlanErrors.RootMissing(), state));

    /// <summary>A session on a target that a plan names.</summary>
    public static ActivationSession Open(CommandContext context, Target target) =>
        new(target, context.Environment.Clock, context.Environment.Processes);

    /// <summary>Warns of an apply that was interrupted and waits for repair.</summary>
    public static void WarnOfOpenTransaction(CommandContext context, ActivationSession session)
    {
        if (session.OpenTransaction is { } open)
            context.Warning(
                $"An apply to '{session.Target}' that '{open.User}' began was interrupted while it made generation {open.NewGeneration}. " +
                "The next apply puts it right, or Repair-HostState (hosttools repair).");
    }
}
