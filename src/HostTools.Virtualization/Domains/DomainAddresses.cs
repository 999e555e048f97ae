using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Keeps devices where the guest found them: Windows takes a card in another slot for a new one.</summary>
internal static class DomainAddresses
{
    /// <summary>Gives devices of a new definition the places that the same devices have in the present one.</summary>
    public static void Keep(XElement domain, XElement present)
    {
        if (domain.Element("devices") is not { } devices || present.Element("devices") is not { } old)
            return;
        HashSet<string> taken = [.. devices.Elements().Elements("address").Select(Place)];
        foreach (XElement device in devices.Elements().Where(static device => device.Element("address") is null && DomainKey.Of(device) is not null))
        {
            XElement? partner = old.Elements(device.Name).FirstOrDefault(candidate => DomainKey.Of(candidate) == DomainKey.Of(device));
            if (partner?.Element("address") is { } address && (string?)address.Attribute("type") == "pci" && IsLike(device, partner) && taken.Add(Place(address)))
                device.Add(new XElement(address));
        }

        KeepBridges(devices, old);
    }

    /// <summary>A slot behind a bridge for older cards is one only as long as that bridge is there; root ports libvirt makes by itself.</summary>
    private static void KeepBridges(XElement devices, XElement old)
    {
        HashSet<string> used = [.. devices.Elements().Elements("address").Select(static address => DomainValue.Normal((string?)address.Attribute("bus") ?? "0"))];
        XElement[] bridges = [.. old.Elements("controller").Where(bridge => (string?)bridge.Attribute("type") == "pci"
            && !((string?)bridge.Attribute("model"))!.StartsWith("pcie-root", StringComparison.Ordinal) && used.Contains((string?)bridge.Attribute("index") ?? "0"))]; // libvirt always says a model.
        foreach (XElement bridge in bridges.Where(bridge => !devices.Elements("controller").Any(declared => DomainKey.Of(declared) == DomainKey.Of(bridge))))
        {
            var kept = new XElement(bridge);
            kept.Elements("alias").Remove();
            devices.Add(kept);
        }
    }

    /// <summary>A disk that moves to another bus has another sort of place.</summary>
    private static bool IsLike(XElement device, XElement partner) =>
        (string?)device.Element("target")?.Attribute("bus") == (string?)partner.Element("target")?.Attribute("bus")
        && (string?)device.Attribute("model") == (string?)partner.Attribute("model");

    private static string Place(XElement address) => string.Join(' ', address.Attributes().Where(static attribute => attribute.Name != "multifunction")
        .OrderBy(static attribute => attribute.Name.LocalName, StringComparer.Ordinal).Select(static attribute => DomainValue.Normal(attribute.Value)));
}
