namespace HostTools.Facts;

/// <summary>Which programs of a sort a system has, by what they leave behind; the first that is there decides.</summary>
internal static class ToolTraces
{
    private static readonly (string Path, string Tool)[] s_initramfs =
    [
        ("/usr/sbin/update-initramfs", "initramfs-tools"), ("/usr/bin/mkinitcpio", "mkinitcpio"), ("/usr/bin/dracut", "dracut"), ("/usr/sbin/dracut", "dracut"),
        ("/usr/bin/booster", "booster"),
    ];

    private static readonly (string Path, string Tool)[] s_packages =
    [
        ("/var/lib/dpkg/status", "apt"), ("/var/lib/pacman/local", "pacman"), ("/lib/apk/db/installed", "apk"), ("/usr/bin/zypper", "zypper"),
        ("/usr/lib/sysimage/rpm", "dnf"), ("/var/lib/rpm", "dnf"), ("/var/db/pkg", "portage"), ("/nix/var/nix/db", "nix"),
    ];

    private static readonly (string Path, string Tool)[] s_inits =
    [
        ("/usr/lib/systemd/systemd", "systemd"), ("/lib/systemd/systemd", "systemd"), ("/sbin/openrc-init", "openrc"), ("/sbin/openrc", "openrc"),
        ("/usr/bin/runit", "runit"), ("/sbin/runit", "runit"), ("/usr/bin/dinit", "dinit"), ("/sbin/init", "sysvinit"),
    ];

    public static IEnumerable<(string? Value, string Source)> Initramfs(MachineFiles files) => Find(files, s_initramfs);

    public static IEnumerable<(string? Value, string Source)> PackageManager(MachineFiles files) => Find(files, s_packages);

    /// <summary>What runs as process 1, else what would.</summary>
    public static IEnumerable<(string? Value, string Source)> Init(MachineFiles files)
    {
        const string First = "/proc/1/comm";
        string? running = files.ReadLine(First);
        yield return (running is "init" ? null : running, First);
        foreach ((string? tool, string source) in Find(files, s_inits))
            yield return (tool, source);
    }

    private static IEnumerable<(string? Value, string Source)> Find(MachineFiles files, (string Path, string Tool)[] traces) =>
        traces.Where(trace => files.Exists(trace.Path)).Select(static trace => ((string?)trace.Tool, trace.Path));
}
