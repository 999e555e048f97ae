using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Makes libvirt's definition of a machine.</summary>
/// <remarks>Formats: libvirt's documentation of domains. Values for Windows: what Microsoft's guests make use of, as <c>virsh domcapabilities</c> offers it.</remarks>
public static class DomainXml
{
    /// <summary>Namespace of what we note in a definition: that it is ours.</summary>
    internal static readonly XNamespace Ours = "urn:hosttools:vm:1";

    internal static readonly XNamespace Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>The definition, with a note of its own hash.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="host">What the host has.</param>
    /// <param name="pins">Which processors of the host it runs on; null leaves that to the kernel.</param>
    public static XElement Of(VmSpec spec, HostAbilities host, VmPins? pins)
    {
        XElement domain = spec.Definition is { } said ? new XElement(said) : Made(spec, host, pins);
        if (spec.Overlay is { } overlay)
            DomainOverlay.Lay(overlay, domain);
        domain.SetElementValue("uuid", spec.Uuid.ToString("D"));
        domain.Element("uuid")!.AddAfterSelf(new XElement("metadata", new XElement(Ours + "owner", new XAttribute(XNamespace.Xmlns + "ht", Ours), new XAttribute("hash", HashOf(domain)))));
        return domain;
    }

    /// <summary>Whether a definition is one that we made.</summary>
    public static bool IsOurs(XElement domain) => NoteOf(domain) is not null;

    /// <summary>Hash of what we wrote, as the definition notes it; null for one that is not ours.</summary>
    public static string? NoteOf(XElement domain) => (string?)domain.Element("metadata")?.Element(Ours + "owner")?.Attribute("hash");

    internal static bool HasDiskThread(VmSpec spec) => spec.Disks.Any(static disk => !disk.IsCd && disk.Bus is null or "virtio");

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static XElement Made(VmSpec spec, HostAbilities host, VmPins? pins) =>
        new("domain", new XAttribute("type", spec.IsEmulated ? "qemu" : "kvm"), new XAttribute(XNamespace.Xmlns + "qemu", Qemu),
            new XElement("name", spec.Name),
            new XElement("uuid", spec.Uuid.ToString("D")),
            new XElement("memory", new XAttribute("unit", "KiB"), Number(spec.Memory.Bytes >> 10)),
            Memory(spec),
            new XElement("vcpu", new XAttribute("placement", "static"), Number(spec.Cpu.Count)),
            HasDiskThread(spec) ? new XElement("iothreads", 1) : null,
            pins is null ? null : Tune(pins, HasDiskThread(spec)),
            DomainFirmware.Of(spec),
            DomainFeatures.Of(spec, host),
            DomainProcessor.Of(spec, host),
            DomainClock.Of(spec),
            new XElement("on_poweroff", "destroy"),
            new XElement("on_reboot", "restart"),
            new XElement("on_crash", "destroy"),
            new XElement("pm", Switch("suspend-to-mem"), Switch("suspend-to-disk")),
            DomainDevices.Of(spec, host),
            DomainDevices.CommandLine(spec));

    private static XElement Switch(string name) => new(name, new XAttribute("enabled", "no"));

    private static XElement? Memory(VmSpec spec)
    {
        var backing = new XElement("memoryBacking");
        if (spec.PageSize is { } page)
            backing.Add(new XElement("hugepages", new XElement("page", new XAttribute("size", Number(page.Bytes >> 10)), new XAttribute("unit", "KiB"))), new XElement("nosharepages"));
        // Programs that serve folders reach the guest's memory.
        if (spec.Shares.Count > 0)
            backing.Add(spec.PageSize is null ? new XElement("source", new XAttribute("type", "memfd")) : null, new XElement("access", new XAttribute("mode", "shared")));
        return backing.HasElements ? backing : null;
    }

    private static XElement Tune(VmPins pins, bool hasDiskThread)
    {
        string rest = Facts.CpuList.Format(pins.Host);
        return new XElement("cputune",
            pins.Vcpus.Select(static (cpu, index) => new XElement("vcpupin", new XAttribute("vcpu", index), new XAttribute("cpuset", cpu))),
            new XElement("emulatorpin", new XAttribute("cpuset", rest)),
            hasDiskThread ? new XElement("iothreadpin", new XAttribute("iothread", 1), new XAttribute("cpuset", rest)) : null);
    }

    private static string HashOf(XElement domain) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(domain.ToString(SaveOptions.DisableFormatting))))[..32];
}
