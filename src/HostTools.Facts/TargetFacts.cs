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

    /// <summary>What the running kernel was started with.</summary>
    public IReadOnlyList<string> KernelParameters { get; init; } = [];

    /// <summary>What makes the initial RAM disk: <c>initramfs-tools</c>, <c>dracut</c>, <c>mkinitcpio</c>, <c>booster</c>.</summary>
    public string? Initramfs { get; init; }

    /// <summary>What starts and stops services: <c>systemd</c>, <c>openrc</c>, …</summary>
    public string? Init { get; init; }

    /// <summary>What installs packages: <c>apt</c>, <c>dnf</c>, <c>pacman</c>, <c>zypper</c>, <c>apk</c>, …</summary>
    public string? PackageManager { get; init; }

    /// <summary>Disks, ordered by name.</summary>
    public IReadOnlyList<DiskFacts> Disks { get; init; } = [];

    /// <summary>Mounted file systems of disks and servers, ordered by place; only a running machine has any.</summary>
    public IReadOnlyList<MountFacts> Mounts { get; init; } = [];

    /// <summary>Devices and files of swap space that is switched on, by UUID where one is known.</summary>
    public IReadOnlyList<string> Swaps { get; init; } = [];

    /// <summary>Network interfaces, ordered by name, without <c>lo</c>.</summary>
    public IReadOnlyList<NetworkFacts> Network { get; init; } = [];

    /// <summary>PCI functions, ordered by address.</summary>
    public IReadOnlyList<PciDevice> Pci { get; init; } = [];

    /// <summary>Units and groups that keep devices' memory apart.</summary>
    public IommuFacts Iommu { get; init; } = new();

    /// <summary>How threads, cores, caches and memory belong together; null where the kernel does not tell.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Huge pages, by size.</summary>
    public IReadOnlyList<HugePages> HugePages { get; init; } = [];

    /// <summary>What is plugged into USB, ordered by place.</summary>
    public IReadOnlyList<UsbDevice> Usb { get; init; } = [];

    /// <summary>Graphics cards with a driver that shows pictures, ordered by name.</summary>
    public IReadOnlyList<GraphicsCard> Graphics { get; init; } = [];

    /// <summary>Picture memories of the kernel's console, ordered by name.</summary>
    public IReadOnlyList<Framebuffer> Framebuffers { get; init; } = [];

    /// <summary>Board, case and firmware.</summary>
    public BoardFacts Board { get; init; } = new();

    /// <summary>What files say about kernel modules.</summary>
    public ModuleSettings Modules { get; init; } = new();

    /// <summary>What files say about which card shows the desktop, and about rights on USB devices.</summary>
    public DesktopSettings Desktop { get; init; } = new();

    /// <summary>How the running kernel was built; null where no file tells.</summary>
    public KernelConfig? KernelConfig { get; init; }

    /// <summary>The same facts one by one, in a fixed order, each with the file it was read from.</summary>
    public IReadOnlyList<HostFact> Facts { get; init; } = [];

    /// <summary>Reads a machine. Missing files give absent facts, malformed ones facts that say why they are unknown; never an exception.</summary>
    /// <param name="root">The file system's root: that of this machine, or a folder that holds one.</param>
    public static TargetFacts Read(Root root) => new FactReader(new MachineFiles(root)).Read();
}

/// <summary>One fact.</summary>
/// <param name="Name">Dotted name, for example <c>cpu.model</c>; PCI functions are <c>pci.</c> and their address.</param>
/// <param name="Value">Text, number, size, truth value, or a record such as <see cref="PciDevice"/>; null when it is unknown.</param>
/// <param name="Source">The file or folder it was read from.</param>
public sealed record HostFact(string Name, object? Value, string Source)
{
    /// <summary>Why nothing is known although the file is there: it cannot be read, or is malformed; null when the value is known.</summary>
    public string? Unknown { get; init; }
}

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
