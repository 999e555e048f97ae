using System.Xml.Linq;
using HostTools.Configuration;

namespace HostTools.Virtualization;

/// <summary>A machine's definition from options that are nearly libvirt's own.</summary>
internal static class DomainTree
{
    // Features of which libvirt wants to hear that they are there, and no more.
    private static readonly string[] s_plain = ["acpi", "apic", "pae", "viridian", "privnet"];

    private static readonly string[] s_shape = ["sockets", "dies", "cores", "threads"];

    /// <exception cref="FormatException">It holds something that is no XML.</exception>
    public static XElement Of(string name, Guid uuid, VmOptions own, XElement devices) => new("domain",
        new XAttribute("type", own.Text("type")!), new XAttribute(XNamespace.Xmlns + "qemu", DomainXml.Qemu), // It has a default.
        new XElement("name", name),
        new XElement("uuid", uuid.ToString("D")),
        new XElement("memory", new XAttribute("unit", own.Text("memory", "unit")!), own.Number("memory", "amount")), // As above.
        own.Flag("memory", "hugepages", "enable")
            ? new XElement("memoryBacking", new XElement("hugepages", new XElement("page", new XAttribute("size", own.Text("memory", "hugepages", "size") == "2MiB" ? 2048 : 1048576), new XAttribute("unit", "KiB"))))
            : null,
        new XElement("vcpu", new XAttribute("placement", own.Text("vcpu", "placement")!), Attribute("cpuset", own.Text("vcpu", "cpuset")), own.Number("vcpu", "count")), // As above.
        own.Has("iothreads") ? new XElement("iothreads", own.Number("iothreads")) : null,
        Tune(own),
        Os(own, devices),
        Features(own),
        Processor(own),
        Clock(own),
        devices);

    private static XElement? Tune(VmOptions own)
    {
        var tune = new XElement("cputune",
            own.Items("cputune", "vcpupin").Select(static pin => LibvirtTree.Element("vcpupin", pin)),
            own.Text("cputune", "emulatorpin") is { } rest ? new XElement("emulatorpin", new XAttribute("cpuset", rest)) : null,
            own.Items("cputune", "iothreadpin").Select(static pin => LibvirtTree.Element("iothreadpin", pin)));
        return tune.HasElements ? tune : null;
    }

    private static XElement Os(VmOptions own, XElement devices)
    {
        string? loader = own.Text("os", "loader", "path");
        bool isSecure = own.Flag("os", "loader", "secure");
        bool isFound = own.Text("os", "firmware") == "efi" && loader is null;
        var os = new XElement("os", isFound ? new XAttribute("firmware", "efi") : null,
            new XElement("type", new XAttribute("arch", own.Text("os", "arch")!), new XAttribute("machine", own.Text("os", "machine")!), "hvm"), // As above.
            isFound ? DomainFirmware.Features(isSecure) : null);
        if (loader is not null)
            os.Add(new XElement("loader", new XAttribute("readonly", own.Flag("os", "loader", "readonly") ? "yes" : "no"), Attribute("type", own.Text("os", "loader", "type")), isSecure ? new XAttribute("secure", "yes") : null, loader));
        else if (isFound && isSecure)
            os.Add(new XElement("loader", new XAttribute("secure", "yes")));
        if (own.Has("os", "nvram", "path") || own.Has("os", "nvram", "template"))
            os.Add(new XElement("nvram", Attribute("template", own.Text("os", "nvram", "template")), own.Text("os", "nvram", "path")));
        if (!devices.Elements().Elements("boot").Any())
            os.Add(own.Texts("os", "boot").Select(static device => new XElement("boot", new XAttribute("dev", device))));
        if (own.Has("os", "bootmenu"))
            os.Add(new XElement("bootmenu", new XAttribute("enable", own.Flag("os", "bootmenu") ? "yes" : "no")));
        return os;
    }

    private static XElement Features(VmOptions own)
    {
        var features = new XElement("features");
        foreach ((string name, object? value) in own.All("features"))
        {
            if (s_plain.Contains(name) && value is true or false)
                features.Add(value is true ? new XElement(name) : null);
            else if (value is not null)
                features.Add(Feature(name, value));
        }

        // Firmware that cannot be written by the guest is kept so by this mode.
        if (own.Flag("os", "loader", "secure") && features.Element("smm") is null)
            features.Add(new XElement("smm", new XAttribute("state", "on")));
        return features;
    }

    private static XElement Feature(string name, object value)
    {
        if (value is not ConfigMap map)
            return LibvirtTree.Element(name, ConfigMap.From([KeyValuePair.Create("state", (object?)value)]));
        if (name is not ("hyperv" or "kvm" or "xen"))
            return LibvirtTree.Element(name, map);
        var group = new XElement(name, name == "hyperv" ? new XAttribute("mode", map.GetValueOrDefault("mode") ?? "custom") : null);
        foreach ((string feature, object? wish) in map)
        {
            if (wish is not null && feature != "mode")
                group.Add(wish is ConfigMap more && !more.ContainsKey("state") ? Feature(feature, ConfigMap.From(more.Prepend(KeyValuePair.Create("state", (object?)true)))) : Feature(feature, wish));
        }

        return group;
    }

    private static XElement Processor(VmOptions own)
    {
        string mode = own.Text("cpu", "mode")!; // As above.
        var cpu = new XElement("cpu", new XAttribute("mode", mode), mode == "custom" ? new XAttribute("match", "exact") : null, Attribute("check", own.Text("cpu", "check")),
            own.Has("cpu", "migratable") ? new XAttribute("migratable", own.Flag("cpu", "migratable") ? "on" : "off") : null);
        if (own.Text("cpu", "model") is { } model)
            cpu.Add(new XElement("model", new XAttribute("fallback", "forbid"), model));
        cpu.Add(new XElement("topology", s_shape.Select(part => new XAttribute(part, own.Number("cpu", "topology", part)))));
        if (own.Text("cpu", "cache", "mode") is { } cache)
            cpu.Add(new XElement("cache", new XAttribute("mode", cache)));
        cpu.Add(own.Items("cpu", "feature").Select(static feature => LibvirtTree.Element("feature", feature)));
        return cpu;
    }

    private static XElement Clock(VmOptions own) => new("clock", Attribute("offset", own.Text("clock", "offset")),
        own.Items("clock", "timers").Select(static timer => LibvirtTree.Element("timer", timer)));

    private static XAttribute? Attribute(string name, string? value) => value is null ? null : new XAttribute(name, value);
}
