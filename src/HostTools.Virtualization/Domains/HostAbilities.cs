using System.Xml;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What libvirt of a host can give its machines.</summary>
/// <param name="HyperV">Names of Hyper-V's features that it may show to Windows.</param>
/// <param name="TpmModels">TPMs that it emulates.</param>
public sealed record HostAbilities(IReadOnlySet<string> HyperV, IReadOnlySet<string> TpmModels)
{
    /// <summary>Where nothing is known of a host: what QEMU 4 and libvirt 5 had.</summary>
    public static HostAbilities Unknown { get; } = new(
        new HashSet<string>(["relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "frequencies"], StringComparer.Ordinal),
        new HashSet<string>(["tpm-crb"], StringComparer.Ordinal));

    /// <summary>Whether processors are AMD's; null when that is not known.</summary>
    public bool? IsAmd { get; init; }

    /// <summary>Version of libvirt; null when it is not known.</summary>
    public Version? Libvirt { get; init; }

    /// <summary>Reads the answer of <c>virsh domcapabilities</c>.</summary>
    /// <exception cref="HostToolsException">LibvirtAnswerMalformed.</exception>
    public static HostAbilities Parse(string text)
    {
        XElement root = DomainText.Parse(text, "domainCapabilities");
        XElement? devices = root.Element("devices");
        return new HostAbilities(Values(root.Element("features")?.Element("hyperv"), "features"), Values(devices?.Element("tpm"), "model"))
        {
            IsAmd = root.Descendants("vendor").Select(static vendor => (bool?)(vendor.Value == "AMD")).FirstOrDefault(),
        };
    }

    private static HashSet<string> Values(XElement? parent, string name) =>
        [.. parent?.Elements("enum").Where(list => (string?)list.Attribute("name") == name).Elements("value").Select(static value => value.Value) ?? []];
}
