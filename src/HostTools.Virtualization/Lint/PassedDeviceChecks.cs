using System.Globalization;
using System.Xml.Linq;
using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Devices of the host that a machine has for itself.</summary>
internal static class PassedDeviceChecks
{
    private static readonly string[] s_slot = ["domain", "bus", "slot"];

    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        (XElement Element, PciAddress Address)[] passed = [.. question.PassedPci.Select(static device => (device, AddressOf(device.Element("source")?.Element("address")))).Where(static pair => pair.Item2 is not null).Select(static pair => (pair.device, pair.Item2!.Value))];
        if (passed.Length > 0 && (string?)question.Devices("memballoon").FirstOrDefault()?.Attribute("model") != "none")
            yield return question.Say("VM050", VmSeverity.Warning, question.Devices("memballoon").FirstOrDefault() ?? question.Domain.Element("devices")!, "A machine with passed devices keeps all of its memory, so a balloon takes nothing from it and costs time.", "Say <memballoon model='none'/>."); // They are in it.
        foreach ((XElement element, _) in passed.Where(static pair => (string?)pair.Element.Attribute("managed") != "yes"))
            yield return question.Say("VM051", VmSeverity.Information, element, "Nobody takes the device from the host's driver: it has to be bound to vfio-pci before, or the machine does not start.", "Say managed='yes', or bind it when the host starts.");
        if (passed.Length > 0 && (string?)question.Domain.Element("os")?.Element("type")?.Attribute("machine") is { } machine && !machine.Contains("q35", StringComparison.Ordinal))
            yield return question.Say("VM052", VmSeverity.Warning, question.Domain.Element("os")!.Element("type")!, $"The board ({machine}) has no PCI Express: drivers of graphics cards see a card in an old slot, and some do not start.", "Take machine='q35'."); // It has a type.
        foreach (IGrouping<PciAddress, (XElement Element, PciAddress Address)> card in passed.GroupBy(static pair => pair.Address with { Function = 0 }).Where(static group => group.Skip(1).Any()))
        {
            if (card.Select(static pair => SlotOf(pair.Element.Element("address"))).Distinct().Count() > 1)
                yield return question.Say("VM053", VmSeverity.Warning, card.First().Element, $"Functions of one card ({string.Join(", ", card.Select(static pair => pair.Address))}) are in different slots of the guest, where drivers look for them beside each other.", "Give them one slot with the functions of the host, the first with multifunction='on'.");
        }

        if (question.Host is not { Pci.Count: > 0 } host)
            yield break;
        foreach ((XElement element, PciAddress address) in passed)
        {
            PciDevice? device = host.Pci.FirstOrDefault(one => one.Address == address);
            PciDevice[] left = device is null || !device.IsGpu() ? [] : [.. host.Pci.Where(other => other.Address != address && other.Address.IsSameSlot(address) && other.VendorId == device.VendorId && passed.All(pair => pair.Address != other.Address))];
            if (device is null)
                yield return question.Say("VM054", VmSeverity.Error, element, $"This host has no device at {address}: the machine does not start. Addresses change when cards are added or the firmware is updated.", "'hosttools vfio groups' shows where it is now.");
            else if (left.Length > 0)
                yield return question.Say("VM055", VmSeverity.Warning, element, $"Of the card at {address} these functions stay with the host: {string.Join(", ", left.Select(static one => $"{one.Address} ({one.Kind})"))}. A card is given away as a whole, or its reset hangs the others.", "Pass them, too.");
        }
    }

    private static string? SlotOf(XElement? address) => address is null ? Guid.NewGuid().ToString() : string.Join(' ', s_slot.Select(part => DomainValue.Normal((string?)address.Attribute(part) ?? "0")));

    private static PciAddress? AddressOf(XElement? address) =>
        address is not null && Part(address, "domain", uint.MaxValue) is { } domain && Part(address, "bus", 255) is { } bus && Part(address, "slot", 31) is { } slot && Part(address, "function", 7) is { } function
            ? new PciAddress(domain, (byte)bus, (byte)slot, (byte)function)
            : null;

    private static uint? Part(XElement address, string name, uint most)
    {
        string text = (string?)address.Attribute(name) ?? "0";
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number <= most ? number : null;
    }
}
