using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine.Adoption;

namespace HostTools.Commands.Tests;

/// <summary>A real Debian, as its own installer makes it and an administrator changes it, is adopted without being changed.</summary>
public sealed class DebianAdoptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-debian-").FullName;
    private readonly RecordingConsole _console = new();

    private string Root => Path.Combine(_folder, "root");

    public void Dispose()
    {
        // It holds directories that only root may remove, and only root made it.
        Process.Start("rm", ["-rf", _folder]).WaitForExit();
    }

    [SkippableFact]
    public void Debian_is_adopted_planned_and_applied_without_a_changed_byte()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/mmdebstrap"), "mmdebstrap is not installed here, or this is not root");
        Skip.If(Shell("mmdebstrap --quiet --variant=minbase --include=systemd,cron,openssh-server,sudo bookworm root 2>mmdebstrap.log") != 0, "no mirror of Debian can be reached");
        Assert.Equal(0, Shell(
            """
            set -e
            chroot root useradd --create-home --shell /bin/bash --comment 'Alice Example,,,' --groups sudo alice
            chroot root useradd --create-home --uid 1100 --gid users bob
            echo 'bob:hunter2' | chroot root chpasswd
            mkdir root/home/alice/.ssh; echo 'ssh-ed25519 AAAA alice' > root/home/alice/.ssh/authorized_keys
            echo 'net.ipv4.ip_forward=1' > root/etc/sysctl.d/99-router.conf
            echo 'vfio' > root/etc/modules-load.d/vfio.conf
            echo 'MaxAuthTries 3' >> root/etc/ssh/sshd_config
            echo '# mine' >> root/etc/login.defs
            rm root/etc/cron.d/e2scrub_all
            printf '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n' > root/etc/systemd/system/mine.service
            systemctl --quiet --root=root enable mine.service
            systemctl --quiet --root=root mask fstrim.timer
            echo 'UUID=2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa / ext4 errors=remount-ro 0 1' > root/etc/fstab
            ln -sf /usr/share/zoneinfo/Europe/Stockholm root/etc/localtime
            echo 'token: hunter2hunter2' > root/etc/app.conf
            """));
        Directory.CreateDirectory(Path.Combine(_folder, "tree"));
        File.WriteAllText(Path.Combine(_folder, "tree/hosttools.yaml"), "description: A tree\n");
        string before = Fingerprint();

        Run(new ExportHostConfig { Name = "den", Root = Root, Path = Path.Combine(_folder, "tree"), PassThru = true });
        Assert.Empty(_console.Errors);
        AdoptedItem[] items = [.. _console.Written.OfType<AdoptedItem>()];
        foreach (string adopted in (string[])["alice", "bob", "cron", "mine", "openssh-server", "/etc/login.defs", "/etc/ssh/sshd_config", "/etc/sysctl.d/99-router.conf", "fstrim"])
            Assert.Contains(items, item => item.Name == adopted && item.Outcome == AdoptionOutcome.Adopted);
        foreach (string leftOut in (string[])["/etc/shadow", "/etc/app.conf", "/etc/cron.d/e2scrub_all", "/home/alice/.ssh/authorized_keys", "/etc/machine-id"])
            Assert.Contains(items, item => item.Name == leftOut && item.Outcome == AdoptionOutcome.LeftOut);
        // What Debian brought as it is, is nobody's wish.
        Assert.DoesNotContain(items, static item => item.Outcome == AdoptionOutcome.Adopted && item.Name is "/etc/bash.bashrc" or "/etc/profile" or "/etc/nsswitch.conf" or "/etc/sudoers");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_folder, "tree"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("hunter2", File.ReadAllText(file), StringComparison.Ordinal);

        Plan plan = PlanNow();
        Assert.DoesNotContain(plan.Changes, static change => change.Action is not (ChangeAction.Adopt or ChangeAction.None));
        Run(new InvokeHostPlan { Name = "den", Path = Path.Combine(_folder, "tree"), Root = Root, PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.Equal(1, Assert.IsType<ApplyResult>(_console.Written[^1]).Generation?.Number);
        Assert.Equal(before, Fingerprint());
        Assert.False(PlanNow().HasChanges);

        // What is not declared any more stays: nothing of it was ours.
        File.WriteAllText(Path.Combine(_folder, "tree/hosts/den/default.yaml"), "target: container\n");
        Run(new InvokeHostPlan { Name = "den", Path = Path.Combine(_folder, "tree"), Root = Root });
        Assert.Empty(_console.Errors);
        Assert.Equal(before, Fingerprint());
    }

    private Plan PlanNow()
    {
        Run(new GetHostPlan { Name = "den", Path = Path.Combine(_folder, "tree"), Root = Root });
        return Assert.IsType<Plan>(_console.Written[^1]);
    }

    private int Shell(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Names, kinds, rights, owners and bytes of everything but our own state.</summary>
    private string Fingerprint()
    {
        var start = new ProcessStartInfo("sh", ["-c", "cd root && find . -path ./var/lib/hosttools -prune -o -printf '%p %y %m %U %G %l\\n' | sort && find . -path ./var/lib/hosttools -prune -o -type f -print0 | sort -z | xargs -0 sha256sum"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(said.Length > 100_000, said);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }

    private void Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
