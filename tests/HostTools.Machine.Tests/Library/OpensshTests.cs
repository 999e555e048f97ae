using HostTools.Activation.Resources;
using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

public sealed class OpensshTests
{
    private static string Yaml(string openssh) => $"imports: [services/openssh]\nconfig:\n  services.openssh: {{ enable: true, {openssh} }}\n";

    [Fact]
    public void Enabled_AcceptsKeysOnlyAndNoRoot()
    {
        Realised host = Trees.Realise(Yaml(string.Empty));
        string text = host.Text("/etc/ssh/sshd_config");
        foreach (string line in new[] { "PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin no", "X11Forwarding no", "Port 22" })
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        Assert.Equal("/usr/lib/systemd/system/sshd.service", host.Link("/etc/systemd/system/multi-user.target.wants/sshd.service"));
    }

    [Fact]
    public void Settings_AreWrittenAsSshdReadsThem()
    {
        Realised host = Trees.Realise(Yaml(
            """
            allowSFTP: false, ports: [2222], listenAddresses: ["[::1]:2222"], authorizedKeysFiles: [/keys/%u],
                settings: { Ciphers: [aes256-ctr, aes128-ctr], AllowUsers: [a, b], TCPKeepAlive: false, PermitRootLogin: no, LogLevel: VERBOSE },
                extraConfig: "Match User a\n  ForceCommand /bin/true"
            """));
        Assert.Equal(
            """
            # Written by HostTools from services.openssh.
            Port 2222
            ListenAddress [::1]:2222
            HostKey /etc/ssh/ssh_host_ed25519_key
            HostKey /etc/ssh/ssh_host_rsa_key
            AuthorizedKeysFile .ssh/authorized_keys /keys/%u
            AllowUsers a b
            Ciphers aes256-ctr,aes128-ctr
            KbdInteractiveAuthentication no
            LogLevel VERBOSE
            LoginGraceTime 30
            MaxAuthTries 3
            PasswordAuthentication no
            PermitRootLogin no
            PrintMotd no
            TCPKeepAlive no
            UsePAM yes
            X11Forwarding no
            Match User a
              ForceCommand /bin/true

            """,
            host.Text("/etc/ssh/sshd_config"));
    }

    [Fact]
    public void DropIn_LeavesTheDistributionsFileAlone()
    {
        Realised host = Trees.Realise(Yaml("layout: dropIn, serviceName: ssh"));
        Assert.False(host.Has("/etc/ssh/sshd_config"));
        string text = host.Text("/etc/ssh/sshd_config.d/00-hosttools.conf");
        Assert.Contains("PasswordAuthentication no\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Subsystem", text, StringComparison.Ordinal);
        Assert.Equal(["systemctl", "try-reload-or-restart", "ssh.service"],
            host.Set.Resources.OfType<TriggerResource>().Single(static trigger => trigger.Name == "sshd").Command);
    }

    [Fact]
    public void HostKeys_AreMadeBeforeTheServerStarts()
    {
        Realised host = Trees.Realise(Yaml("hostKeys: [{ path: /etc/ssh/one }, { type: rsa, bits: 3072, path: /etc/ssh/two }]"));
        string unit = host.Text("/etc/systemd/system/hosttools-ssh-keys.service");
        Assert.Contains("Before=sshd.service\nConditionPathExists=|!/etc/ssh/one\nConditionPathExists=|!/etc/ssh/two\n", unit, StringComparison.Ordinal);
        Assert.Contains("-t rsa -b 3072 -N \"\" -f /etc/ssh/two'\n", unit, StringComparison.Ordinal);
        Assert.Equal("../hosttools-ssh-keys.service", host.Link("/etc/systemd/system/sshd.service.wants/hosttools-ssh-keys.service"));
        Assert.False(Trees.Realise(Yaml("generateHostKeys: false")).Has("/etc/systemd/system/hosttools-ssh-keys.service"));
    }

    [Fact]
    public void AuthorizedKeys_StandInTheirOwnFile()
    {
        Realised host = Trees.Realise(Yaml("authorizedKeys.ann: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII3mEkuHmN1JWMcnsod4uowsPI5SWimn5EU5x+C9it3e ann]"));
        Assert.EndsWith("\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII3mEkuHmN1JWMcnsod4uowsPI5SWimn5EU5x+C9it3e ann\n", host.Text("/etc/ssh/authorized_keys.d/ann"), StringComparison.Ordinal);
        Assert.Contains("AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys.d/%u\n", host.Text("/etc/ssh/sshd_config"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PasswordAuthentication: true", "The SSH server accepts passwords")]
    [InlineData("PermitRootLogin: yes", "lets root in with a password")]
    public void WeakSettings_Warn(string setting, string expected)
    {
        HostEvaluation evaluation = Trees.Evaluate(Yaml($"settings: {{ {setting} }}"));
        Assert.Contains(expected, Assert.Single(evaluation.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOfAUser_StandBesideThoseOfTheServer()
    {
        const string key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII3mEkuHmN1JWMcnsod4uowsPI5SWimn5EU5x+C9it3e";
        Realised host = Trees.Realise(Yaml($"authorizedKeys: {{ ann: [{key} a], ops: [{key} o] }}") + $"  users.users.ann: {{ isNormalUser: true, openssh.authorizedKeys.keys: [{key} b] }}\n");
        Assert.EndsWith($"\n{key} a\n{key} b\n", host.Text("/etc/ssh/authorized_keys.d/ann"), StringComparison.Ordinal);
        Assert.EndsWith($"\n{key} o\n", host.Text("/etc/ssh/authorized_keys.d/ops"), StringComparison.Ordinal);
        Assert.Contains("AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys.d/%u\n", host.Text("/etc/ssh/sshd_config"), StringComparison.Ordinal);
        Assert.Contains(
            "users.users.ann.openssh.authorizedKeys.keys holds something that is no public key",
            Trees.Errors(Yaml("allowSFTP: true") + "  users.users.ann: { isNormalUser: true, openssh.authorizedKeys.keys: [nonsense] }\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ports: []", "The SSH server listens nowhere.")]
    [InlineData("ports: [70000]", "'services.openssh.ports[0]'")]
    [InlineData("hostKeys: []", "does not start without a host key")]
    [InlineData("hostKeys: [{ path: \"/etc/ssh/a key\" }]", "services.openssh.hostKeys[0].path")]
    [InlineData("hostKeys: [{ type: ed25519 }]", "services.openssh.hostKeys[0].path")]
    [InlineData("settings: { Port: 22 }", "'Port' does not stand in services.openssh.settings")]
    [InlineData("authorizedKeys: { ann: [/home/ann/.ssh/id_ed25519.pub] }", "holds something that is no public key")]
    [InlineData("authorizedKeys: { \"../ann\": [ssh-ed25519 AAAA x] }", "no name of a user")]
    [InlineData("serviceName: openssh", "'sshd'")]
    public void Mistake_IsNamed(string openssh, string expected) =>
        Assert.Contains(expected, Trees.Errors(Yaml(openssh)), StringComparison.Ordinal);
}
