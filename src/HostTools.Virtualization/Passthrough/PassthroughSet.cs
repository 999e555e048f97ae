using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>What goes to a virtual machine together with a device, and what stands in the way.</summary>
/// <param name="Functions">The device, then the other functions of the same card.</param>
public sealed record PassthroughSet(IReadOnlyList<PciDevice> Functions)
{
    /// <summary>Functions of the card that have to stay, each with what shares its group; with nothing where it is in no group.</summary>
    public IReadOnlyList<(PciDevice Function, IReadOnlyList<PciDevice> Because)> LeftOut { get; init; } = [];

    /// <summary>Devices that would have to leave the host as well, since they share a group with what goes.</summary>
    public IReadOnlyList<PciDevice> Blockers { get; init; } = [];

    /// <summary>Lines of a listing that stand in such a group and could not be read.</summary>
    public IReadOnlyList<ListingProblem> Unread { get; init; } = [];

    /// <summary>Finds what belongs to a device. Of a graphics card that is every function of the slot that has the card's vendor: sound, USB and its controller. A processor's graphics shares its slot with USB and sound of the host, which have another vendor.</summary>
    public static PassthroughSet Of(PassthroughQuestion question, PciDevice device)
    {
        PciDevice[] companions = device.IsGpu()
            ? [.. question.Facts.Pci.Where(other => other.Address != device.Address && other.Address.IsSameSlot(device.Address) && other.VendorId == device.VendorId && !other.IsBridge())]
            : [];
        HashSet<PciAddress> wanted = [device.Address, .. companions.Select(static one => one.Address)];
        var taken = new List<PciDevice> { device };
        var left = new List<(PciDevice, IReadOnlyList<PciDevice>)>();
        foreach (PciDevice companion in companions)
        {
            // One that shares the device's own group has no choice.
            List<PciDevice> others = companion.IommuGroup == device.IommuGroup ? [] : Others(question, companion, wanted);
            bool isApart = companion.IommuGroup is not null || device.IommuGroup is null;
            if (others.Count == 0 && isApart)
                taken.Add(companion);
            else
                left.Add((companion, others));
        }

        return new PassthroughSet(taken)
        {
            LeftOut = left,
            Blockers = Others(question, device, wanted),
            Unread = device.IommuGroup is { } group ? [.. question.Problems.Where(problem => problem.IommuGroup == group && problem.Address is not { } address || problem.Address is { } one && problem.IommuGroup == group && !one.IsSameSlot(device.Address))] : [],
        };
    }

    /// <summary>The kernel opens a group when no device in it has a driver of the host; bridges are driven by one that steps aside.</summary>
    internal static bool Blocks(PassthroughQuestion question, PciDevice device) =>
        question.TellsDrivers ? device.Driver is { } driver && !StepsAside(driver) : !device.IsBridge();

    /// <summary>Drivers that hand devices to virtual machines, or leave the memory of theirs to others.</summary>
    internal static bool StepsAside(string driver) =>
        driver.Contains("vfio", StringComparison.Ordinal) || driver is "pci-stub" or "pcieport" or "shpchp";

    private static List<PciDevice> Others(PassthroughQuestion question, PciDevice device, HashSet<PciAddress> wanted) =>
        device.IommuGroup is not { } group ? [] : [.. question.Facts.Pci.Where(other => other.IommuGroup == group && !wanted.Contains(other.Address) && Blocks(question, other))];
}
