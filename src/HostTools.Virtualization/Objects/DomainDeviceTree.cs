using System.Xml.Linq;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Devices in libvirt's words.</summary>
internal static class DomainDeviceTree
{
    private static readonly string[] s_known =
    [
        "audio", "channel", "console", "controller", "crypto", "disk", "emulator", "filesystem", "graphics", "hostdev", "hub", "input", "interface", "iommu", "lease", "memballoon", "memory", "nvram",
        "panic", "parallel", "pstore", "redirdev", "redirfilter", "rng", "serial", "shmem", "smartcard", "sound", "tpm", "video", "vsock", "watchdog",
    ];

    /// <summary>The element, and the disks among them that may have to be made.</summary>
    /// <exception cref="FormatException">libvirt has no such device.</exception>
    public static (XElement Devices, IReadOnlyList<VmDisk> Images) Of(VmOptions own, Guid uuid)
    {
        var devices = new XElement("devices");
        var images = new List<VmDisk>();
        int cards = 0;
        foreach ((string name, object? value) in own.All("devices"))
        {
            string kind = KindOf(name);
            if (value is string text && kind == "emulator")
                devices.Add(new XElement(kind, text));
            foreach (ConfigMap device in value as IReadOnlyList<object?> is { } list ? list.OfType<ConfigMap>() : value is ConfigMap one ? [one] : [])
            {
                var element = new XElement(kind);
                LibvirtTree.Fill(element, device, name, kind == "disk" ? ["size"] : []);
                if (kind == "disk" && device.GetValueOrDefault("size") is { } size)
                    images.Add(Image(element, size, name));
                if (kind == "interface" && element.Element("mac") is null)
                    element.AddFirst(new XElement("mac", new XAttribute("address", DomainDevices.MacText(VmIdentity.Mac(uuid, cards)))));
                cards += kind == "interface" ? 1 : 0;
                devices.Add(element);
            }
        }

        return (devices, images);
    }

    private static string KindOf(string name)
    {
        if (s_known.Contains(name))
            return name;
        return name.EndsWith('s') && s_known.Contains(name[..^1]) ? name[..^1]
            : throw new FormatException($"devices has '{name}', which libvirt does not know. It knows {string.Join(", ", s_known)}.");
    }

    private static VmDisk Image(XElement disk, object size, string name) =>
        (string?)disk.Element("source")?.Attribute("file") is { } path && RootPath.IsCanonical(path) && ByteSize.TryParse(size.ToString(), 1L << 30, out ByteSize bytes)
            ? new VmDisk(path) { Size = bytes, Format = (string?)disk.Element("driver")?.Attribute("type") ?? "raw" }
            : throw new FormatException($"a disk of '{name}' has size {size}; it takes a size such as 80GiB, and source.file with an absolute path.");
}
