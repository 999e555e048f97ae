using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

public sealed class NamesAndKernelTests
{
    [Fact]
    public void BareHost_HasItsNamesAndNothingElse()
    {
        Realised host = Trees.Realise(string.Empty);
        Assert.Equal(["/etc/hostname", "/etc/hosts"], host.Files.Select(static file => file.Path));
        Assert.Equal("den\n", host.Text("/etc/hostname"));
        Assert.Contains("127.0.1.1 den\n", host.Text("/etc/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public void Container_LeavesNamesToItsRuntime() =>
        Assert.Empty(Trees.Realise("target: container").Files);

    [Fact]
    public void Hosts_AddNamesToAddresses()
    {
        Realised host = Trees.Realise(
            """
            config:
              networking:
                hostName: !force box
                domain: example.org
                hosts:
                  192.168.1.10: [nas, nas.example.org]
                  127.0.0.1: [dev.local, localhost]
                  "fe80::1%eth0": [router]
                extraHosts: "10.0.0.1 legacy # kept as it is"
            """);
        Assert.Equal(
            """
            # Written by HostTools from networking.hosts.
            127.0.0.1 localhost dev.local
            127.0.1.1 box.example.org box
            192.168.1.10 nas nas.example.org
            ::1 localhost ip6-localhost ip6-loopback
            fe80::1%eth0 router
            ff02::1 ip6-allnodes
            ff02::2 ip6-allrouters
            10.0.0.1 legacy # kept as it is

            """,
            host.Text("/etc/hosts"));
    }

    [Fact]
    public void Sysctl_KeepsDotsAndWritesTruthAsDigits()
    {
        Realised host = Trees.Realise(
            """
            config:
              boot.kernel.sysctl: { net.ipv4.ip_forward: true, kernel.core_pattern: "|/bin/false", vm.swappiness: 10, net.ipv4.conf.eth0/1.rp_filter: false }
            """);
        Assert.Equal(
            """
            # Written by HostTools from boot.kernel.sysctl.
            kernel.core_pattern = |/bin/false
            net.ipv4.conf.eth0/1.rp_filter = 0
            net.ipv4.ip_forward = 1
            vm.swappiness = 10

            """,
            host.Text("/etc/sysctl.d/60-hosttools.conf"));
    }

    [Fact]
    public void Modules_AreLoadedOnceAndKeptAway()
    {
        Realised host = Trees.Realise(
            """
            config:
              boot.kernelModules: [kvm, tun, kvm]
              boot.blacklistedKernelModules: [pcspkr]
              boot.extraModprobeConfig: |
                options kvm ignore_msrs=1
                softdep a pre: b
            """);
        Assert.Equal("# Written by HostTools from boot.kernelModules.\nkvm\ntun\n", host.Text("/etc/modules-load.d/hosttools.conf"));
        Assert.EndsWith("blacklist pcspkr\noptions kvm ignore_msrs=1\nsoftdep a pre: b\n", host.Text("/etc/modprobe.d/hosttools.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void KernelParams_WithoutABootModule_Warn()
    {
        HostEvaluation evaluation = Trees.Evaluate("config:\n  boot.kernelParams: [quiet]\n");
        Assert.Contains("Add 'system/boot' to the host's imports.", Assert.Single(evaluation.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TimeZone_IsALink()
    {
        Realised host = Trees.Realise("config:\n  time.timeZone: America/Argentina/Buenos_Aires\n");
        Assert.Equal("../usr/share/zoneinfo/America/Argentina/Buenos_Aires", host.Link("/etc/localtime"));
        Assert.Equal("America/Argentina/Buenos_Aires\n", host.Text("/etc/timezone"));
    }

    [Fact]
    public void Variables_AreJoinedAndQuoted()
    {
        Realised host = Trees.Realise(
            """
            config:
              - set: { environment.variables: { PATH: ["$HOME/bin", $PATH], LEVEL: 3, PRICE: "5$$", SAY: 'a "b" \ `c`' } }
              - set: { environment.variables.PATH: !after [/opt/bin] }
            """);
        Assert.Equal(
            """
            # Written by HostTools from environment.variables.
            export LEVEL="3"
            export PATH="$HOME/bin:$PATH:/opt/bin"
            export PRICE="5\$"
            export SAY="a \"b\" \\ \`c\`"

            """,
            host.Text("/etc/profile.d/hosttools.sh"));
    }

    [Theory]
    [InlineData("environment.variables: { 1A: x }", "'1A' is no name of a variable")]
    [InlineData("environment.variables: { A: $(id) }", "'$(' would run a command")]
    [InlineData("networking.hosts: { nas: [192.168.1.10] }", "'nas' in networking.hosts is no address. The address is the key")]
    [InlineData("networking.hosts: { 10.0.0.1: [\"a b\"] }", "networking.hosts has a name for 10.0.0.1 that no resolver accepts: a b.")]
    [InlineData("networking.hostName: not_allowed", "default.yaml:4:24: 'networking.hostName' is")]
    [InlineData("networking.hostNmae: x", "hostName")]
    [InlineData("boot.kernel.sysctl: { swappiness: 1 }", "'swappiness' in boot.kernel.sysctl is no setting of the kernel")]
    [InlineData("boot.kernelModules: [\"a b\"]", "default.yaml:4:24")]
    [InlineData("time.timeZone: ../../etc/shadow", "default.yaml:4:18: 'time.timeZone' is")]
    [InlineData("systemd.tmpfiles.rules: [\"/srv\"]", "'/srv' in systemd.tmpfiles.rules is no rule; write one such as")]
    public void Mistake_IsNamed(string line, string expected) =>
        Assert.Contains(expected, Trees.Errors($"config:\n  {line}\n"), StringComparison.Ordinal);
}
