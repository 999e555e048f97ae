using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static HostTools.Virtualization.DomainXml;

namespace HostTools.Virtualization;

/// <summary>All that is plugged into a machine.</summary>
internal static class DomainDevices
{
    // MiB, as its driver for Windows wants it.
    private const long ScreamMemory = 2;

    public static XElement Of(VmSpec spec, HostAbilities host) => new("devices",
        DomainDisks.Of(spec),
        new XElement("controller", new XAttribute("type", "usb"), new XAttribute("model", "qemu-xhci"), new XAttribute("ports", 15)),
        spec.Disks.Any(static disk => disk.Bus == "scsi") ? new XElement("controller", new XAttribute("type", "scsi"), new XAttribute("model", "virtio-scsi")) : null,
        spec.Shares.Select(Share),
        spec.Nics.Select(Nic),
        new XElement("serial", new XAttribute("type", "pty")),
        new XElement("console", new XAttribute("type", "pty")),
        Channel("unix", "org.qemu.guest_agent.0"),
        spec.Screen is VmScreen.Spice ? Channel("spicevmc", "com.redhat.spice.0") : null,
        DomainScreen.Inputs(spec),
        spec.Firmware.HasTpm ? Tpm(host) : null,
        DomainScreen.Of(spec),
        DomainPassthrough.Pci(spec.PciDevices),
        spec.UsbDevices.Select(DomainPassthrough.Usb),
        new XElement("memballoon", new XAttribute("model", "none")),
        new XElement("rng", new XAttribute("model", "virtio"), new XElement("backend", new XAttribute("model", "random"), "/dev/urandom")),
        spec.LookingGlass is { Device: null } memory ? Shared(memory.Name, memory.Size.Bytes >> 20) : null,
        spec.HasScreamMemory ? Shared($"scream-{spec.Name}", ScreamMemory) : null);

    /// <summary>What libvirt has no words for; null for nothing.</summary>
    public static XElement? CommandLine(VmSpec spec)
    {
        if (spec.LookingGlass is not { Device: { } device } memory)
            return null;
        var card = new JsonObject { ["driver"] = "ivshmem-plain", ["id"] = "shmem0", ["memdev"] = "looking-glass" };
        var bytes = new JsonObject { ["qom-type"] = "memory-backend-file", ["id"] = "looking-glass", ["mem-path"] = device, ["size"] = memory.Size.Bytes, ["share"] = true };
        return new XElement(Qemu + "commandline", new[] { "-device", Text(card), "-object", Text(bytes) }.Select(static word => new XElement(Qemu + "arg", new XAttribute("value", word))));
    }

    /// <summary>As libvirt writes it: <c>52:54:00:12:34:56</c>.</summary>
    public static string MacText(PhysicalAddress mac) => string.Join(':', mac.GetAddressBytes().Select(static part => part.ToString("x2", CultureInfo.InvariantCulture)));

    private static string Text(JsonObject json) => json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static XElement Share(VmShare share) => new("filesystem", new XAttribute("type", "mount"), new XAttribute("accessmode", "passthrough"),
        new XElement("driver", new XAttribute("type", "virtiofs")),
        new XElement("source", new XAttribute("dir", share.Path)),
        new XElement("target", new XAttribute("dir", share.Tag)),
        share.IsReadOnly ? new XElement("readonly") : null);

    private static XElement Nic(VmNic nic)
    {
        (string type, XElement? source) = nic.Kind switch
        {
            VmNicKind.Bridge => ("bridge", Source("bridge", nic.Source ?? "br0")),
            VmNicKind.Macvtap => ("direct", new XElement("source", new XAttribute("dev", nic.Source ?? string.Empty), new XAttribute("mode", nic.MacvtapMode))),
            VmNicKind.User => ("user", null),
            _ => ("network", Source("network", nic.Source ?? "default")),
        };
        return new XElement("interface", new XAttribute("type", type), new XElement("mac", new XAttribute("address", MacText(nic.Mac))), source, new XElement("model", new XAttribute("type", nic.Model)));
    }

    private static XElement Source(string attribute, string name) => new("source", new XAttribute(attribute, name));

    private static XElement Channel(string type, string name) => new("channel", new XAttribute("type", type),
        new XElement("target", new XAttribute("type", "virtio"), new XAttribute("name", name)));

    private static XElement Tpm(HostAbilities host) => new("tpm", new XAttribute("model", host.TpmModels.Contains("tpm-crb") ? "tpm-crb" : "tpm-tis"),
        new XElement("backend", new XAttribute("type", "emulator"), new XAttribute("version", "2.0")));

    private static XElement Shared(string name, long size) => new("shmem", new XAttribute("name", name),
        new XElement("model", new XAttribute("type", "ivshmem-plain")),
        new XElement("size", new XAttribute("unit", "M"), Number(size)));
}
