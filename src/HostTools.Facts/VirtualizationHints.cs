namespace HostTools.Facts;

/// <summary>Signs that a system runs inside something else; the innermost comes first.</summary>
internal static class VirtualizationHints
{
    private static readonly (string Text, string Name)[] s_vendors =
    [
        ("QEMU", "kvm"), ("KVM", "kvm"), ("Amazon EC2", "kvm"), ("Google Compute Engine", "kvm"), ("OpenStack", "kvm"),
        ("VMware", "vmware"), ("innotek", "virtualbox"), ("VirtualBox", "virtualbox"), ("Xen", "xen"), ("Bochs", "bochs"),
        ("Parallels", "parallels"), ("BHYVE", "bhyve"), ("Apple Virtualization", "apple"), ("Firecracker", "firecracker"),
    ];

    public static IEnumerable<(string? Value, string Source)> Find(MachineFiles files, string? kernel, CpuFacts? cpu)
    {
        const string Container = "/run/systemd/container";
        if (files.ReadLine(Container) is { } manager)
            yield return (manager, Container);
        if (files.Exists("/run/.containerenv"))
            yield return ("podman", "/run/.containerenv");
        if (files.Exists("/.dockerenv"))
            yield return ("docker", "/.dockerenv");
        if (kernel?.Contains("microsoft", StringComparison.OrdinalIgnoreCase) == true)
            yield return ("wsl", "/proc/sys/kernel/osrelease");
        foreach (string field in (string[])["sys_vendor", "product_name", "board_vendor", "bios_vendor"])
        {
            string path = $"/sys/class/dmi/id/{field}";
            yield return (files.ReadLine(path) is { } text ? FromDmi(text) : null, path);
        }

        if (files.ReadLine("/sys/hypervisor/type") is { } hypervisor)
            yield return (hypervisor, "/sys/hypervisor/type");
        if (cpu?.Flags.Contains("hypervisor") == true)
            yield return ("vm", "/proc/cpuinfo");
    }

    private static string? FromDmi(string text)
    {
        // Microsoft also makes real machines, so the vendor alone says nothing.
        if (text == "Virtual Machine")
            return "hyper-v";
        foreach ((string vendor, string name) in s_vendors)
        {
            if (text.Contains(vendor, StringComparison.OrdinalIgnoreCase))
                return name;
        }

        return null;
    }
}
