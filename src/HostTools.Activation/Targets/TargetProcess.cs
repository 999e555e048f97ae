using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>How programs are run for a target: those of a home as its user and, on the live machine, in his session.</summary>
public static class TargetProcess
{
    /// <summary>A request to run a command, which is not changed by where it was recorded: who it runs as follows from the target.</summary>
    public static ProcessRequest Of(Target target, IReadOnlyList<string> command)
    {
        string[] user = AsUserOf(target);
        string[] started = [.. user, .. command];
        return new ProcessRequest(started[0], started[1..]) { WorkingDirectory = "/", Environment = SessionOf(target), IsForAnother = user.Length > 0 };
    }

    /// <summary>The systemd of a home's user runs, as he is logged in or lingers.</summary>
    public static bool HasSession(Target home) => home is { IsLive: true, Account: not null } && home.Machine!.Root.Exists(RuntimeOf(home) + "/systemd/private");

    // In a session of its own: a program of his that keeps root's terminal could type into it (ioctl_tty(2), TIOCSTI).
    // Here and not in the plan: the journal of a home, which tells what is run again, is its user's to write.
    private static string[] AsUserOf(Target target) => Environment.IsPrivilegedProcess && target.Account?.Ids() is { } ids
        ? ["setsid", "--wait", "setpriv", string.Create(CultureInfo.InvariantCulture, $"--reuid={ids.User}"), string.Create(CultureInfo.InvariantCulture, $"--regid={ids.Group}"), "--clear-groups", "--"]
        : [];

    private static Dictionary<string, string?> SessionOf(Target target)
    {
        if (target is not { IsLive: true, Account: { } account })
            return [];
        string runtime = RuntimeOf(target);
        return new Dictionary<string, string?>
        {
            ["HOME"] = account.Directory, ["USER"] = account.User, ["LOGNAME"] = account.User,
            ["XDG_RUNTIME_DIR"] = runtime, ["DBUS_SESSION_BUS_ADDRESS"] = $"unix:path={runtime}/bus",
        };
    }

    private static string RuntimeOf(Target home) => string.Create(CultureInfo.InvariantCulture, $"/run/user/{home.Account!.Ids()?.User ?? 0}");
}
