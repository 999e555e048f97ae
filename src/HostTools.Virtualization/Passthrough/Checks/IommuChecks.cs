using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>VFIO001, 008, 010 and 017: whether devices are kept apart at all, and whether what says so can be believed.</summary>
internal static class IommuChecks
{
    /// <seealso href="https://docs.kernel.org/admin-guide/kernel-parameters.html"/>
    private static readonly Dictionary<string, string[]> s_values = new()
    {
        ["amd_iommu"] = ["fullflush", "off", "force_isolation", "force_enable", "pgtbl_v1", "pgtbl_v2", "irtcachedis", "nohugepages", "v2_pgsizes_only", "nohap", "nopasid", "noats"],
        ["intel_iommu"] = ["on", "off", "igfx_off", "forcedac", "strict", "sp_off", "sm_on", "sm_off", "tboot_noforce"],
    };

    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => [.. Groups(subject), .. Override(subject), .. Parameters(subject), .. Interrupts(subject)];

    /// <summary>Why the kernel made no groups; null when it made some.</summary>
    public static (string Evidence, string Remedy)? NoGroups(TargetFacts facts)
    {
        if (facts.Pci.Any(static device => device.IommuGroup is not null))
            return null;
        string? off = facts.KernelParameters.FirstOrDefault(static one => one is "amd_iommu=off" or "intel_iommu=off" or "iommu=off");
        if (off is not null)
            return ($"The kernel was told to leave the IOMMU off ('{off}').", $"Take '{off}' out of the kernel's parameters and start again.");
        if (facts.Iommu.FirmwareTable == "DMAR" && facts.KernelConfig?.IntelIommuIsOn != true && KernelParameters.Value(facts.KernelParameters, "intel_iommu")?.Split(',').Contains("on") != true)
            return ("The firmware describes an Intel IOMMU, and the kernel was not told to use it.", "Add 'intel_iommu=on' to the kernel's parameters and start again.");
        if (facts.Iommu.FirmwareTable is null)
        {
            string name = facts.Cpu?.Vendor switch { "GenuineIntel" => "VT-d", "AuthenticAMD" => "AMD-Vi or IOMMU (SVM alone is not it)", _ => "VT-d, AMD-Vi or IOMMU" };
            return ("The firmware describes no IOMMU: it is switched off, or the machine has none.", $"Switch on {name} in the firmware's setup. On a virtual machine, give it an IOMMU.");
        }

        return ($"The firmware describes an IOMMU ({facts.Iommu.FirmwareTable}), and the kernel made no groups.", "Look at 'dmesg' for DMAR or AMD-Vi: the kernel says there why.");
    }

    private static IEnumerable<PassthroughCheck> Groups(PassthroughSubject subject)
    {
        if (!subject.Question.TellsGroups)
            yield return PassthroughSubject.Warning("VFIO001", "The listing does not say which devices share a group.", "Add what a script for IOMMU groups prints, or 'lspci -nnvv' as root.");
        else if (NoGroups(subject.Facts) is { } none)
            yield return PassthroughSubject.Blocking("VFIO001", none.Evidence, none.Remedy);
        else if (subject.Device.IommuGroup is null)
            yield return PassthroughSubject.Blocking("VFIO001", $"{Words.Of(subject.Device)} is in no group, so nothing keeps its memory apart.", "It cannot be given away. Take another device.");
    }

    private static IEnumerable<PassthroughCheck> Override(PassthroughSubject subject)
    {
        if (KernelParameters.Value(subject.Facts.KernelParameters, "pcie_acs_override") is { } value)
        {
            yield return PassthroughSubject.Warning("VFIO008",
                $"'pcie_acs_override={value}' pretends that devices are kept apart: the groups are smaller than what the hardware isolates, and on a kernel without that patch it has no effect at all.",
                "Give away only what you would trust with the memory of the host, or take the parameter out and use another slot.");
        }
    }

    private static IEnumerable<PassthroughCheck> Parameters(PassthroughSubject subject)
    {
        foreach ((string name, string[] known) in s_values)
        {
            if (KernelParameters.Value(subject.Facts.KernelParameters, name) is not { } value)
                continue;
            string other = name == "amd_iommu" ? "GenuineIntel" : "AuthenticAMD";
            if (subject.Facts.Cpu?.Vendor == other)
            {
                string right = name == "amd_iommu" ? "intel_iommu=on" : "iommu=pt";
                yield return PassthroughSubject.Warning("VFIO010", $"'{name}={value}' is for processors of another maker and has no effect here.", $"Write '{right}' instead.");
            }
            else if (value.Split(',').FirstOrDefault(one => !known.Contains(one)) is { } odd)
            {
                yield return PassthroughSubject.Warning("VFIO010", $"'{name}={odd}' is no value that the kernel knows, and is ignored.",
                    name == "amd_iommu" ? "Take it out: AMD's IOMMU is on unless it is switched off. 'iommu=pt' is what saves time." : "Write 'intel_iommu=on'.");
            }
        }
    }

    private static IEnumerable<PassthroughCheck> Interrupts(PassthroughSubject subject)
    {
        string? off = subject.Facts.KernelParameters.FirstOrDefault(static one => one is "nointremap" or "intremap=off");
        if (subject.Device.IommuGroup is not null && (off is not null || subject.Facts.Iommu.RemapsInterrupts == false))
        {
            yield return PassthroughSubject.Warning("VFIO017",
                off is not null ? $"Interrupts of devices are not checked ('{off}')." : "Interrupts of devices are not checked: the machine cannot, or its firmware forbids it.",
                off is not null ? "Take the parameter out." : "Switch on x2APIC and interrupt remapping in the firmware. Else vfio needs 'vfio_iommu_type1.allow_unsafe_interrupts=1', and a guest can disturb the host.");
        }
    }
}
