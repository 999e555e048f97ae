using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>What a machine starts with.</summary>
internal static class DomainFirmware
{
    public static XElement Of(VmSpec spec)
    {
        // libvirt finds firmware by its descriptions in /usr/share/qemu/firmware, on every distribution.
        var os = new XElement("os", spec.Firmware.IsUefi ? new XAttribute("firmware", "efi") : null,
            new XElement("type", new XAttribute("arch", "x86_64"), new XAttribute("machine", spec.Machine ?? "q35"), "hvm"));
        if (spec.Firmware.IsUefi)
        {
            os.Add(Features(spec.Firmware.IsSecure));
            if (spec.Firmware.IsSecure)
                os.Add(new XElement("loader", new XAttribute("secure", "yes")));
        }

        os.Add(new XElement("bootmenu", new XAttribute("enable", "yes"), new XAttribute("timeout", 3000)));
        return os;
    }

    /// <summary>What the firmware that libvirt looks for shall have.</summary>
    public static XElement Features(bool isSecure) => new("firmware", Feature("secure-boot", isSecure), Feature("enrolled-keys", isSecure));

    private static XElement Feature(string name, bool isEnabled) => new("feature", new XAttribute("enabled", isEnabled ? "yes" : "no"), new XAttribute("name", name));
}
