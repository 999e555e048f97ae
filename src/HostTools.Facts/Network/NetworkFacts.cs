namespace HostTools.Facts;

/// <summary>A network interface, as the kernel lists it under <c>/sys/class/net</c>.</summary>
/// <param name="Name">Its name, for example <c>enp4s0</c>.</param>
/// <param name="Kind"><c>ethernet</c>, <c>wireless</c>, <c>bridge</c>, <c>bond</c>, <c>vlan</c>, <c>tunnel</c> or <c>virtual</c>.</param>
public sealed record NetworkFacts(string Name, string Kind)
{
    /// <summary>Hardware address; null when it has none.</summary>
    public string? Address { get; init; }

    /// <summary>The kernel driver of the device behind it; null when there is no device.</summary>
    public string? Driver { get; init; }

    /// <summary>The PCI function that it hangs on, for one on USB the controller's; null when there is none.</summary>
    public PciAddress? Device { get; init; }

    /// <summary>Whether the way to everywhere else goes through it, also where a bridge or bond over it has that way.</summary>
    public bool HasDefaultRoute { get; init; }

    /// <summary>Whether it can carry data now.</summary>
    public bool IsUp { get; init; }

    /// <summary>Kind, address and driver in one line.</summary>
    public override string ToString() => $"{Kind}{(Address is null ? string.Empty : " " + Address)}{(Driver is null ? string.Empty : $" ({Driver})")}";
}

/// <summary>Reads network interfaces.</summary>
internal static class NetworkReader
{
    private const string Folder = "/sys/class/net";
    private const int MaximumInterfaces = 4096;

    public static IReadOnlyList<NetworkFacts> Read(MachineFiles files)
    {
        IReadOnlySet<string> routes = DefaultRoutes.Interfaces(files);
        return
        [
            .. files.List(Folder).Take(MaximumInterfaces).Where(name => name != "lo" && files.Exists($"{Folder}/{name}/type")).Select(name => new NetworkFacts(name, KindOf(files, $"{Folder}/{name}"))
            {
                Address = files.ReadLine($"{Folder}/{name}/address") is { } address && address != "00:00:00:00:00:00" ? address : null,
                Driver = files.LinkName($"{Folder}/{name}/device/driver"),
                Device = PciPath.Last(files.LinkText($"{Folder}/{name}")) ?? PciPath.Last(files.LinkText($"{Folder}/{name}/device")),
                HasDefaultRoute = routes.Contains(name),
                IsUp = files.ReadLineOf($"{Folder}/{name}", "operstate") == "up",
            }),
        ];
    }

    private static string KindOf(MachineFiles files, string folder)
    {
        if (files.Exists($"{folder}/bridge"))
            return "bridge";
        if (files.Exists($"{folder}/bonding"))
            return "bond";
        if (files.Exists($"{folder}/wireless") || files.Exists($"{folder}/phy80211"))
            return "wireless";
        if (files.Exists($"{folder}/tun_flags"))
            return "tunnel";
        if (files.ReadText($"{folder}/uevent")?.Contains("DEVTYPE=vlan", StringComparison.Ordinal) == true)
            return "vlan";
        return files.Exists($"{folder}/device") ? "ethernet" : "virtual";
    }
}
