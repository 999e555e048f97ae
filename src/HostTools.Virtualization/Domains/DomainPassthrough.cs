using System.Globalization;
using System.Xml.Linq;
using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Devices of the host that a machine gets for itself.</summary>
internal static class DomainPassthrough
{
    // Ports below are taken by what libvirt plugs in by itself.
    private const int FirstBus = 6;

    /// <summary>Functions that share a slot of the host share one of the guest: drivers expect a card's sound beside its picture.</summary>
    public static IEnumerable<XElement> Pci(IReadOnlyList<VmPciDevice> devices)
    {
        int bus = FirstBus;
        foreach (IGrouping<(uint, byte, byte), VmPciDevice> slot in devices.GroupBy(static device => (device.Address.Domain, device.Address.Bus, device.Address.Device)))
        {
            VmPciDevice[] functions = [.. slot.DistinctBy(static device => device.Address).OrderBy(static device => device.Address.Function)];
            for (int index = 0; index < functions.Length; index++)
                yield return Pci(functions[index], bus, index == 0 ? 0 : functions[index].Address.Function, index == 0 && functions.Length > 1);
            bus++;
        }
    }

    public static XElement Usb(VmUsbDevice device) => new("hostdev", new XAttribute("mode", "subsystem"), new XAttribute("type", "usb"), new XAttribute("managed", "yes"),
        new XElement("source", new XAttribute("startupPolicy", "optional"),
            new XElement("vendor", new XAttribute("id", Hex(device.Vendor, 4))),
            new XElement("product", new XAttribute("id", Hex(device.Product, 4)))));

    private static XElement Pci(VmPciDevice device, int bus, int function, bool isMulti)
    {
        XElement guest = Address(0, bus, 0, function);
        guest.Add(new XAttribute("type", "pci"));
        if (isMulti)
            guest.Add(new XAttribute("multifunction", "on"));
        PciAddress address = device.Address;
        return new XElement("hostdev", new XAttribute("mode", "subsystem"), new XAttribute("type", "pci"), new XAttribute("managed", "yes"),
            new XElement("source", Address(address.Domain, address.Bus, address.Device, address.Function)),
            device.RomFile is { } rom ? new XElement("rom", new XAttribute("file", rom)) : null,
            guest);
    }

    private static XElement Address(uint domain, int bus, int slot, int function) => new("address",
        new XAttribute("domain", Hex(domain, 4)), new XAttribute("bus", Hex(bus, 2)), new XAttribute("slot", Hex(slot, 2)), new XAttribute("function", Hex(function, 1)));

    private static string Hex(long value, int digits) => "0x" + value.ToString($"x{digits}", CultureInfo.InvariantCulture);
}
