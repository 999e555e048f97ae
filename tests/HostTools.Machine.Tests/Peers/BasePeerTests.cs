using System.Text.Json;

namespace HostTools.Machine.Tests.Peers;

/// <summary>Files of the base library, read by what reads them on a machine.</summary>
public sealed class BasePeerTests
{
    [SkippableTheory]
    [InlineData("base/firewall")]
    [InlineData("base/firewall-plain")]
    public void NftAcceptsTheRules(string host)
    {
        string nft = RequireNft();
        using Machine machine = Library(host);
        Peer.Accept("unshare", "--net", nft, "-c", "-f", machine.At("/etc/hosttools/firewall.nft"));
    }

    [SkippableFact]
    public void FirewallLetsInWhatIsAllowedAndNothingElse()
    {
        string nft = RequireNft();
        Peer.Require("ip");
        Peer.Require("python3");
        using Machine machine = Library("base/firewall");
        string script = machine.Provide("/try.sh",
            $$"""
            unshare --net sleep 60 & other=$!
            until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
            there="nsenter --target $other --net"
            ip link add near type veth peer name far netns $other || exit
            ip address add 10.9.0.1/24 dev near && ip link set near up && ip link set lo up || exit
            $there ip address add 10.9.0.2/24 dev far && $there ip link set far up && $there ip link set lo up || exit
            $there {{nft}} -f {{machine.At("/etc/hosttools/firewall.nft")}} || exit
            # Loaded again, the rules are the same, not twice as many.
            $there {{nft}} -f {{machine.At("/etc/hosttools/firewall.nft")}} || exit
            servers=
            for port in 8005 7777; do
                $there python3 -c "
            import socket
            s = socket.create_server(('', $port))
            while True: s.accept()[0].close()" & servers="$servers $!"
                until $there bash -c "</dev/tcp/127.0.0.1/$port" 2>/dev/null; do sleep 0.1; done
            done
            for port in 8005 7777; do
                if timeout 5 bash -c "</dev/tcp/10.9.0.2/$port" 2>/dev/null; then echo "$port open"; else echo "$port closed"; fi
            done
            $there {{nft}} list table inet hosttools | grep -c 'tcp dport 8000-8010'
            kill $servers $other
            """);
        string said = Peer.Accept("unshare", "--net", "bash", script);
        Assert.Equal(["8005 open", "7777 closed", "1"], said.Trim().Split('\n'));
    }

    [SkippableFact]
    public void FindmntReadsTheLinesAsTheyWereMeant()
    {
        string findmnt = Peer.Require("findmnt");
        using Machine machine = Library("base/file-systems");
        string table = machine.At("/etc/fstab");
        Assert.DoesNotContain("parse error", Peer.Run(findmnt, "--verify", "--tab-file", table).StandardOutput, StringComparison.OrdinalIgnoreCase);
        string said = Peer.Accept(findmnt, "--tab-file", table, "--json", "--list", "--output", "TARGET,SOURCE,FSTYPE,OPTIONS");
        JsonElement[] lines = [.. JsonDocument.Parse(said).RootElement.GetProperty("filesystems").EnumerateArray()];
        Assert.Equal(
            ["/", "/boot/efi", "/home", "/srv/images", "/srv/my files", "none", "none"], lines.Select(static line => line.GetProperty("target").GetString()));
        Assert.Equal("LABEL=home sweet home", lines[2].GetProperty("source").GetString());
        Assert.Equal("loop,x-initrd.mount,x-systemd.requires-mounts-for=/srv", lines[3].GetProperty("options").GetString());
    }

    [SkippableFact]
    public void SudoUnderstandsItsRules()
    {
        string visudo = Peer.Require("visudo");
        using Machine machine = Library("base/sudo");
        string file = machine.At("/etc/sudoers.d/hosttools");
        Peer.Accept(visudo, "-c", "-f", file);
        Assert.Equal((UnixFileMode)0x120, File.GetUnixFileMode(file)); // 0440
        using JsonDocument read = JsonDocument.Parse(Peer.Accept(Peer.Require("cvtsudoers"), "-f", "json", file));
        JsonElement[] rules = [.. read.RootElement.GetProperty("User_Specs").EnumerateArray()];
        Assert.Equal(4, rules.Length);
        // The word of one command does not reach the next one.
        Assert.Equal(["authenticate", "setenv"], Options(rules[1]));
        Assert.Equal("/usr/bin/mount -o uid=1000,ro /dev/sr0", Specification(rules[2]).GetProperty("Commands")[0].GetProperty("command").GetString());
        Assert.Empty(Options(rules[2]));

        static JsonElement Specification(JsonElement rule) => rule.GetProperty("Cmnd_Specs")[0];
        static IEnumerable<string> Options(JsonElement rule) =>
            Specification(rule).TryGetProperty("Options", out JsonElement options)
                ? options.EnumerateArray().SelectMany(static option => option.EnumerateObject()).Select(static option => option.Name)
                : [];
    }

    [SkippableTheory]
    [InlineData("bash", "shopt -s expand_aliases")]
    [InlineData("dash", ":")]
    public void ShellsKnowTheAliases(string shell, string first)
    {
        string program = Peer.Require(shell);
        using Machine machine = Library("base/aliases");
        string said = Peer.Accept("env", "HOME=/h", program, "-c", $"{first}\n. {machine.At("/etc/profile.d/hosttools-aliases.sh")}\neval say");
        Assert.Equal("its /h\n", said);
    }

    [SkippableFact]
    public void RamDiskToolsReadTheModules()
    {
        string bash = Peer.Require("bash");
        using Machine fedora = Library("base/initrd-fedora");
        using Machine arch = Library("base/initrd-arch");
        using Machine ubuntu = Library("base/initrd-ubuntu");
        Assert.Equal("[ a  vfio_pci vfio vfio_iommu_type1 ][ nvme xhci_pci ]",
            Peer.Accept(bash, "-c", $"force_drivers=' a '; . {fedora.At("/etc/dracut.conf.d/50-hosttools.conf")}; printf '[%s]' \"$force_drivers\" \"$add_drivers\""));
        Assert.Equal("[vfio_pci][vfio][vfio_iommu_type1][nvidia][nvme?][xhci_pci?]",
            Peer.Accept(bash, "-c", $"MODULES=(nvidia); . {arch.At("/etc/mkinitcpio.conf.d/50-hosttools.conf")}; printf '[%s]' \"${{MODULES[@]}}\""));
        // A hook is asked for its prerequisites before anything else.
        Assert.Equal(string.Empty, Peer.Accept(ubuntu.At("/etc/initramfs-tools/hooks/hosttools"), "prereqs"));
    }

    [SkippableTheory]
    [InlineData("base udev autodetect", "[base][udev][plymouth][autodetect]")]
    [InlineData("base systemd autodetect", "[base][systemd][plymouth][autodetect]")]
    [InlineData("base systemd plymouth", "[base][systemd][plymouth]")]
    public void PlymouthStandsBehindWhatFindsDevices(string hooks, string expected)
    {
        string bash = Peer.Require("bash");
        using Machine machine = Library("base/boot-screen");
        string file = machine.At("/etc/mkinitcpio.conf.d/60-hosttools-plymouth.conf");
        Assert.Equal(expected, Peer.Accept(bash, "-c", $"HOOKS=({hooks}); . {file}; printf '[%s]' \"${{HOOKS[@]}}\""));
    }

    [SkippableFact]
    public void LocalesAreThoseOfTheLibrary()
    {
        const string supported = "/usr/share/i18n/SUPPORTED";
        Skip.IfNot(File.Exists(supported), "the package locales is not installed here");
        string[] lines = [.. Trees.Realise(GoldenFiles.LibraryHost("base/locale-debian")).Text("/etc/locale.gen").Split('\n')
            .Where(static line => line.Length > 0 && line[0] != '#')];
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, File.ReadLines(supported)));
    }

    private static string RequireNft()
    {
        string nft = Peer.Require("nft");
        Skip.IfNot(Environment.IsPrivilegedProcess, "rules are checked by the kernel, which asks for root");
        return nft;
    }

    private static Machine Library(string host) => new(Trees.Realise(GoldenFiles.LibraryHost(host)));
}
