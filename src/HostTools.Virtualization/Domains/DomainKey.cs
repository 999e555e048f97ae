using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>By what two elements of definitions are known to be about the same thing.</summary>
internal static class DomainKey
{
    private static readonly string[] s_address = ["domain", "bus", "slot", "function"];

    /// <summary>The key of an element among its like; null for those that have none.</summary>
    public static string? Of(XElement element) => element.Name.LocalName switch
    {
        "disk" => Attribute(element, "target", "dev"),
        "interface" => Attribute(element, "mac", "address")?.ToUpperInvariant(),
        "hostdev" => HostDevice(element),
        "filesystem" => Attribute(element, "target", "dir"),
        "channel" => Attribute(element, "target", "name"),
        "controller" => $"{(string?)element.Attribute("type")} {(string?)element.Attribute("index") ?? "0"}",
        "timer" or "feature" or "shmem" => (string?)element.Attribute("name"),
        "vcpupin" => (string?)element.Attribute("vcpu"),
        "iothreadpin" => (string?)element.Attribute("iothread"),
        "audio" => element.Parent?.Name == "devices" ? (string?)element.Attribute("id") : null,
        "graphics" or "tpm" or "video" or "memballoon" or "rng" or "watchdog" or "sound" => element.Name.LocalName + (string?)element.Attribute("type"),
        _ => null,
    };

    /// <summary>Whether elements of one name may stand beside each other in it.</summary>
    public static bool IsList(XElement parent) => parent.Name.LocalName is "devices" or "commandline" or "cputune" or "clock";

    private static string? Attribute(XElement element, string child, string attribute) => (string?)element.Element(child)?.Attribute(attribute);

    private static string? HostDevice(XElement element)
    {
        XElement? source = element.Element("source");
        return source?.Element("address") is { } address
            ? string.Join(' ', s_address.Select(part => DomainValue.Normal((string?)address.Attribute(part) ?? "0")))
            : $"{DomainValue.Normal((string?)source?.Element("vendor")?.Attribute("id") ?? string.Empty)} {DomainValue.Normal((string?)source?.Element("product")?.Attribute("id") ?? string.Empty)}";
    }
}
