using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Features of the virtual board, among them those that tell Windows it is a guest, and make it fast.</summary>
internal static class DomainFeatures
{
    // What each needs stands before it. Source: QEMU's documentation of Hyper-V enlightenments.
    private static readonly (string Name, string[] Needs)[] s_hyperV =
    [
        ("relaxed", []), ("vapic", []), ("spinlocks", []), ("vpindex", []), ("runtime", []), ("synic", ["vpindex"]), ("stimer", ["vpindex", "synic"]),
        ("reset", []), ("frequencies", []), ("tlbflush", ["vpindex"]), ("ipi", ["vpindex"]), ("avic", []),
    ];

    public static XElement Of(VmSpec spec, HostAbilities host) => new("features",
        new XElement("acpi"),
        new XElement("apic"),
        spec.Profile is VmProfile.WindowsGaming && !spec.IsEmulated ? HyperV(host) : null,
        State("vmport", false),
        spec.Firmware is { IsUefi: true, IsSecure: true } ? State("smm", true) : null,
        spec.IsEmulated ? null : new XElement("ioapic", new XAttribute("driver", "kvm")));

    private static XElement HyperV(HostAbilities host)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var group = new XElement("hyperv", new XAttribute("mode", "custom"));
        foreach ((string name, string[] needs) in s_hyperV)
        {
            if (!host.HyperV.Contains(name) || !needs.All(taken.Contains))
                continue;
            taken.Add(name);
            XElement feature = State(name, true);
            if (name == "spinlocks")
                feature.Add(new XAttribute("retries", 8191));
            if (name == "stimer")
                feature.Add(new XElement("direct", new XAttribute("state", "on")));
            group.Add(feature);
        }

        return group;
    }

    private static XElement State(string name, bool isOn) => new(name, new XAttribute("state", isOn ? "on" : "off"));
}
