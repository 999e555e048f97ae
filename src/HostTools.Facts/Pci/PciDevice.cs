using System.Globalization;

namespace HostTools.Facts;

/// <summary>A PCI function, as the kernel lists it under <c>/sys/bus/pci/devices</c>.</summary>
/// <param name="Address">Where it sits.</param>
/// <param name="VendorId">Vendor number, for example 0x10de.</param>
/// <param name="DeviceId">Device number within the vendor.</param>
/// <param name="Class">Class, subclass and programming interface in 24 bits, for example 0x030000 for a VGA controller.</param>
public sealed record PciDevice(PciAddress Address, ushort VendorId, ushort DeviceId, int Class)
{
    /// <summary>The kernel driver that holds it; null when none does.</summary>
    public string? Driver { get; init; }

    /// <summary>The module that the driver came in; null when none holds the device, or the driver is built into the kernel.</summary>
    public string? Module { get; init; }

    /// <summary>The IOMMU group it is in; null when the kernel made none.</summary>
    public int? IommuGroup { get; init; }

    /// <summary>Vendor and device as lists of identifiers write them: <c>10de:2684</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{VendorId:x4}:{DeviceId:x4}");

    /// <summary>Who built it onto a card or board, and which one: <c>1458:40bf</c>; null when nobody says.</summary>
    public string? Subsystem { get; init; }

    /// <summary>Stepping, 0 to 255; null where it is not told.</summary>
    public byte? Revision { get; init; }

    /// <summary>The class in words, for example <c>VGA controller</c>; the number in hex where it is a rare one.</summary>
    public string Kind => PciClass.NameOf(Class);

    /// <summary>Vendor and device in words, from the system's database or the listing; null where neither knows.</summary>
    public string? Name { get; init; }

    /// <summary>Modules of the running kernel that say they can drive it, in ordinal order.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Whether the firmware shows its picture on it; null when it is no VGA controller.</summary>
    public bool? IsBootVga { get; init; }

    /// <summary>The memory node it is close to; null when it is close to none.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The one driver that may take it, when somebody said so; null otherwise.</summary>
    public string? DriverOverride { get; init; }

    /// <summary>Ways in which the kernel can reset it alone, the preferred first: <c>flr</c>, <c>pm</c>, <c>bus</c>, <c>device_specific</c>, …; empty when there is none, null when it does not tell.</summary>
    public IReadOnlyList<string>? ResetMethods { get; init; }

    /// <summary>The bridge right above it; null on a root bus.</summary>
    public PciAddress? Parent { get; init; }

    /// <summary>Its windows into memory and ports, those that are set.</summary>
    public IReadOnlyList<PciBar> Bars { get; init; } = [];

    /// <summary>Identifier, class, and driver when there is one.</summary>
    public override string ToString() => Driver is null ? $"{Id} {Kind}" : $"{Id} {Kind} ({Driver})";
}

/// <summary>A window of a PCI function into memory or ports.</summary>
/// <param name="Index">0 to 5.</param>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
public sealed record PciBar(int Index, ulong Start, ulong Size)
{
    /// <summary>Ports instead of memory.</summary>
    public bool IsPorts { get; init; }

    /// <summary>Reading ahead has no effect: video memory usually is like that.</summary>
    public bool IsPrefetchable { get; init; }

    /// <summary>Whether its size can be changed.</summary>
    public bool IsResizable { get; init; }
}
