using System.Diagnostics;
using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>What is on the machine that runs us, as lines: files with content, modes and owners; packages; how units run and by which definition.</summary>
internal static class Snapshot
{
    /// <summary>A service that is not ours, and that nothing may be done to.</summary>
    public const string Steady = "steady.service";

    /// <summary>Tells which run of it goes on.</summary>
    public const string Invocation = "/run/faults-steady";

    private static readonly string[] s_folders =
    [
        "/etc", "/home", "/srv", "/usr/local", "/usr/share/demo", "/usr/share/extra", "/usr/share/tool", "/usr/share/libdemo", "/usr/share/extra-data", "/usr/share/bystander",
        "/lib/systemd/system", "/var/lib/dpkg/info", "/var/lib/dpkg/updates", "/var/lib/dpkg/triggers", "/var/lib/systemd/deb-systemd-helper-enabled", "/run/hosttools",
    ];

    // Not of packages or of us: copies that the account tools make, locks, what tells systemd when it looked last, and where a dpkg that was killed was about to write; the next one begins it anew.
    private static bool IsLeftOut(string path) => path.EndsWith('-') || path is "/etc/.pwd.lock" or "/etc/.updated" or "/var/lib/dpkg/updates/tmp.i" || path.EndsWith("/.local/state/hosttools", StringComparison.Ordinal) || path.EndsWith("/Lock", StringComparison.Ordinal);

    private static readonly string[] s_settings = ["ip_forward", "ip_default_ttl", "tcp_syncookies"];

    public static string[] Take() =>
    [
        .. s_folders.SelectMany(Tree), .. Packages(), .. FaultScenario.Units.SelectMany(Unit),
        .. s_settings.Select(static name => $"kernel {name} {File.ReadAllText($"/proc/sys/net/ipv4/{name}").Trim()}"),
    ];

    private static IEnumerable<string> Tree(string folder)
    {
        Root root = Root.At("/");
        if (root.StatFollowed(folder) is null)
            yield break;
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out string? path))
        {
            FileStatus status = root.Stat(path)!.Value; // It was listed.
            string line = $"{path} {Convert.ToString(status.Mode, 8)} {status.UserId}:{status.GroupId}";
            if (new FileInfo(path).LinkTarget is { } target && path != folder)
            {
                yield return $"{line} -> {target}";
            }
            else if (Directory.Exists(path))
            {
                yield return line + "/";
                foreach (string inner in Directory.EnumerateFileSystemEntries(path).Where(static inner => !IsLeftOut(inner)).OrderDescending(StringComparer.Ordinal))
                    pending.Push(inner);
            }
            else
            {
                yield return $"{line} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..12]}";
            }
        }
    }

    private static IEnumerable<string> Packages() =>
    [
        .. Run("dpkg-query", "-W", "-f", "package ${Package} ${db:Status-Status} ${db:Status-Want} ${db:Status-Eflag} ${Version}\n"),
        .. Run("apt-mark", "showauto").Select(static name => "automatic " + name), .. Run("dpkg", "--audit").Select(static line => "audit " + line),
    ];

    private static IEnumerable<string> Unit(string unit)
    {
        var values = Run("systemctl", "show", "-p", "LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,NeedDaemonReload,ExecStart,MainPID,InvocationID", unit)
            .Select(static line => line.Split('=', 2)).Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0], static pair => pair[1]);
        string pid = values.GetValueOrDefault("MainPID", "0");
        string runs = pid == "0" || !File.Exists($"/proc/{pid}/cmdline") ? string.Empty : File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        string exec = values.GetValueOrDefault("ExecStart", string.Empty) is { Length: > 0 } text && text.IndexOf("argv[]=", StringComparison.Ordinal) is >= 0 and var at ? text[at..text.IndexOf(';', at)] : string.Empty;
        foreach (string name in new[] { "LoadState", "ActiveState", "SubState", "UnitFileState", "FragmentPath", "DropInPaths", "NeedDaemonReload" })
            yield return $"unit {unit} {name}={values.GetValueOrDefault(name)}";
        yield return $"unit {unit} is defined as {exec}and runs {runs}";
        if (unit == Steady && values.GetValueOrDefault("ActiveState") == "active" && File.Exists(Invocation))
            yield return $"unit {unit} {(File.ReadAllText(Invocation).Trim() == values.GetValueOrDefault("InvocationID") ? "goes on" : "was started anew")}";
    }

    private static string[] Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
