using System.Globalization;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What HostTools needs of a machine whatever the host.</summary>
internal static class MachineRequirements
{
    private static readonly Version s_powerShell = new(7, 6);
    private static readonly Version s_openAt2 = new(5, 6);
    private const long ScarceSpace = 256L << 20;
    private const long LeastSpace = 16L << 20;

    public static IEnumerable<HostRequirement> Check(RequirementProbe probe, CommandEnvironment environment, string? state)
    {
        if (environment.PowerShellVersion() is { } shell)
            yield return Of("powershell", shell >= s_powerShell, RequirementStatus.Error, shell.ToString(), "7.6 or later", "Install PowerShell 7.6 or later: https://aka.ms/powershell");
        yield return Of("dotnet", Environment.Version.Major >= 10, RequirementStatus.Error, Environment.Version.ToString(), ".NET 10 or later", "Install the .NET 10 runtime: https://dotnet.microsoft.com/download");
        if (probe.IsLive)
        {
            yield return Kernel(probe);
            yield return Clock(probe, environment.Clock);
            if (OperatingSystem.IsWindows())
                yield return Links();
            else
                yield return Of("permissions", Environment.IsPrivilegedProcess, RequirementStatus.Warning, Environment.IsPrivilegedProcess ? "root" : Environment.UserName,
                    "root, to give files their owners; without it owners are recorded and shown", "Run the command with sudo.");
        }

        foreach (HostRequirement found in State(probe, state))
            yield return found;
        if (OperatingSystem.IsWindows() && probe.IsLive)
            yield break;
        yield return Systemd(probe);
        yield return probe.PackageManager is { } manager
            ? new HostRequirement("packages", RequirementStatus.Ok, manager, "a package manager", string.Empty)
            : new HostRequirement("packages", RequirementStatus.Warning, "none", "a package manager, for hosts that ask for packages", "Use a distribution with apt, dnf, pacman, zypper or apk.");
        yield return Program(probe, "git", RequirementStatus.Warning, "records which commit of a configuration was applied");
        if (!probe.IsLive)
            yield break;
        yield return Of("kvm", probe.Exists("/dev/kvm"), RequirementStatus.Warning, probe.Exists("/dev/kvm") ? "/dev/kvm" : "no /dev/kvm",
            "virtual machines that run at full speed", "Switch virtualization on in the firmware (VT-x, SVM) and load kvm_intel or kvm_amd.");
        int groups = Groups(probe.Root);
        yield return Of("iommu", groups > 0, RequirementStatus.Warning, groups == 1 ? "1 group" : $"{groups.ToString(CultureInfo.InvariantCulture)} groups",
            "giving devices to virtual machines", "Switch the IOMMU on in the firmware (VT-d, AMD-Vi) and start the kernel with iommu=pt, on Intel with intel_iommu=on as well.");
    }

    public static HostRequirement Program(RequirementProbe probe, string program, RequirementStatus missing, string purpose) =>
        probe.Find(program) is { } path
            ? new HostRequirement($"program.{program}", RequirementStatus.Ok, path, purpose, string.Empty)
            : new HostRequirement($"program.{program}", missing, "not installed", purpose, probe.Install(program));

    private static HostRequirement Of(string name, bool met, RequirementStatus otherwise, string found, string wanted, string remedy) =>
        new(name, met ? RequirementStatus.Ok : otherwise, found, wanted, met ? string.Empty : remedy);

    private static HostRequirement Kernel(RequirementProbe probe)
    {
        const string Wanted = "Linux 5.6 or later, whose openat2 keeps paths inside a folder";
        string[] parts = (probe.Facts.Kernel ?? string.Empty).Split('.', '-');
        if (parts.Length < 2 || !Version.TryParse($"{parts[0]}.{parts[1]}", out Version? version))
            return new HostRequirement("kernel", OperatingSystem.IsLinux() ? RequirementStatus.Unknown : RequirementStatus.Ok, probe.Facts.Kernel ?? Environment.OSVersion.VersionString, Wanted, string.Empty);
        return Of("kernel", version >= s_openAt2, RequirementStatus.Warning, probe.Facts.Kernel!, Wanted, "Update the kernel; until then every path is walked part by part, which is slower.");
    }

    private static HostRequirement Clock(RequirementProbe probe, IClock clock)
    {
        const string Wanted = "the right time, which generations and certificates need";
        const string Remedy = "sudo timedatectl set-ntp true";
        string now = clock.UtcNow.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        if (clock.UtcNow.Year < 2025)
            return new HostRequirement("clock", RequirementStatus.Error, now, Wanted, Remedy);
        return probe.Exists("/run/systemd/timesync/synchronized")
            ? new HostRequirement("clock", RequirementStatus.Ok, now + ", synchronized", Wanted, string.Empty)
            : new HostRequirement("clock", RequirementStatus.Unknown, now, Wanted, $"If it is wrong: {Remedy}");
    }

    private static HostRequirement Links()
    {
        string link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.CreateSymbolicLink(link, "target");
            File.Delete(link);
            return new HostRequirement("links", RequirementStatus.Ok, "can be made", "symbolic links", string.Empty);
        }
        catch (IOException)
        {
            return new HostRequirement("links", RequirementStatus.Error, "cannot be made", "symbolic links", "Switch developer mode on (Settings, System, For developers), or run as administrator.");
        }
    }

    private static IEnumerable<HostRequirement> State(RequirementProbe probe, string? state)
    {
        RequirementStatus serious = probe.IsLive && state is null ? RequirementStatus.Warning : RequirementStatus.Error;
        (Root root, string path) = state is null ? (probe.Root, Target.StatePath) : (Root.At(System.IO.Path.GetPathRoot(state)!), state);
        string folder = path;
        while (folder != "/" && !Holds(root, folder))
            folder = folder[..Math.Max(1, folder.LastIndexOf('/'))];
        string shown = root.Describe(folder);
        bool writable = false;
        long? space = null;
        try
        {
            writable = root.IsWritable(folder);
            space = root.FreeSpace(folder);
        }
        catch (RootIOException)
        {
            // Not even looking is allowed: it is not writable either.
        }

        yield return Of("state.writable", writable, serious, writable ? shown : $"{shown} cannot be written", "a place for generations and journal", "Run the command with sudo, or name a folder of your own with -State (--state).");
        if (space is not { } bytes)
            yield break;
        RequirementStatus status = bytes < LeastSpace ? RequirementStatus.Error : bytes < ScarceSpace ? RequirementStatus.Warning : RequirementStatus.Ok;
        yield return new HostRequirement("state.space", status, Rounded(bytes).ToString(), "256MiB free for what is replaced and may come back",
            status == RequirementStatus.Ok ? string.Empty : "Remove-HostGeneration (hosttools generation prune) frees what old generations keep.");
    }

    private static ByteSize Rounded(long bytes) => new(bytes >= 8L << 30 ? bytes >> 30 << 30 : bytes >> 20 << 20);

    private static bool Holds(Root root, string folder)
    {
        try
        {
            return root.StatFollowed(folder)?.Type == FileEntryType.Directory;
        }
        catch (RootIOException)
        {
            return false;
        }
    }

    private static HostRequirement Systemd(RequirementProbe probe)
    {
        const string Wanted = "systemd, for hosts that declare units";
        if (probe.Find("systemctl") is not { } path)
            return new HostRequirement("systemd", RequirementStatus.Warning, "not installed", Wanted, probe.Install("systemctl"));
        bool runs = !probe.IsLive || probe.Exists("/run/systemd/system");
        return Of("systemd", runs, RequirementStatus.Warning, runs ? path : $"{path}, but the machine was not started with it", Wanted, "Start the machine with systemd; in a container and in WSL units are written and not started.");
    }

    private static int Groups(Root root)
    {
        try
        {
            return root.List("/sys/kernel/iommu_groups").Count;
        }
        catch (RootIOException)
        {
            return 0;
        }
    }
}
