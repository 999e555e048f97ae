using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>What a running machine gets only with its next start.</summary>
internal static class RestartNeeds
{
    // libvirt says of these what they came to, or they change nothing in a guest.
    private static readonly string[] s_settled = ["metadata", "title", "description", "currentMemory"];

    private static readonly string[] s_plugged = ["disk", "interface", "hostdev", "filesystem"];

    /// <summary>All that is defined and does not run, and devices that run and are defined no more.</summary>
    public static IReadOnlyList<DomainDifference> Of(XElement defined, XElement running) =>
        [.. DomainComparison.Compare(Comparable(defined), running), .. Plugged(defined, running)];

    /// <summary>A definition without what a running machine says in another way.</summary>
    public static XElement Comparable(XElement defined)
    {
        var copy = new XElement(defined);
        copy.Elements().Where(static element => s_settled.Contains(element.Name.LocalName)).Remove();
        copy.Element("vcpu")?.Attribute("current")?.Remove();
        copy.Element("cpu")?.Attribute("check")?.Remove();
        // A running machine has the files that firmware was found to be.
        copy.Element("os")?.Attribute("firmware")?.Remove();
        copy.Element("os")?.Element("firmware")?.Remove();
        // A running machine has the model that the host's became.
        if ((string?)copy.Element("cpu")?.Attribute("mode") == "host-model")
            copy.Element("cpu")!.Remove();
        copy.Element("devices")?.Elements("graphics").Attributes("port").Where(static port => port.Value == "-1").Remove();
        return copy;
    }

    private static IEnumerable<DomainDifference> Plugged(XElement defined, XElement running) =>
        from device in running.Element("devices")?.Elements() ?? []
        where s_plugged.Contains(device.Name.LocalName) && DomainKey.Of(device) is not null
        where defined.Element("devices")?.Elements(device.Name).Any(candidate => DomainKey.Of(candidate) == DomainKey.Of(device)) is not true
        select new DomainDifference($"devices/{device.Name.LocalName}[{DomainKey.Of(device)}]", "present", "(absent)");
}
