using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>What a machine, or a root file system in a folder, is. Read once, never changed; what could not be read is absent.</summary>
public sealed record TargetFacts
{
    /// <summary>A target nothing is known of, for plans that must not depend on any machine.</summary>
    public static TargetFacts None { get; } = new();

    /// <summary>The name the kernel goes by, else the one in <c>/etc/hostname</c>.</summary>
    public string? HostName { get; init; }

    /// <summary>The distribution.</summary>
    public OsRelease? Os { get; init; }

    /// <summary>The running kernel's release, for example <c>6.12.4-arch1-1</c>.</summary>
    public string? Kernel { get; init; }

    /// <summary>Architecture as the kernel names it: <c>x86_64</c>, <c>aarch64</c>, <c>riscv64</c>, …</summary>
    public string? Architecture { get; init; }

    /// <summary>The processor.</summary>
    public CpuFacts? Cpu { get; init; }

    /// <summary>Memory the kernel can use.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Swap space that is switched on.</summary>
    public ByteSize? Swap { get; init; }

    /// <summary>How the machine starts.</summary>
    public Firmware? Firmware { get; init; }

    /// <summary>The boot loader, as far as its traces tell: <c>systemd-boot</c>, <c>grub</c>, <c>limine</c>, <c>refind</c>.</summary>
    public string? BootLoader { get; init; }

    /// <summary>What the system runs in: <c>wsl</c>, <c>docker</c>, <c>podman</c>, <c>lxc</c>, <c>kvm</c>, <c>vmware</c>, …; null on bare metal.</summary>
    public string? Virtualization { get; init; }

    /// <summary>PCI functions, ordered by address.</summary>
    public IReadOnlyList<PciDevice> Pci { get; init; } = [];

    /// <summary>The same facts one by one, in a fixed order, each with the file it was read from.</summary>
    public IReadOnlyList<HostFact> Facts { get; init; } = [];

    /// <summary>Reads a machine. Missing and malformed files give absent facts, never an exception.</summary>
    /// <param name="root">The file system's root: that of this machine, or a folder that holds one.</param>
    public static TargetFacts Read(Root root) => new FactReader(new MachineFiles(root)).Read();
}

/// <summary>One fact.</summary>
/// <param name="Name">Dotted name, for example <c>cpu.model</c>; PCI functions are <c>pci.</c> and their address.</param>
/// <param name="Value">Text, number, size, truth value, or a record such as <see cref="PciDevice"/>.</param>
/// <param name="Source">The file or folder it was read from.</param>
public sealed record HostFact(string Name, object Value, string Source);

/// <summary>How a machine starts.</summary>
public enum Firmware
{
    /// <summary>UEFI: the kernel offers <c>/sys/firmware/efi</c>.</summary>
    Uefi,

    /// <summary>A PC's BIOS, or UEFI's emulation of one.</summary>
    Bios,

    /// <summary>A device tree handed over by a board's firmware.</summary>
    DeviceTree,
}
