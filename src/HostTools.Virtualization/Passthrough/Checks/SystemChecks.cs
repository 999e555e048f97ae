using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>VFIO019, 020 and 022: memory for the guest, what a locked kernel refuses, and rights on USB devices.</summary>
internal static class SystemChecks
{
    private static readonly string[] s_foreign = ["kvmfr", "vendor_reset"];

    /// <summary>What a host needs for itself.</summary>
    private static readonly ByteSize s_host = new(2L << 30);

    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => [.. Memory(subject), .. Locked(subject), .. Open(subject)];

    private static IEnumerable<PassthroughCheck> Memory(PassthroughSubject subject)
    {
        if (subject.Question.Memory is not { } wanted)
            yield break;
        if (subject.Facts.Memory is { } has && wanted.Bytes > has.Bytes - s_host.Bytes)
        {
            yield return PassthroughSubject.Warning("VFIO019", $"The guest shall have {wanted}, all of it locked, and the host has {has}.", "Give the guest less: the memory of one with a device can be neither swapped nor shared.");
            yield break;
        }

        HugePages[] reserved = [.. subject.Facts.HugePages.Where(static pages => pages.Count > 0)];
        if (reserved.Length > 0 && reserved.All(pages => pages.Free * pages.Size.Bytes < wanted.Bytes))
        {
            HugePages most = reserved.MaxBy(static pages => pages.Free * pages.Size.Bytes)!;
            long needed = (wanted.Bytes + most.Size.Bytes - 1) / most.Size.Bytes;
            yield return PassthroughSubject.Warning("VFIO019", $"The guest shall have {wanted}, and of the huge pages that are set aside only {most.Free} of {most.Size} are free.", $"Set aside {needed} pages of {most.Size}, or let the guest do without huge pages.");
        }
    }

    private static IEnumerable<PassthroughCheck> Locked(PassthroughSubject subject)
    {
        bool isLocked = subject.Facts.Board.SecureBoot == true || subject.Facts.Board.Lockdown is "integrity" or "confidentiality";
        ModuleName? module = subject.Facts.Modules.Loaded.Concat(subject.Facts.Modules.Initramfs).FirstOrDefault(static module => s_foreign.Any(name => ModuleSettings.Same(module.Name, name)));
        if (isLocked && module is not null)
        {
            yield return PassthroughSubject.Warning("VFIO020", $"{module.Source} loads {module.Name}, which no distribution signs, and this kernel loads only what is signed.",
                "Sign the module with a key that the firmware knows (mokutil), or do without it.");
        }
    }

    private static IEnumerable<PassthroughCheck> Open(PassthroughSubject subject)
    {
        foreach (DesktopSetting rule in subject.Facts.Desktop.OpenDevices)
            yield return PassthroughSubject.Warning("VFIO022", $"{rule.Source} lets everybody on the machine write to USB devices: {rule.Value}", "Write GROUP=\"kvm\", MODE=\"0660\" or TAG+=\"uaccess\" instead: a security key is among them soon.");
    }
}
