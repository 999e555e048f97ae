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

    /// <summary>The class in words, for example <c>VGA controller</c>; the number in hex where it is a rare one.</summary>
    public string Kind => PciClass.NameOf(Class);

    /// <summary>Identifier, class, and driver when there is one.</summary>
    public override string ToString() => Driver is null ? $"{Id} {Kind}" : $"{Id} {Kind} ({Driver})";
}
