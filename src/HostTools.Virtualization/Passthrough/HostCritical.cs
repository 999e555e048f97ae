using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>A device that the host cannot do without.</summary>
/// <param name="Address">The PCI function.</param>
/// <param name="Kind">What the host would lose.</param>
/// <param name="Reason">Why, in words that continue "it …".</param>
public sealed record HostCritical(PciAddress Address, HostCriticalKind Kind, string Reason)
{
    /// <summary>All of a machine. What cannot be told counts as critical: a file system whose disk is not known makes every disk so.</summary>
    public static IReadOnlyList<HostCritical> Find(TargetFacts facts) => [.. Disks(facts), .. Network(facts), .. Keyboards(facts), .. Graphics(facts)];

    /// <summary>What a host cannot do without, among devices that it would lose all at once.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="going">The devices.</param>
    public static IReadOnlyList<HostCritical> Of(TargetFacts facts, IReadOnlySet<PciAddress> going) =>
    [
        .. Find(facts).Where(critical => going.Contains(critical.Address)),
        .. Last(facts.Pci.Where(static device => device.IsGpu()).Select(static device => device.Address), going, HostCriticalKind.Graphics, "is the last graphics card"),
        .. Last(facts.Usb.Where(static one => one.Functions.Contains("keyboard")).Select(static one => one.Controller).OfType<PciAddress>(), going, HostCriticalKind.Keyboard, "has the last keyboard"),
    ];

    /// <summary>Of several of a kind one may go, and not all.</summary>
    private static IEnumerable<HostCritical> Last(IEnumerable<PciAddress> kind, IReadOnlySet<PciAddress> going, HostCriticalKind what, string reason)
    {
        PciAddress[] all = [.. kind.Distinct()];
        return all.Length > 1 && all.All(going.Contains) ? [new HostCritical(all[^1], what, reason)] : [];
    }

    private static IEnumerable<HostCritical> Disks(TargetFacts facts)
    {
        string[] lost = [.. facts.Mounts.Where(static mount => mount.Disks.Count == 0 && IsLocal(mount)).Select(static mount => mount.Path)];
        foreach (DiskFacts disk in facts.Disks)
        {
            if (disk.UsedFor.Count == 0 && lost.Length == 0)
                continue;
            string reason = disk.UsedFor.Count > 0 ? $"has the disk {disk.Name} with {Words.List(disk.UsedFor)}" : $"has the disk {disk.Name}, which may hold {Words.List(lost)}";
            foreach (PciAddress controller in disk.Controllers)
                yield return new HostCritical(controller, HostCriticalKind.Disk, reason);
        }
    }

    private static bool IsLocal(MountFacts mount) =>
        mount.Type is not ("nfs" or "nfs4" or "cifs" or "smb3" or "9p" or "virtiofs" or "ceph" or "fuse.sshfs" or "afs") && (mount.Source.StartsWith("/dev/", StringComparison.Ordinal) || mount.Type is "zfs" or "btrfs" or "bcachefs");

    private static IEnumerable<HostCritical> Network(TargetFacts facts)
    {
        bool isKnown = facts.Network.Any(static one => one is { HasDefaultRoute: true, Device: not null });
        bool hasRoute = facts.Network.Any(static one => one.HasDefaultRoute);
        foreach (NetworkFacts one in facts.Network)
        {
            // A way out through a tunnel does not tell which card it uses.
            if (one.Device is { } device && (one.HasDefaultRoute || (hasRoute && !isKnown && one.IsUp)))
                yield return new HostCritical(device, HostCriticalKind.Network, one.HasDefaultRoute ? $"carries the network of the host ({one.Name})" : $"may carry the network of the host ({one.Name})");
        }
    }

    /// <summary>Every controller with a keyboard, unless keyboards hang on several.</summary>
    private static IEnumerable<HostCritical> Keyboards(TargetFacts facts)
    {
        IGrouping<PciAddress, UsbDevice>[] controllers = [.. facts.Usb.Where(static one => one.Functions.Contains("keyboard") && one.Controller is not null).GroupBy(static one => one.Controller!.Value)];
        return controllers.Length == 1
            ? [new HostCritical(controllers[0].Key, HostCriticalKind.Keyboard, $"has the only keyboard ({controllers[0].First().Name ?? controllers[0].First().Id})")]
            : [];
    }

    private static IEnumerable<HostCritical> Graphics(TargetFacts facts)
    {
        PciDevice[] cards = [.. facts.Pci.Where(static device => device.IsGpu())];
        return cards.Length == 1 ? [new HostCritical(cards[0].Address, HostCriticalKind.Graphics, "is the only graphics card")] : [];
    }
}

/// <summary>What a host would lose.</summary>
public enum HostCriticalKind
{
    /// <summary>File systems or swap space.</summary>
    Disk,

    /// <summary>The way to the network.</summary>
    Network,

    /// <summary>The keyboard.</summary>
    Keyboard,

    /// <summary>The only graphics card.</summary>
    Graphics,
}
