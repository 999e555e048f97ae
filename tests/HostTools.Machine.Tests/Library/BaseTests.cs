namespace HostTools.Machine.Tests.Library;

/// <summary>What the modules that are always there refuse and warn about; what they give is in golden/library/base.</summary>
public sealed class BaseTests
{
    [Theory]
    [InlineData("system.distribution: gentoo", "'debian'")]
    [InlineData("environment.shellAliases: { \"a b\": ls }", "'a b' in environment.shellAliases is no name of an alias")]
    [InlineData("environment.shellAliases: { a: \"ls\\nrm\" }", "environment.shellAliases.a is one line")]
    [InlineData("i18n.defaultLocale: \"en US\"", "i18n.defaultLocale")]
    [InlineData("i18n.extraLocaleSettings: { TIME: C }", "'TIME' in i18n.extraLocaleSettings is no variable of the locale")]
    [InlineData("i18n.extraLocaleSettings: { LANG: C }", "has an option of its own, i18n.defaultLocale")]
    [InlineData("boot.initrd.kernelModules: [vfio]", "Set system.distribution, best in hardware.yaml")]
    [InlineData("networking.nameservers: [dns.example.org]", "'dns.example.org' in networking.nameservers is no address")]
    [InlineData("networking.nameservers: [\"9.9.9.9#dns.quad9.net\"]", "which only systemd-resolved understands. Set services.resolved.enable")]
    [InlineData("networking.search: [home.arpa]", "networking.search has no effect without networking.nameservers")]
    [InlineData("networking.firewall.allowedTCPPorts: [70000]", "65535")]
    [InlineData("networking.firewall.allowedTCPPortRanges: [{ from: 9, to: 8 }]", "The range ends at 8, before it begins at 9.")]
    [InlineData("networking.firewall.interfaces: { \"a b\": {} }", "'a b' is no name of an interface")]
    [InlineData("networking.firewall.trustedInterfaces: [\"x\\\"; accept\"]", "networking.firewall.trustedInterfaces")]
    [InlineData("networking.firewall.pingLimit: often", "networking.firewall.pingLimit")]
    [InlineData("networking.bridges.br0.interfaces: [wlan0]", "The bridge takes 'wlan0', and access points refuse bridged Wi-Fi.")]
    [InlineData("networking: { bridges: { a.interfaces: [eno1], b.interfaces: [eno1] } }", "'eno1' is a port of two bridges")]
    [InlineData("networking: { bridges.a.interfaces: [eno1], interfaces.eno1: {} }", "Give the address to the bridge.")]
    [InlineData("networking: { interfaces.eno1: {}, defaultGateway.address: 10.0.0.1 }", "networking.defaultGateway does not say behind which interface")]
    [InlineData("networking.interfaces.eno1.ipv4.addresses: [{ address: 10.0.0.1, prefixLength: 64 }]", "has 32 bits at most, not 64")]
    [InlineData("networking.interfaces: { an-interface-with-a-long-name: {} }", "is no name of an interface")]
    [InlineData("security.sudo.extraRules: [{ commands: [{ command: ALL }] }]", "The rule is for nobody. Give it users or groups.")]
    [InlineData("security.sudo.extraRules: [{ users: [ann] }]", "The rule allows nothing.")]
    [InlineData("security.sudo.extraRules: [{ users: [ann], commands: [{ command: systemctl }] }]", "'systemctl' is no absolute path")]
    [InlineData("security.sudo.extraRules: [{ users: [\"ann, ALL\"], commands: [{ command: ALL }] }]", "users")]
    public void Mistake_IsNamed(string line, string expected)
    {
        string errors = Trees.Errors($"config:\n  {line}\n");
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    [Theory]
    [InlineData("security.sudo.wheelNeedsPassword: false", "every program that an administrator runs can become root")]
    [InlineData("networking.nameservers: [1.1.1.1, 1.0.0.1, 8.8.8.8, 9.9.9.9]", "asks the first three")]
    public void Doubtful_IsWarnedOf(string line, string expected) =>
        Assert.Contains(expected, Assert.Single(Trees.Evaluate($"config:\n  {line}\n").Require().Warnings).Message, StringComparison.Ordinal);

    [Fact]
    public void Rules_AreNamedByTheHostsLines()
    {
        Realised host = Trees.Realise("config:\n  networking.firewall:\n    enable: true\n    allowedTCPPorts: [80]\n");
        Assert.Equal(["hosts/den/default.yaml:6:22", "hosts/den/default.yaml:5:13"],
            host.Files.Single(static file => file.Path == "/etc/hosttools/firewall.nft").Origins.Take(2).Select(static origin => origin.ToString()));
    }

    [Fact]
    public void Container_KeepsItsResolver() =>
        Assert.Empty(Trees.Realise("target: container\nconfig: { networking.nameservers: [1.1.1.1] }\n").Files);

    [Fact]
    public void Firewall_LeavesTheOthersAloneWhenAskedTo()
    {
        Realised host = Trees.Realise("config:\n  networking.firewall.enable: true\n  systemd.services.firewalld.enable: true\n");
        Assert.Null(host.Link("/etc/systemd/system/firewalld.service"));
        Assert.Equal("/dev/null", host.Link("/etc/systemd/system/ufw.service"));
    }

    [Fact]
    public void ServerBehindTheFirewall_CanBeReached()
    {
        const string imports = "imports: [services/openssh]\nconfig:\n  networking.firewall.enable: true\n";
        const string rules = "/etc/hosttools/firewall.nft";
        Assert.Contains("tcp dport { 22, 2222 } accept", Trees.Realise(imports + "  services.openssh: { enable: true, ports: [2222, 22] }\n").Text(rules), StringComparison.Ordinal);
        Assert.DoesNotContain("tcp dport", Trees.Realise(imports + "  services.openssh: { enable: true, openFirewall: false }\n").Text(rules), StringComparison.Ordinal);
    }
}
