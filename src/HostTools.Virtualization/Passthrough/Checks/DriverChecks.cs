using System.Globalization;
using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>VFIO011 to 015: whether vfio-pci gets the device before its driver does.</summary>
internal static class DriverChecks
{
    private const string Vfio = "vfio_pci";

    /// <summary>Drivers that are not called like the module they come in.</summary>
    private static readonly Dictionary<string, string> s_modules = new() { ["xhci_hcd"] = "xhci_pci", ["nvidia_gpu"] = "i2c_nvidia_gpu" };

    private static readonly Dictionary<int, string[]> s_graphics = new()
    {
        [0x10de] = ["nvidia", "nvidia_drm", "nvidia_modeset", "nvidia_uvm", "nouveau", "nova_core"],
        [0x1002] = ["amdgpu", "radeon"],
        [0x8086] = ["i915", "xe"],
    };

    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => [.. Holders(subject), .. Names(subject), .. Early(subject), .. Merged(subject), .. Race(subject)];

    private static IEnumerable<PassthroughCheck> Holders(PassthroughSubject subject)
    {
        string[] users = [.. subject.Question.Users.Where(user => user.Device is { } device ? subject.Set.Functions.Any(function => function.Address == device) : subject.Device is { VendorId: 0x10de, Driver: "nvidia" })
            .Select(static user => string.Create(CultureInfo.InvariantCulture, $"{user.Program} ({user.Process})")).Distinct()];
        if (users.Length > 0 && subject.Device.Driver is { } driver && !PassthroughSet.StepsAside(driver))
        {
            yield return PassthroughSubject.Warning("VFIO011", $"{Words.List(users.Take(8))}{(users.Length > 8 ? $" and {users.Length - 8} more have" : users.Length == 1 ? " has" : " have")} {subject.Device.Address.Short()} open, and {driver} does not let go while they have.",
                "End these programs before the guest starts, or bind the card to vfio-pci when the machine starts.");
        }
    }

    private static IEnumerable<PassthroughCheck> Names(PassthroughSubject subject)
    {
        foreach (ModuleLine line in subject.Facts.Modules.Modprobe)
        {
            if (line.Words is ["softdep", var name, ..] && line.Words.Skip(2).Any(static word => ModuleSettings.Same(word, Vfio)) && s_modules.TryGetValue(name.Replace('-', '_'), out string? module))
            {
                yield return PassthroughSubject.Warning("VFIO012", $"{line.Source} lets vfio-pci go before '{name}', which is a driver and no module: nothing loads by that name.", $"Write 'softdep {module} pre: vfio-pci'.");
            }
        }
    }

    /// <summary>Binding by identifiers works only when vfio-pci is there first.</summary>
    private static IEnumerable<PassthroughCheck> Early(PassthroughSubject subject)
    {
        if (subject.Set.Functions.All(function => !subject.BoundIds.Contains(function.Id)) || subject.Facts.Initramfs is not { } tool || subject.Facts.KernelConfig?.HasVfioPci == true)
            yield break;
        if (!subject.Facts.Modules.Initramfs.Any(static module => ModuleSettings.Same(module.Name, Vfio)))
        {
            yield return PassthroughSubject.Warning("VFIO013", $"vfio-pci is told to take {subject.Device.Id} when the machine starts, and the initial RAM disk ({tool}) is not told to have it: the usual driver may be first.",
                $"Add vfio_pci, vfio and vfio_iommu_type1 to the modules of {tool}, and make the initial RAM disk anew.");
        }
    }

    private static IEnumerable<PassthroughCheck> Merged(PassthroughSubject subject)
    {
        ModuleName? named = subject.Facts.Modules.Loaded.Concat(subject.Facts.Modules.Initramfs).FirstOrDefault(static module => ModuleSettings.Same(module.Name, "vfio_virqfd"));
        if (named is not null && IsAtLeast(subject.Facts.Kernel, 6, 2))
            yield return PassthroughSubject.Warning("VFIO014", $"{named.Source} names vfio_virqfd, which is part of vfio since kernel 6.2; here runs {subject.Facts.Kernel}.", "Take it out.");
    }

    private static IEnumerable<PassthroughCheck> Race(PassthroughSubject subject)
    {
        IReadOnlyList<ModuleName> modules = subject.Facts.Modules.Initramfs;
        if (!subject.Device.IsGpu() || !s_graphics.TryGetValue(subject.Device.VendorId, out string[]? drivers))
            yield break;
        string[] names = [.. modules.Select(static module => module.Name.Replace('-', '_'))];
        int driver = Array.FindIndex(names, drivers.Contains);
        int vfio = Array.IndexOf(names, Vfio);
        if (driver >= 0 && (vfio < 0 || vfio > driver))
        {
            yield return PassthroughSubject.Warning("VFIO015", $"{modules[driver].Source} loads {modules[driver].Name} in the initial RAM disk{(vfio < 0 ? string.Empty : " before vfio_pci")}, which takes {subject.Device.Address.Short()} first.",
                "Put vfio_pci before it, or take it out of the initial RAM disk.");
        }
    }

    private static bool IsAtLeast(string? kernel, int major, int minor)
    {
        string[] numbers = kernel?.Split('.', '-') ?? [];
        return numbers.Length > 1 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            && (first, second).CompareTo((major, minor)) >= 0;
    }
}
