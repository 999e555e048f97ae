using HostTools.Machine.Units;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Peers;

/// <summary>Units of every kind, read by systemd itself.</summary>
public sealed class UnitPeerTests : IDisposable
{
    private readonly Machine _machine = new(Trees.Realise(GoldenFiles.LibraryHost("base/systemd")));

    public void Dispose() => _machine.Dispose();

    public static TheoryData<string> Hosts => [.. GoldenFiles.LibraryHosts()];

    [SkippableTheory]
    [MemberData(nameof(Hosts))]
    public void SystemdVerifiesTheUnitsOfEveryModule(string host) => Verify(Library.GoldenModuleTests.Realise(host));

    [SkippableTheory]
    [MemberData(nameof(ExampleTests.Hosts), MemberType = typeof(ExampleTests))]
    public void SystemdVerifiesTheUnitsOfTheExamples(string host) => Verify(Trees.HomelabHost(host));

    private static void Verify(Realised host)
    {
        string analyze = Peer.Require("systemd-analyze");
        using var machine = new Machine(host);
        if (!Directory.Exists(machine.At("/etc/systemd/system")))
            return;
        // What ours add to and enable comes from packages.
        machine.ProvideUnits(machine.Units().Where(unit => !File.Exists(machine.At($"/etc/systemd/system/{unit}")))
            .Concat(machine.Host.Links.Where(static link => link.LinkTarget.StartsWith("/usr/lib/systemd/system/", StringComparison.Ordinal))
                .Select(static link => Path.GetFileName(link.LinkTarget)))
            .Distinct());
        string[] units = [.. machine.Units().Where(static unit => !unit.Contains('@', StringComparison.Ordinal))];
        string said = units.Length == 0 ? string.Empty : Peer.Accept(analyze, ["verify", $"--root={machine.Root}", "--man=no", .. units]);
        Assert.Equal(string.Empty, said.Trim());
    }

    [Fact]
    public void EveryKindOfUnit_IsAmongThem()
    {
        foreach (UnitKind kind in UnitKind.All)
            Assert.Contains(_machine.Units(), unit => unit.EndsWith(kind.Suffix, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void SystemdVerifiesTheUnitsOfUsers()
    {
        string analyze = Peer.Require("systemd-analyze");
        string folder = _machine.At("/etc/systemd/user");
        // This one adds to a unit of a package.
        string vendor = _machine.Provide("/usr/lib/systemd/user/pipewire.service", "[Service]\nExecStart=/bin/sh\n");
        foreach (string unit in Directory.EnumerateFiles(folder, "*.service").Append(vendor).Where(static file => new FileInfo(file).LinkTarget is null))
            File.WriteAllText(unit, File.ReadAllText(unit)
                .Replace("ExecStart=/usr/bin/", "ExecStart=/bin/sh ", StringComparison.Ordinal)
                .Replace("ExecStart=/etc/", "ExecStart=/bin/sh /etc/", StringComparison.Ordinal));
        string[] units = [.. Directory.EnumerateFiles(folder, "*.*").Where(static file => new FileInfo(file).LinkTarget is null), vendor];
        Assert.Equal(9, units.Length);
        Directory.CreateDirectory(_machine.Aside("run"));
        string said = Peer.Accept("env", [$"XDG_RUNTIME_DIR={_machine.Aside("run")}", $"SYSTEMD_UNIT_PATH={folder}:", analyze, "--user", "verify", "--man=no", .. units]);
        Assert.Equal(string.Empty, said.Trim());
    }

    [SkippableFact]
    public void ShellReadsTheScripts()
    {
        string shell = Peer.Require("sh");
        string[] scripts = [.. Directory.EnumerateFiles(_machine.At("/etc/hosttools"), "*", SearchOption.AllDirectories)];
        Assert.Equal(7, scripts.Length);
        foreach (string script in scripts)
            Peer.Accept(shell, "-n", script);
    }

    [SkippableFact]
    public void ScriptOfAUnit_EndsWithItsFirstFailure()
    {
        string shell = Peer.Require("sh");
        using var machine = new Machine(Trees.Realise("config:\n  systemd.services.a.script: |\n    echo first $1\n    false\n    echo second\n"));
        ProcessResult said = Peer.Run(shell, machine.At("/etc/hosttools/scripts/a-start"), "word");
        Assert.Equal("first word\n", said.StandardOutput);
        Assert.Equal(1, said.ExitCode);
    }

    [SkippableFact]
    public void PasswordsComeFromTheirFiles()
    {
        Peer.Require("chpasswd");
        Skip.IfNot(Environment.IsPrivilegedProcess, "account files of one's own need root");
        using var machine = new Machine(Trees.Realise(
            """
            config:
              users.users:
                ann: { isNormalUser: true, hashedPasswordFile: /etc/ann.password }
                bob: { isNormalUser: true, hashedPasswordFile: /etc/none }
            """));
        machine.Provide("/etc/ann.password", "$6$salt$hash\n");
        machine.Provide("/etc/passwd", "ann:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n");
        machine.Provide("/etc/shadow", "ann:!:19000::::::\nbob:!:19000::::::\n");
        string run = machine.Provide("/run.sh", $"mount --bind {machine.At("/etc")} /etc && exec sh /etc/hosttools/scripts/hosttools-passwords-start");
        ProcessResult said = Peer.Run("unshare", "--mount", "sh", run);
        Assert.Contains("No password for bob: /etc/none cannot be used", said.StandardError, StringComparison.Ordinal);
        Assert.Equal(1, said.ExitCode);
        string shadow = File.ReadAllText(machine.At("/etc/shadow"));
        Assert.Contains("ann:$6$salt$hash:", shadow, StringComparison.Ordinal);
        Assert.Contains("bob:!:", shadow, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void SystemctlSeesWhatIsEnabled()
    {
        string systemctl = Peer.Require("systemctl");
        _machine.Provide("/usr/lib/systemd/system/fstrim.timer", "[Timer]\nOnCalendar=weekly\n[Install]\nWantedBy=timers.target\n");
        _machine.Provide("/usr/lib/systemd/user/tracker-miner-fs-3.service", "[Service]\nExecStart=/bin/sh\n");
        foreach (string unit in new[] { "greeter.socket", "sweep.timer", "sweep.path", "srv-archive.mount", "srv-old_archive.automount", "archive.target", "fstrim.timer" })
            Assert.Equal("enabled", IsEnabled(unit));
        foreach (string unit in new[] { "nag.timer", "talk.socket", "watch.path", "watch.service" })
            Assert.Equal("enabled", IsEnabled("--global", unit));
        Assert.Equal("masked", IsEnabled("avahi-daemon.service"));
        Assert.Equal("masked", IsEnabled("--global", "tracker-miner-fs-3.service"));
        Assert.Equal("static", IsEnabled("sweep.service"));

        string IsEnabled(params string[] arguments) =>
            Peer.Run(systemctl, [$"--root={_machine.Root}", "is-enabled", .. arguments]).StandardOutput.Trim();
    }
}
