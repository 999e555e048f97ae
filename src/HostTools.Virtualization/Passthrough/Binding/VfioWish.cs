using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>What shall be written down about devices that are given away.</summary>
/// <param name="Functions">The devices.</param>
public sealed record VfioWish(IReadOnlyList<PciDevice> Functions)
{
    /// <summary>Modules that somebody else's devices need are not kept from loading.</summary>
    public bool KeepsNvidia { get; init; }

    /// <summary><c>amd</c> or <c>intel</c>; null when it is neither.</summary>
    public string? Processor { get; init; }

    /// <summary>What makes the initial RAM disk; null to leave that to the host's configuration.</summary>
    public string? Initramfs { get; init; }

    /// <summary>Without an entry in the boot menu: at every start.</summary>
    public bool IsAlways { get; init; }

    /// <summary>What the usual entry does.</summary>
    public VfioMode DefaultMode { get; init; }

    /// <summary>What the menu shows of entries for the host; null for the usual word.</summary>
    public string? HostLabel { get; init; }

    /// <summary>What the menu shows of entries for machines; null for the usual word.</summary>
    public string? VfioLabel { get; init; }

    /// <summary>Modules to import besides.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Options about the boot loader, as lines of YAML below <c>config</c>.</summary>
    public IReadOnlyList<string> BootLines { get; init; } = [];

    /// <summary>What is wanted on a machine.</summary>
    public static VfioWish Of(TargetFacts facts, PassthroughBinding binding) => new(binding.Functions)
    {
        Processor = facts.Cpu?.Vendor switch { "GenuineIntel" => "intel", "AuthenticAMD" => "amd", _ => null },
        Initramfs = facts.Initramfs is "dracut" or "initramfs-tools" or "mkinitcpio" ? facts.Initramfs : null,
        KeepsNvidia = facts.Pci.Any(device => device.IsGpu() && device.VendorId == 0x10de && !binding.Functions.Any(function => function.Address == device.Address)),
    };
}

/// <summary>Who has the devices.</summary>
public enum VfioMode
{
    /// <summary>The host, with its own drivers.</summary>
    Host,

    /// <summary>Virtual machines, by vfio-pci.</summary>
    Vfio,
}
