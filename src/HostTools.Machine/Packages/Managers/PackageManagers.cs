using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>Chooses the package manager of a system by what is there.</summary>
internal static class PackageManagers
{
    // Tools of other distributions may be installed beside the system's own, so databases come before programs.
    private static readonly (string Trace, string Program, Func<IProcessRunner, Root, string?, PackageManager> Make)[] s_known =
    [
        ("/var/lib/dpkg/status", "/usr/bin/apt-get", static (processes, root, transaction) => new AptManager(processes, root) { Transaction = transaction }),
        ("/var/lib/pacman/local", "/usr/bin/pacman", static (processes, root, transaction) => new PacmanManager(processes, root) { Transaction = transaction }),
        ("/lib/apk/db", "/sbin/apk", static (processes, root, transaction) => new ApkManager(processes, root) { Transaction = transaction }),
        ("/etc/zypp/repos.d", "/usr/bin/zypper", static (processes, root, transaction) => new ZypperManager(processes, root) { Transaction = transaction }),
        ("/etc/dnf", "/usr/bin/dnf", static (processes, root, transaction) => new DnfManager(processes, root) { Transaction = transaction }),
    ];

    /// <summary>The manager of a system; null when it has none that is known.</summary>
    /// <param name="processes">Starts its programs.</param>
    /// <param name="root">The system.</param>
    /// <param name="transaction">What it works for; null when it is only asked.</param>
    public static PackageManager? Of(IProcessRunner processes, Root root, string? transaction = null)
    {
        if (OperatingSystem.IsWindows())
            return new WingetManager(processes, root);
        foreach ((string trace, string program, Func<IProcessRunner, Root, string?, PackageManager> make) in s_known)
        {
            if (root.StatFollowed(trace) is not null && root.StatFollowed(program) is not null)
                return make(processes, root, transaction);
        }

        return null;
    }
}
