using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>Chooses the package manager of a system by what is there.</summary>
internal static class PackageManagers
{
    // Tools of other distributions may be installed beside the system's own, so databases come before programs.
    private static readonly (string Trace, string Program, Func<IProcessRunner, Root, PackageManager> Make)[] s_known =
    [
        ("/var/lib/dpkg/status", "/usr/bin/apt-get", static (processes, root) => new AptManager(processes, root)),
        ("/var/lib/pacman/local", "/usr/bin/pacman", static (processes, root) => new PacmanManager(processes, root)),
        ("/lib/apk/db", "/sbin/apk", static (processes, root) => new ApkManager(processes, root)),
        ("/etc/zypp/repos.d", "/usr/bin/zypper", static (processes, root) => new ZypperManager(processes, root)),
        ("/etc/dnf", "/usr/bin/dnf", static (processes, root) => new DnfManager(processes, root)),
    ];

    /// <summary>The manager of a system; null when it has none that is known.</summary>
    public static PackageManager? Of(IProcessRunner processes, Root root)
    {
        if (OperatingSystem.IsWindows())
            return new WingetManager(processes, root);
        foreach ((string trace, string program, Func<IProcessRunner, Root, PackageManager> make) in s_known)
        {
            if (root.StatFollowed(trace) is not null && root.StatFollowed(program) is not null)
                return make(processes, root);
        }

        return null;
    }
}
