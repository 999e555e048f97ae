using System.Globalization;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Processors and their model.</summary>
internal static class ProcessorChecks
{
    private static readonly string[] s_parts = ["sockets", "dies", "clusters", "cores", "threads"];

    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        if (question.Domain.Element("cpu")?.Element("topology") is { } topology && CountOf(question) is { } count
            && s_parts.Aggregate(1L, (product, part) => product * Math.Clamp((long?)Number(topology.Attribute(part)) ?? 1, 1, 100_000)) is var shaped && shaped != count)
            yield return question.Say("VM010", VmSeverity.Error, topology,
                $"The topology makes {shaped} processors, and the machine has {count}: libvirt refuses to start it.", "Let sockets × dies × cores × threads be the number in <vcpu>.");
        if (question.Domain.Element("cpu") is { } cpu && (string?)question.Domain.Attribute("type") == "qemu" && (string?)cpu.Attribute("mode") is "host-passthrough" or "host-model")
            yield return question.Say("VM011", VmSeverity.Error, cpu, $"An emulated machine (type='qemu') cannot have the processor of the host ({(string?)cpu.Attribute("mode")}).", "Take mode='maximum', or type='kvm'.");
    }

    public static int? CountOf(DomainQuestion question) => Number(question.Domain.Element("vcpu")?.Value);

    public static int? Number(XAttribute? attribute) => Number(attribute?.Value);

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
