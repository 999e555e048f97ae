using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Model, shape and features of the processors.</summary>
internal static class DomainProcessor
{
    private static readonly string[] s_modes = ["host-passthrough", "host-model", "maximum"];

    public static XElement Of(VmSpec spec, HostAbilities host)
    {
        // An emulated processor cannot be the host's.
        string model = spec.IsEmulated && spec.Cpu.Model is "host-passthrough" or "host-model" ? "maximum" : spec.Cpu.Model;
        bool isHosts = model == "host-passthrough";
        var cpu = new XElement("cpu", s_modes.Contains(model)
            ? [new XAttribute("mode", model), new XAttribute("check", "none")]
            : (object[])[new XAttribute("mode", "custom"), new XAttribute("match", "exact"), new XAttribute("check", "partial"), new XElement("model", new XAttribute("fallback", "forbid"), model)]);
        if (isHosts)
            cpu.Add(new XAttribute("migratable", "off"));
        cpu.Add(new XElement("topology", new XAttribute("sockets", 1), new XAttribute("dies", 1), new XAttribute("cores", spec.Cpu.Cores), new XAttribute("threads", spec.Cpu.Threads)));
        if (isHosts)
            cpu.Add(new XElement("cache", new XAttribute("mode", "passthrough")));
        // AMD's guests see threads only so; Intel's do not start with it.
        if (isHosts && host.IsAmd is true && spec.Cpu.Threads > 1)
            cpu.Add(Required("topoext"));
        if (isHosts && spec.Profile is VmProfile.WindowsGaming)
            cpu.Add(Required("invtsc"));
        return cpu;
    }

    private static XElement Required(string feature) => new("feature", new XAttribute("policy", "require"), new XAttribute("name", feature));
}
