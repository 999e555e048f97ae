using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>What runs the machine.</summary>
internal static class HypervisorChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        string? type = (string?)question.Domain.Attribute("type");
        bool? hasKvm = question.Machine?.Exists("/dev/kvm");
        if (type == "qemu" && hasKvm is true && question.Host?.Cpu?.Flags is { } flags && (flags.Contains("vmx") || flags.Contains("svm")))
            yield return question.Say("VM070", VmSeverity.Warning, question.Domain, "It is emulated, ten times as slow as it could be: this host has KVM.", "Say type='kvm'.");
        if (type == "kvm" && hasKvm is false)
            yield return question.Say("VM071", VmSeverity.Error, question.Domain, "This host has no /dev/kvm: the machine does not start.", "Switch virtualisation on in the firmware (VT-x, SVM), and load kvm_intel or kvm_amd. type='qemu' emulates, slowly.");
        foreach (XElement argument in question.Domain.Elements(DomainXml.Qemu + "commandline").Elements(DomainXml.Qemu + "arg").Where(static argument => (string?)argument.Attribute("value") is "-cpu" or "-smp" or "-m" or "-machine"))
            yield return question.Say("VM072", VmSeverity.Warning, argument, $"QEMU gets {(string?)argument.Attribute("value")} twice, from libvirt and from here, and libvirt knows nothing of what wins.", "Say it by libvirt's own elements.");
    }
}
