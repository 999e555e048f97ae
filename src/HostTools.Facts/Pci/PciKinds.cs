namespace HostTools.Facts;

/// <summary>What sort of device a class number means.</summary>
public static class PciKinds
{
    /// <summary>VGA, 3D or display controller: an Intel GPU beside a card is often the latter.</summary>
    public static bool IsGpu(this PciDevice device) => (device.Class >> 8) is 0x0300 or 0x0302 or 0x0380;

    /// <summary>A bridge between buses, such as a root port.</summary>
    public static bool IsPciBridge(this PciDevice device) => device.Class >> 8 == 0x0604;

    /// <summary>A bridge between buses, or the place where the processor meets them: neither is ever given away.</summary>
    public static bool IsBridge(this PciDevice device) => (device.Class >> 8) is 0x0600 or 0x0604;

    /// <summary>A USB controller of any generation.</summary>
    public static bool IsUsbController(this PciDevice device) => device.Class >> 8 == 0x0c03;

    /// <summary>A controller of disks, or a disk itself.</summary>
    public static bool IsStorage(this PciDevice device) => device.Class >> 16 == 0x01;

    /// <summary>A network card.</summary>
    public static bool IsNetwork(this PciDevice device) => device.Class >> 16 == 0x02;

    /// <summary>A sound device.</summary>
    public static bool IsAudio(this PciDevice device) => (device.Class >> 8) is 0x0401 or 0x0403;

    /// <summary>Same domain, bus and device: functions of one card or chip.</summary>
    public static bool IsSameSlot(this PciAddress one, PciAddress other) => one with { Function = other.Function } == other;

    /// <summary>As X and NVIDIA's driver write it: in decimal numbers, <c>PCI:13:0:0</c> for <c>0d:00.0</c>.</summary>
    public static string BusId(this PciAddress address) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"PCI:{address.Bus}{(address.Domain == 0 ? string.Empty : $"@{address.Domain}")}:{address.Device}:{address.Function}");

    /// <summary>As people and command lines write it: without the domain where that is 0.</summary>
    public static string Short(this PciAddress address) => address.Domain == 0 ? address.ToString()[5..] : address.ToString();
}
