namespace HostTools.Machine.Tests.Peers;

/// <summary>Interfaces and bridges, set up by the programs that own the network on a machine.</summary>
public sealed class NetworkPeerTests
{
    [SkippableFact]
    public void NetworkdSetsUpTheBridge()
    {
        const string networkd = "/usr/lib/systemd/systemd-networkd";
        Peer.Require(networkd);
        Peer.Require("ip");
        Skip.IfNot(Environment.IsPrivilegedProcess, "a network of one's own needs root");
        using var machine = new Machine(Trees.Realise(
            """
            config:
              networking:
                useNetworkd: true
                bridges.br0.interfaces: [eno1]
                interfaces.br0: { mtu: 1400, macAddress: 02:00:00:00:00:01, ipv4.addresses: [{ address: 192.168.1.5, prefixLength: 24 }] }
                defaultGateway: { address: 192.168.1.1, interface: br0 }
            """));
        string script = machine.Provide("/try.sh",
            $$"""
            # A read-only /sys tells networkd that no udev will announce the interfaces.
            mount -t tmpfs none /run && mount -t sysfs -o ro none /sys && mount -t tmpfs none /etc/systemd/network || exit
            mkdir -p /run/systemd/netif/links /run/systemd/netif/leases && chown -R systemd-network /run/systemd/netif || exit
            cp {{machine.At("/etc/systemd/network")}}/* /etc/systemd/network/ || exit
            ip link set lo up && ip link add eno1 type veth peer name cable && ip link set cable up || exit
            timeout 30 {{networkd}} >/dev/null 2>&1 & networkd=$!
            for i in $(seq 100); do ip route | grep -q default && break; sleep 0.1; done
            ip -brief address show br0 | tr -s ' '
            ip -oneline link show eno1 | grep -o 'master br0'
            ip -oneline link show br0 | grep -o -e 'mtu [0-9]*' -e 'link/ether [^ ]*'
            ip route
            kill $networkd
            """);
        string said = Peer.Accept("unshare", "--net", "--mount", "bash", script);
        Assert.Contains("br0 UP 192.168.1.5/24", said, StringComparison.Ordinal);
        Assert.Contains("master br0\n", said, StringComparison.Ordinal);
        Assert.Contains("mtu 1400\nlink/ether 02:00:00:00:00:01\n", said, StringComparison.Ordinal);
        Assert.Contains("default via 192.168.1.1 dev br0", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void NetworkManagerReadsEveryConnection()
    {
        string nmcli = Peer.Require("nmcli");
        using var machine = new Machine(Trees.Realise(GoldenFiles.LibraryHost("base/interfaces")));
        string[] files = [.. Directory.EnumerateFiles(machine.At("/etc/NetworkManager/system-connections")).Order(StringComparer.Ordinal)];
        Assert.Equal(5, files.Length);
        foreach (string file in files)
        {
            Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(file)); // 0600
            string read = Peer.Accept("/bin/sh", "-c", $"{nmcli} --offline connection modify connection.autoconnect yes <{file}");
            // What NetworkManager does not know it leaves out; it writes the router behind the address.
            foreach (string line in File.ReadAllLines(file).Where(static line => line.Contains('=') && !line.StartsWith("gateway=", StringComparison.Ordinal) && line != "stp=true"))
                Assert.Contains(line, read, StringComparison.Ordinal);
        }
    }
}
