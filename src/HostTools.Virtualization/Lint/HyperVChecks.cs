using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Hyper-V's interfaces, with which Windows is fast in a machine.</summary>
internal static class HyperVChecks
{
    // Source: QEMU's documentation of Hyper-V enlightenments.
    private static readonly (string Name, string[] Needs)[] s_needs =
    [
        ("synic", ["vpindex"]), ("stimer", ["vpindex", "synic"]), ("tlbflush", ["vpindex"]), ("ipi", ["vpindex"]), ("evmcs", ["vapic"]),
    ];

    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        HashSet<string> on = [.. question.HyperV.Select(static feature => feature.Name.LocalName)];
        XElement? hidden = question.Domain.Element("cpu")?.Elements("feature").FirstOrDefault(static feature => (string?)feature.Attribute("name") == "hypervisor" && (string?)feature.Attribute("policy") is "disable" or "forbid");
        if (hidden is not null && on.Count > 0)
            yield return question.Say("VM020", VmSeverity.Error, hidden, "The processor says that there is no hypervisor, so the guest does not look for Hyper-V's interfaces: all of them are without effect.", "Remove the feature 'hypervisor'.");
        foreach (XElement feature in question.HyperV)
        {
            string[] missing = [.. s_needs.Where(need => need.Name == feature.Name.LocalName).SelectMany(static need => need.Needs).Where(need => !on.Contains(need))];
            if (missing.Length > 0)
                yield return question.Say("VM021", VmSeverity.Error, feature, $"'{feature.Name.LocalName}' needs {string.Join(" and ", missing)}, which is off: QEMU does not start.", $"Switch {string.Join(" and ", missing)} on.");
        }

        if (on.Contains("stimer") && question.Domain.Element("clock")?.Elements("timer").Any(static timer => (string?)timer.Attribute("name") == "hypervclock" && (string?)timer.Attribute("present") != "no") is not true)
            yield return question.Say("VM021", VmSeverity.Error, question.Feature("hyperv")!, "'stimer' needs Hyper-V's clock, which is not there: QEMU does not start.", "Add <timer name='hypervclock' present='yes'/> to <clock>."); // stimer is in it.
        if (question.Feature("hyperv")?.Element("vendor_id") is { } vendor && (string?)vendor.Attribute("value") is { } value)
        {
            if (value.Length > 12)
                yield return question.Say("VM022", VmSeverity.Error, vendor, $"The vendor's name '{value}' is longer than 12 letters: libvirt refuses it.", "Take 12 letters at most, or leave it out.");
            else if (question.Host?.Cpu?.Vendor is { } real && value is "GenuineIntel" or "AuthenticAMD" && value != question.Host.Cpu.Vendor)
                yield return question.Say("VM022", VmSeverity.Warning, vendor, $"The hypervisor calls itself '{value}' on a processor that is {real}: a guest may take the wrong way for its processor.", "Leave <vendor_id> out: no driver needs it any more.");
        }

        if (question.Feature("kvm")?.Element("hidden") is { } kvm && (string?)kvm.Attribute("state") == "on")
            yield return question.Say("VM023", VmSeverity.Information, kvm, "KVM is hidden from the guest; NVIDIA's drivers do not need that since version 465, and the guest loses its fast clock.", "Remove <hidden state='on'/>.");
        if (question.IsWindows && on.Count == 0)
            yield return question.Say("VM024", VmSeverity.Information, question.Domain.Element("features") ?? question.Domain, "Windows is not shown Hyper-V's interfaces, and is slower than it could be, above all when idle.", "Add <hyperv>, at least with relaxed, vapic, spinlocks, vpindex, synic and stimer.");
    }
}
