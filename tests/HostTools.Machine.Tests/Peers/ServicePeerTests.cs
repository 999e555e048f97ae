namespace HostTools.Machine.Tests.Peers;

/// <summary>Settings of services and desktops, read by the programs they are for.</summary>
public sealed class ServicePeerTests
{
    [SkippableFact]
    public void CupsAcceptsItsFile()
    {
        string cupsd = Peer.Require("cupsd");
        using Machine machine = Library("services/printing");
        string file = machine.At("/etc/cups/cupsd.conf");
        string said = Peer.Accept(cupsd, "-t", "-c", file);
        Assert.Contains($"\"{file}\" is OK.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("No limit for", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unknown", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("desktop/gnome-ubuntu", "local.d", "/org/gnome/desktop/interface/color-scheme", "'prefer-dark'")]
    [InlineData("desktop/gnome-ubuntu", "local.d", "/org/gnome/shell/enabled-extensions", "['appindicatorsupport@rgcjonas.gmail.com']")]
    [InlineData("desktop/gdm", "gdm.d", "/org/gnome/login-screen/banner-message-text", "\"It's den\"")]
    [InlineData("desktop/gdm", "gdm.d", "/org/gnome/settings-daemon/plugins/power/sleep-inactive-ac-type", "'nothing'")]
    public void DconfReadsTheDefaults(string host, string folder, string key, string expected)
    {
        string dconf = Peer.Require("dconf");
        using Machine machine = Library(host);
        string database = machine.Aside("database");
        Peer.Accept(dconf, "compile", database, machine.At($"/etc/dconf/db/{folder}"));
        string profile = machine.Provide("/profile", $"user-db:nobody\nfile-db:{database}\n");
        Assert.Equal(expected, Peer.Accept("env", $"DCONF_PROFILE={profile}", $"XDG_CONFIG_HOME={machine.Root}", dconf, "read", key).Trim());
    }

    [SkippableFact]
    public void NetworkManagerKnowsItsSettings()
    {
        string manager = Peer.Require("NetworkManager");
        using Machine machine = Library("networking/base");
        string file = machine.At("/etc/NetworkManager/conf.d/50-hosttools.conf");
        Directory.CreateDirectory(machine.Aside("none"));
        string read = Peer.Accept(manager, "--print-config", "--config", file, "--config-dir", machine.Aside("none"));
        foreach (string line in File.ReadAllLines(file).Where(static line => line.Contains('=', StringComparison.Ordinal)))
            Assert.Contains($"\n{line}\n", read, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown key", read, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("networking/bridge")]
    [InlineData("networking/firewall")]
    [InlineData("networking/tailscale")]
    [InlineData("services/sunshine")]
    [InlineData("virtualization/libvirt-debian")]
    public void NftAcceptsTheRulesOfFeatures(string host)
    {
        string nft = Peer.Require("nft");
        Skip.IfNot(Environment.IsPrivilegedProcess, "rules are checked by the kernel, which asks for root");
        using Machine machine = Library(host);
        Peer.Accept("unshare", "--net", nft, "-c", "-f", machine.At("/etc/hosttools/firewall.nft"));
    }

    private static Machine Library(string host) => new(Trees.Realise(GoldenFiles.LibraryHost(host)));
}
