using System.Globalization;
using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests;

/// <summary>Every file of the example host, read by the program that reads it on a machine. What each test skips for, tests/expected-skips.txt lists.</summary>
public sealed class PeerTests : IDisposable
{
    private static readonly string[] s_distributionUnits =
    [
        "sshd.service", "docker.service", "systemd-udev-settle.service",
        "nvidia-suspend.service", "nvidia-resume.service", "nvidia-hibernate.service",
    ];

    private readonly Peers.Machine _machine = new(Trees.HomelabHost("toaster"));

    public void Dispose() => _machine.Dispose();

    [SkippableFact]
    public void SystemdVerifiesEveryUnitAndDropIn()
    {
        string analyze = Peer.Require("systemd-analyze");
        _machine.ProvideUnits(s_distributionUnits);
        string[] units = [.. _machine.Units()];
        Assert.True(units.Length >= 13, string.Join(' ', units));
        string said = Peer.Accept(analyze, ["verify", $"--root={_machine.Root}", "--man=no", .. units]);
        // Unknown keys are only said, not failed for.
        Assert.Equal(string.Empty, said.Trim());
    }

    [SkippableFact]
    public void SystemdSeesAMistakeInAUnit()
    {
        // The check above is worth something only if it can fail.
        string analyze = Peer.Require("systemd-analyze");
        _machine.ProvideUnits(s_distributionUnits);
        _machine.Provide("/etc/systemd/system/bad.service", "[Service]\nExecStart=/usr/bin/missing\nNonsense=1\n");
        ProcessResult result = Peer.Run(analyze, "verify", $"--root={_machine.Root}", "--man=no", "bad.service");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Nonsense", result.StandardError, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void SystemdReadsUnitsAsEnabledAndMasked()
    {
        string systemctl = Peer.Require("systemctl");
        _machine.ProvideUnits(s_distributionUnits);
        foreach (string unit in new[] { "wake-nas.service", "btrbk-local.timer", "docker.service", "hosttools-ssh-keys.service" })
            Assert.StartsWith("enabled", Peer.Run(systemctl, $"--root={_machine.Root}", "is-enabled", unit).StandardOutput, StringComparison.Ordinal);
        Assert.StartsWith("masked", Peer.Run(systemctl, $"--root={_machine.Root}", "is-enabled", "systemd-networkd-wait-online.service").StandardOutput, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void SystemdUnderstandsEveryTime()
    {
        string analyze = Peer.Require("systemd-analyze");
        string[] times = [.. Values(".timer", "OnCalendar")];
        Assert.True(times.Length >= 4);
        foreach (string time in times)
            Peer.Accept(analyze, "calendar", time);
    }

    [SkippableFact]
    public void EnvironmentOfAService_ArrivesAsWritten()
    {
        string run = Peer.Require("systemd-analyze");
        const string difficult = "a \"b\" \\n 'c' 100% $HOME ; #";
        Realised host = Trees.Realise($"config:\n  systemd.services.x: {{ environment.V: '{difficult.Replace("'", "''", StringComparison.Ordinal)}', serviceConfig.ExecStart: /bin/sh }}\n");
        using var machine = new Peers.Machine(host);
        machine.ProvideUnits([]);
        Assert.Equal(string.Empty, Peer.Accept(run, "verify", $"--root={machine.Root}", "--man=no", "x.service").Trim());
        Assert.Contains("""Environment="V=a \"b\" \\n 'c' 100%% $HOME ; #" """.TrimEnd(), host.Text("/etc/systemd/system/x.service"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TmpfilesMakesTheDirectories()
    {
        string tmpfiles = Peer.Require("systemd-tmpfiles");
        Skip.IfNot(Environment.IsPrivilegedProcess, "systemd-tmpfiles gives directories to other users, which needs root");
        _machine.Provide("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        _machine.Provide("/etc/group", "root:x:0:\nusers:x:100:\n");
        Peer.Accept(tmpfiles, $"--root={_machine.Root}", "--create", "hosttools.conf");
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(_machine.At("/.snapshots/home"))); // 0700
        Assert.True(Directory.Exists(_machine.At("/mnt/btrfs-top/.snapshots/rootfs")));
        Assert.Equal((UnixFileMode)0x5FD, File.GetUnixFileMode(_machine.At("/srv/games"))); // 2775
    }

    [SkippableFact]
    public void SshdAcceptsItsFileAndKeepsItHard()
    {
        (string sshd, string key) = Sshd();
        string file = _machine.At("/etc/ssh/sshd_config");
        Peer.Accept(sshd, "-t", "-f", file, "-h", key);
        string[] effective = Peer.Accept(sshd, "-T", "-f", file, "-h", key).Split('\n');
        foreach (string line in new[]
        {
            "port 22", "port 2222", "permitrootlogin no", "passwordauthentication no", "kbdinteractiveauthentication no", "x11forwarding no",
            "maxauthtries 2", "usepam yes", "subsystem sftp internal-sftp", "authorizedkeysfile .ssh/authorized_keys /etc/ssh/authorized_keys.d/%u",
        })
            Assert.Contains(line, effective);
    }

    [SkippableFact]
    public void SshdPrefersTheDropInToWhatFollows()
    {
        (string sshd, string key) = Sshd();
        using var machine = new Peers.Machine(Trees.Realise(
            "imports: [services/openssh]\nconfig:\n  services.openssh: { enable: true, layout: dropIn }\n"));
        string file = machine.Provide("/etc/ssh/sshd_config",
            $"Include {machine.At("/etc/ssh/sshd_config.d")}/*.conf\nPasswordAuthentication yes\nPermitRootLogin yes\nSubsystem sftp /usr/lib/openssh/sftp-server\n");
        string[] effective = Peer.Accept(sshd, "-T", "-f", file, "-h", key).Split('\n');
        Assert.Contains("passwordauthentication no", effective);
        Assert.Contains("permitrootlogin no", effective);
    }

    [SkippableFact]
    public void SshFindsTheMachinesOfTheHomelab()
    {
        string ssh = Peer.Require("ssh");
        string said = Peer.Accept(ssh, "-T", "-G", "-F", _machine.At("/etc/ssh/ssh_config.d/homelab.conf"), "files");
        Assert.Contains("\nhostname 192.168.1.10\n", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void SshKeygenReadsTheAuthorizedKeys()
    {
        string keygen = Peer.Require("ssh-keygen");
        Assert.Contains("(ED25519)", Peer.Accept(keygen, "-l", "-f", _machine.At("/etc/ssh/authorized_keys.d/draxel")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void BtrbkReadsItsFiles()
    {
        string btrbk = Peer.Require("btrbk");
        string local = Peer.Accept(btrbk, "-c", _machine.At("/etc/btrbk/local.conf"), "config", "print");
        Assert.Matches(@"(?m)^snapshot_preserve\s+24h 7d 4w$", local);
        Assert.Matches(@"(?m)^\s*subvolume /work$", local);
        Assert.Matches(@"(?m)^\s*snapshot_preserve\s+48h 14d 8w$", local);
        Peer.Accept(btrbk, "-c", _machine.At("/etc/btrbk/system.conf"), "config", "print");
    }

    [SkippableFact]
    public void BtrbkTakesSnapshotsOnceTmpfilesMadeRoomForThem()
    {
        string btrbk = Peer.Require("btrbk");
        string tmpfiles = Peer.Require("systemd-tmpfiles");
        using BtrfsVolume volume = BtrfsVolume.Mount(_machine.Aside("volume"));
        volume.CreateSubvolume("home");
        using var machine = new Peers.Machine(Trees.Realise(
            $$"""
            imports: [services/btrbk]
            config:
              services.btrbk.instances.local:
                settings: { snapshot_preserve: 24h 7d 4w }
                volumes."{{volume.Path}}".subvolumes.home: {}
            """));
        string[] run = ["-c", machine.At("/etc/btrbk/local.conf"), "run"];
        Assert.NotEqual(0, Peer.Run(btrbk, run).ExitCode);
        Peer.Accept(tmpfiles, "--create", machine.At("/etc/tmpfiles.d/hosttools.conf"));
        Peer.Accept(btrbk, run);
        string snapshot = Assert.Single(Directory.EnumerateDirectories(Path.Combine(volume.Path, ".snapshots/home")));
        Assert.Matches("^home[.][0-9]{8}T[0-9]{4}$", Path.GetFileName(snapshot));
    }

    [SkippableFact]
    public void ResolverFindsTheNamesOfHosts()
    {
        string unshare = Peer.Require("unshare");
        Skip.IfNot(Environment.IsPrivilegedProcess, "another /etc/hosts for one program needs root");
        string[] names = ["nas.home.arpa", "files", "toaster", "ip6-localhost"];
        string said = Peer.Accept(unshare, "--mount", "/bin/sh", "-c",
            $"mount --bind {_machine.At("/etc/hosts")} /etc/hosts && getent ahosts {string.Join(" && getent ahosts ", names)}");
        Assert.Contains("192.168.1.10    STREAM nas.home.arpa\n", said, StringComparison.Ordinal);
        Assert.Contains("127.0.1.1       STREAM toaster.home.arpa\n", said, StringComparison.Ordinal);
        Assert.Contains("::1             STREAM ", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void ModprobeReadsItsFile()
    {
        string modprobe = Peer.Require("modprobe");
        string said = Peer.Accept(modprobe, "-C", _machine.At("/etc/modprobe.d"), "--showconfig");
        Assert.Contains("blacklist nouveau\n", said, StringComparison.Ordinal);
        Assert.Contains("options nvidia NVreg_PreserveVideoMemoryAllocations=1", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void ShellsReadTheVariables(string name)
    {
        string shell = Peer.Require(name);
        foreach (FileResource script in _machine.Host.Files.Where(static file => file.Path.EndsWith(".sh", StringComparison.Ordinal) || file.Mode == 0x1ED))
            Peer.Accept(shell, "-n", _machine.At(script.Path));
        string said = Peer.Accept("env", "-i", "HOME=/home/x", "PATH=/bin", shell, "-c", $". {_machine.At("/etc/profile.d/hosttools.sh")}; /usr/bin/env");
        Assert.Contains("\nPATH=/home/x/.local/bin:/bin:/opt/games/bin\n", "\n" + said, StringComparison.Ordinal);
        Assert.Contains("\nEDITOR=nvim\n", "\n" + said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void ShellsAndSystemdReadTheSameVariables()
    {
        string generator = Peer.Require("/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator");
        using var machine = new Peers.Machine(Trees.Realise(
            """
            config:
              environment.variables:
                A: 'a "b" \ `c` ''d'''
                B: $HOME/${USER}x
                C: 5$$ or $$HOME
                D: [x y, $A]
                E: 1.20
                F: "#no comment"
            """));
        string[] clean = ["-i", "HOME=/home/x", "USER=u", "PATH=/bin", $"XDG_CONFIG_HOME={machine.At("/etc")}"];
        string[] names = ["A", "B", "C", "D", "E", "F"];
        string[] shell = Lines(Peer.Accept("env", [.. clean, "/bin/sh", "-c", $". {machine.At("/etc/profile.d/hosttools.sh")}; /usr/bin/env"]));
        string[] systemd = Lines(Peer.Accept("env", [.. clean, generator]));
        Assert.Equal("A=a \"b\" \\ `c` 'd'", shell[0]);
        Assert.Equal(["B=/home/x/ux", "C=5$ or $HOME", "D=x y:" + shell[0][2..], "E=1.20", "F=#no comment"], shell[1..]);
        // The generator prints in shell quoting; a shell gives the values back.
        string[] unquoted = Lines(Peer.Accept("env", "-i", "/bin/sh", "-c", string.Join('\n', systemd.Select(static line => "export " + line)) + "\n/usr/bin/env"));
        Assert.Equal(shell, unquoted);

        string[] Lines(string text) =>
            [.. text.Split('\n').Where(line => names.Contains(line.Split('=')[0])).Order(StringComparer.Ordinal)];
    }

    [SkippableFact]
    public void GrubReadsItsFiles()
    {
        string check = Peer.Require("grub-script-check");
        using var machine = new Peers.Machine(Trees.Realise(
            """
            imports: [system/boot]
            config:
              boot.kernelParams: ['dyndbg="file a.c +p"', 'odd=$x`y']
              modules.system.boot:
                loader: grub
                root: UUID=1
                entries.vfio: { title: "It's VFIO", params: [a=b], image: /vmlinuz.new }
                entries.old: { image: /vmlinuz.old, initrds: [] }
            """));
        string defaults = machine.At("/etc/default/grub.d/50-hosttools.cfg");
        string said = Peer.Accept("/bin/sh", "-c", $"GRUB_CMDLINE_LINUX=quiet; . {defaults}; printf %s \"$GRUB_CMDLINE_LINUX\"");
        Assert.Equal("quiet dyndbg=\"file a.c +p\" odd=$x`y", said);
        string menu = Peer.Accept(machine.At("/etc/grub.d/42_hosttools"));
        Assert.Equal(2, menu.Split("menuentry ").Length - 1);
        File.WriteAllText(machine.Aside("menu.cfg"), menu);
        Peer.Accept(check, machine.Aside("menu.cfg"));
    }

    [Fact]
    public void JsonFilesParse()
    {
        FileResource[] files = [.. _machine.Host.Files.Where(static file => file.Path.EndsWith(".json", StringComparison.Ordinal))];
        Assert.Equal(2, files.Length);
        foreach (FileResource file in files)
            JsonDocument.Parse(Realised.TextOf(file)).Dispose();
    }

    [SkippableFact]
    public void DockerReadsItsFile()
    {
        // A client says nothing about the daemon's file, so only a real daemon's own check counts.
        string dockerd = Peer.Require("dockerd");
        Skip.IfNot(Peer.Run(dockerd, "--help").StandardOutput.Contains("--validate", StringComparison.Ordinal), "this dockerd has no --validate");
        Peer.Accept(dockerd, "--validate", "--config-file", _machine.At("/etc/docker/daemon.json"));
    }

    private (string Sshd, string Key) Sshd()
    {
        string sshd = Peer.Require("/usr/sbin/sshd");
        string key = _machine.Aside("host_key");
        Peer.Accept(Peer.Require("ssh-keygen"), "-q", "-t", "ed25519", "-N", string.Empty, "-f", key);
        // Debian's sshd wants its empty folder before it looks at anything.
        Skip.If(!Directory.Exists("/run/sshd") && !Environment.IsPrivilegedProcess, "sshd -t wants /run/sshd, and making it needs root");
        Directory.CreateDirectory("/run/sshd");
        return (sshd, key);
    }

    private IEnumerable<string> Values(string suffix, string key) =>
        _machine.Host.Files.Where(file => file.Path.EndsWith(suffix, StringComparison.Ordinal))
            .SelectMany(static file => Realised.TextOf(file).Split('\n'))
            .Where(line => line.StartsWith(key + "=", StringComparison.Ordinal))
            .Select(line => line[(key.Length + 1)..].ToString(CultureInfo.InvariantCulture));
}
