namespace HostTools.Machine.Units;

/// <summary>Units of the machine on which it depends that people get in.</summary>
internal static class UnitRisk
{
    private const string Folder = "/etc/systemd/system/";

    private static readonly HashSet<string> s_login = new(["ssh", "sshd", "systemd-logind", "systemd-user-sessions", "dropbear"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_network = new(
        [
            "systemd-networkd", "systemd-resolved", "NetworkManager", "networking", "network", "netplan-ovs", "connman", "dhcpcd", "dhclient", "wpa_supplicant", "iwd", "nftables", "iptables",
            "firewalld", "ufw", "hosttools-firewall", "tailscaled", "wg-quick",
        ],
        StringComparer.Ordinal);

    /// <summary>What people could lose by a change of a file or link there; null when nothing.</summary>
    /// <param name="path">A unit, a mask, a drop-in, or a link that pulls a unit in.</param>
    public static string? Of(string path)
    {
        if (!path.StartsWith(Folder, StringComparison.Ordinal))
            return null;
        string[] names = [.. path[Folder.Length..].Split('/').Select(NameOf)];
        return names.Any(s_login.Contains) ? "who may log in" : names.Any(s_network.Contains) ? "whether the machine can be reached" : null;
    }

    // ssh@.service, ssh.socket and ssh.service.d are all of ssh.
    private static string NameOf(string segment) => segment.Split('.', '@')[0];
}
