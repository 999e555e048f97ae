using System.Diagnostics;
using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>What people could lock themselves out with, on a machine with a real sshd and sudo. Logins come from outside of it.</summary>
public sealed class LockoutTests(LiveMachine machine) : IClassFixture<LiveMachine>, IDisposable
{
    private const string Reload = "\nactivation.triggers.sshd.command: [systemctl, reload, ssh.service]";

    private readonly string _keys = Directory.CreateTempSubdirectory("hosttools-keys-").FullName;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [SkippableFact]
    public async Task Lockout_SshdConfigurationIsCheckedAndNeedsAWayBack()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Sshd("PermitRootLoggin no"));
        ProcessResult broken = await machine.ApplyAsync("--accept-risk");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("Bad configuration option: PermitRootLoggin", broken.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/etc/ssh/sshd_config.d/50-den.conf"));

        await machine.WriteHostAsync(Sshd("DenyUsers root"));
        ProcessResult unasked = await machine.ApplyAsync();
        Assert.Equal(1, unasked.ExitCode);
        Assert.Contains("LockoutRisk", unasked.StandardError, StringComparison.Ordinal);
        Assert.Contains("who may log in (/etc/ssh/sshd_config.d/50-den.conf)", unasked.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/etc/ssh/sshd_config.d/50-den.conf"));
        Assert.True(await SshAsync("root", "true"));
    }

    [SkippableFact]
    public async Task Lockout_BySshIsTakenBackThoughTheSessionThatDidItDies()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Sshd("DenyUsers root ann"));
        using (Process session = Ssh("root", "cd /root/tree && /opt/hosttools/hosttools apply --yes --confirm-within 10s; sleep 600"))
        {
            for (int tries = 0; await SshAsync("root", "true"); tries++)
                Assert.True(tries < 300, "it did not come about");
            session.Kill(entireProcessTree: true);
        }

        Assert.False(await SshAsync("ann", "true"));
        for (int tries = 0; !await SshAsync("root", "true"); tries++)
        {
            Assert.True(tries < 300, await machine.ShellAsync("systemctl status --no-pager hosttools-confirm.service hosttools-confirm.timer || true"));
            await Task.Delay(200);
        }

        Assert.False(await machine.ExistsAsync("/etc/ssh/sshd_config.d/50-den.conf"));
        Assert.True(await SshAsync("ann", "true"));
    }

    [SkippableFact]
    public async Task Lockout_SudoersAreCheckedAndNeedAWayBack()
    {
        await FreshAsync();
        await machine.WriteHostAsync("environment.etc.\"sudoers.d/den\": { text: \"ann ALL=(ALL\", mode: \"0440\" }");
        ProcessResult broken = await machine.ApplyAsync("--accept-risk");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("syntax error", broken.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/etc/sudoers.d/den"));

        await machine.WriteHostAsync("environment.etc.\"sudoers.d/den\": { text: \"ann ALL=(ALL) NOPASSWD: ALL\", mode: \"0440\" }");
        Assert.Contains("who may become root", (await machine.ApplyAsync()).StandardError, StringComparison.Ordinal);
        Assert.False(await SshAsync("ann", "sudo -n true"));
        await machine.AppliedAsync("--confirm-within", "1h");
        Assert.True(await SshAsync("ann", "sudo -n true"));
        Assert.True(await SshAsync("ann", "sudo -n /opt/hosttools/hosttools generation confirm --yes"));
        Assert.True(await SshAsync("ann", "sudo -n true"));
    }

    [SkippableTheory]
    [InlineData("systemd.services.ssh.enable: false", "who may log in (/etc/systemd/system/ssh.service)")]
    [InlineData("systemd.services.ssh: { overrideStrategy: asDropin, serviceConfig.ExecStart: [\"\", /bin/false] }", "who may log in (/etc/systemd/system/ssh.service.d/hosttools.conf)")]
    [InlineData("systemd.services.systemd-networkd.enable: false", "whether the machine can be reached")]
    [InlineData("environment.etc.\"systemd/network/10-host0.network\".text: \"[Match]\"", "whether the machine can be reached (/etc/systemd/network/10-host0.network)")]
    [InlineData("environment.etc.\"network/interfaces\": { text: \"\", collision: backup }", "whether the machine can be reached")]
    [InlineData("users.users.ann: { isNormalUser: true, shell: /bin/false, createHome: false }", "who may log in")]
    [InlineData("environment.etc.\"pam.d/sshd\": { text: \"auth required pam_deny.so\", collision: backup }", "who may log in")]
    public async Task Lockout_OfUnitsNetworkAccountsAndPamNeedsAWayBack(string configuration, string risk)
    {
        await FreshAsync();
        await machine.WriteHostAsync(configuration);
        ProcessResult refused = await machine.ApplyAsync();
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("LockoutRisk", refused.StandardError, StringComparison.Ordinal);
        Assert.Contains(risk, refused.StandardError, StringComparison.Ordinal);
        Assert.True(await SshAsync("ann", "true"));
    }

    private static string Sshd(string line) => $"environment.etc.\"ssh/sshd_config.d/50-den.conf\": {{ text: \"{line}\", triggers: [sshd] }}" + Reload;

    private async Task FreshAsync()
    {
        machine.Require();
        Skip.IfNot(File.Exists("/usr/bin/ssh-keygen"), "openssh-client is not installed here");
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync("--accept-risk");
        ProcessResult made = await new SystemProcessRunner().RunAsync(new ProcessRequest("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Join(_keys, "key")]), CancellationToken.None);
        Assert.Equal(0, made.ExitCode);
        string key = await File.ReadAllTextAsync(Path.Join(_keys, "key.pub"));
        await machine.ShellAsync("ip link set lo up; id ann >/dev/null 2>&1 || useradd -m -s /bin/sh ann; mkdir -p /home/ann/.ssh; systemctl start ssh.service");
        await machine.WriteFileAsync("/root/.ssh/authorized_keys", key);
        await machine.WriteFileAsync("/home/ann/.ssh/authorized_keys", key);
        Assert.True(await SshAsync("root", "true"), "root can log in");
    }

    private async Task<bool> SshAsync(string user, string command)
    {
        using Process client = Ssh(user, command);
        await client.WaitForExitAsync();
        return client.ExitCode == 0;
    }

    // The client is a program of this machine; only its network is the other's.
    private Process Ssh(string user, string command) => Process.Start(new ProcessStartInfo("nsenter",
        [
            $"--target={machine.Leader}", "--net", "--", "ssh", "-i", Path.Join(_keys, "key"), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "ConnectTimeout=5", "-o", "LogLevel=ERROR", "-F", "/dev/null", $"{user}@127.0.0.1", command,
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
