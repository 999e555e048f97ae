using System.Globalization;

namespace HostTools.Facts;

/// <summary>Names of the PCI classes a desktop, server or virtual machine has.</summary>
/// <seealso href="https://pcisig.com/specifications">PCI Code and ID Assignment Specification</seealso>
internal static class PciClass
{
    public static string NameOf(int number) => (number >> 8) switch
    {
        0x0100 => "SCSI controller",
        0x0101 => "IDE controller",
        0x0104 => "RAID controller",
        0x0106 => "SATA controller",
        0x0108 => "NVMe controller",
        0x0180 => "Storage controller",
        0x0200 => "Ethernet controller",
        0x0280 => "Network controller",
        0x0300 => "VGA controller",
        0x0302 => "3D controller",
        0x0380 => "Display controller",
        0x0401 => "Audio device",
        0x0403 => "Audio device",
        0x0480 => "Multimedia controller",
        0x0500 => "Memory controller",
        0x0580 => "Memory controller",
        0x0600 => "Host bridge",
        0x0601 => "ISA bridge",
        0x0604 => "PCI bridge",
        0x0680 => "Bridge",
        0x0700 => "Serial controller",
        0x0780 => "Communication controller",
        0x0800 => "Interrupt controller",
        0x0806 => "IOMMU",
        0x0880 => "System peripheral",
        0x0c03 => "USB controller",
        0x0c05 => "SMBus",
        0x0d11 => "Bluetooth controller",
        0x1080 => "Encryption controller",
        0x1180 => "Signal processing controller",
        0x1200 => "Processing accelerator",
        0x1300 => "Non-essential instrumentation",
        _ => string.Create(CultureInfo.InvariantCulture, $"class {number:x6}"),
    };
}
