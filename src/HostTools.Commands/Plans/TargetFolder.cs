using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The target that a command's <c>-Root</c> names; without one it is the machine one sits at.</summary>
internal static class TargetFolder
{
    /// <summary>A session on the machine or the folder.</summary>
    /// <exception cref="HostToolsException">FolderIsFile.</exception>
    public static ActivationSession Open(CommandContext context, string? root, string? state) => Open(context, Of(root, state));

    /// <summary>The machine or the folder. However the root of the machine is written, it is the machine.</summary>
    public static Target Of(string? root, string? state) =>
        root is null || IsMachine(root) ? Target.ThisMachine(state) : Target.Folder(root, state);

    /// <summary>A session on a target that a plan names.</summary>
    public static ActivationSession Open(CommandContext context, Target target)
    {
        RequireFolder(target.Identity.Root);
        // What lies in the target is looked at with its rights, and its links lead nowhere else.
        if (!target.IsStateInside)
            RequireFolder(target.StateDirectory);
        return new ActivationSession(target, context.Environment.Clock, context.Environment.Processes, context.Environment.Providers(target))
        {
            ProvidersOf = context.Environment.Providers,
            StartId = context.Environment.StartId(),
        };
    }

    /// <summary>A session on the machine or the folder, or on the home of a user there.</summary>
    /// <exception cref="HostToolsException">As above; HomeUserInvalid.</exception>
    public static ActivationSession Open(CommandContext context, string? root, string? state, string? user)
    {
        ActivationSession machine = Open(context, root, state);
        user ??= ThisMachine.OwnHome(context, machine.Target);
        return user is null ? machine
            : AccountName.IsValid(user) ? Open(context, Activation.Target.Home(machine.Target, user))
            : throw PlanErrors.HomeUserInvalid(user);
    }

    /// <summary>Refuses a file; what is absent may become a folder.</summary>
    /// <exception cref="HostToolsException">FolderIsFile.</exception>
    public static void RequireFolder(string path)
    {
        if (File.Exists(path))
            throw PlanErrors.FolderIsFile(path);
    }

    /// <summary>Warns of an apply that was interrupted and waits for repair, or that waits to be confirmed; notes one that runs.</summary>
    public static void WarnOfOpenTransaction(CommandContext context, ActivationSession session)
    {
        if (session.Running is { } work && work.ProcessId != Environment.ProcessId)
            context.Note($"'{session.Target}' is being worked on, so what is shown may change: {work}.");
        else
            WarnOfInterrupted(context, session);
        Unconfirmed.Warn(context, session);
    }

    private static void WarnOfInterrupted(CommandContext context, ActivationSession session)
    {
        try
        {
            if (session.OpenTransaction is not { } open)
                return;
            string when = open.NewGeneration > open.BaseGeneration ? $" while it made generation {open.NewGeneration}" : string.Empty;
            context.Warning(
                $"An apply to '{session.Target}' that '{open.User}' began was interrupted{when}. The next apply puts it right, or Repair-HostState (hosttools repair).");
        }
        catch (HostToolsException refused) when (refused.Errors[0].Kind is ErrorKind.PermissionDenied)
        {
            context.Warning($"Whether an apply to '{session.Target}' was interrupted cannot be seen by this user: look as who applied, as root with sudo.");
        }
    }

    // By what is there, not by the text: a link and a second mount are the machine as well.
    private static bool IsMachine(string root)
    {
        if (Path.GetPathRoot(root) == root)
            return !OperatingSystem.IsWindows() || string.Equals(Path.GetFullPath(root), Target.MachineRoot, StringComparison.OrdinalIgnoreCase);
        try
        {
            return Root.At(root).StatFollowed("/")?.Identity is { Length: > 0 } identity && identity == Root.At("/").StatFollowed("/")?.Identity;
        }
        catch (RootIOException)
        {
            // Whatever keeps us from looking is said when the folder is opened.
            return false;
        }
    }
}
