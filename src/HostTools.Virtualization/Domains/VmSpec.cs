using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What a virtual machine shall be. Nothing in it depends on the host.</summary>
/// <param name="Name">Its name for libvirt.</param>
/// <param name="Uuid">Its identity: TPM and licences of the guest hang on it, so it never changes.</param>
public sealed record VmSpec(string Name, Guid Uuid)
{
    /// <summary>Which set of values it begins with. Default: Windows for games.</summary>
    public VmProfile Profile { get; init; }

    /// <summary>Its memory. Default: 8 GiB.</summary>
    public ByteSize Memory { get; init; } = new(8L << 30);

    /// <summary>Processors.</summary>
    public VmCpu Cpu { get; init; } = new();

    /// <summary>Size of the huge pages that its memory is made of; null for ordinary ones.</summary>
    public ByteSize? PageSize { get; init; }

    /// <summary>Firmware and TPM.</summary>
    public VmFirmware Firmware { get; init; } = new();

    /// <summary>Disks and CDs, in the order of their names in the guest.</summary>
    public IReadOnlyList<VmDisk> Disks { get; init; } = [];

    /// <summary>Network cards.</summary>
    public IReadOnlyList<VmNic> Nics { get; init; } = [];

    /// <summary>PCI functions that are passed to it.</summary>
    public IReadOnlyList<VmPciDevice> PciDevices { get; init; } = [];

    /// <summary>USB devices that are passed to it.</summary>
    public IReadOnlyList<VmUsbDevice> UsbDevices { get; init; } = [];

    /// <summary>Keyboards and mice that both sides share, by their files below <c>/dev/input/by-id</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Folders of the host that it sees, by their tags.</summary>
    public IReadOnlyList<VmShare> Shares { get; init; } = [];

    /// <summary>How its screen is reached. Default: SPICE on the loopback address.</summary>
    public VmScreen Screen { get; init; }

    /// <summary>Memory through which Looking Glass shows its screen; null for none.</summary>
    public VmSharedMemory? LookingGlass { get; init; }

    /// <summary>It has memory by which Scream brings its sound to the host.</summary>
    public bool HasScreamMemory { get; init; }

    /// <summary>Where its sound goes. Default: with the screen.</summary>
    public VmSound Sound { get; init; }

    /// <summary>Machine type; null is the newest q35 that the host has.</summary>
    public string? Machine { get; init; }

    /// <summary>Whether processors are emulated rather than run by KVM. Slow; for hosts without KVM.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>The definition as it was declared in libvirt's own words; null makes one of the rest.</summary>
    public XElement? Definition { get; init; }

    /// <summary>What is laid over the definition at last; null for nothing.</summary>
    public XElement? Overlay { get; init; }
}

/// <summary>A set of values to begin with.</summary>
public enum VmProfile
{
    /// <summary>Windows 11 for games.</summary>
    WindowsGaming,

    /// <summary>A Linux server.</summary>
    LinuxServer,
}

/// <summary>How a screen is reached; servers listen on the loopback address alone.</summary>
public enum VmScreen
{
    /// <summary>SPICE.</summary>
    Spice,

    /// <summary>VNC.</summary>
    Vnc,

    /// <summary>Not at all: a passed graphics card has its own.</summary>
    None,
}

/// <summary>Where sound goes.</summary>
public enum VmSound
{
    /// <summary>With the screen when that is SPICE, else nowhere.</summary>
    Screen,

    /// <summary>PipeWire of the host; needs libvirt 9.10.</summary>
    PipeWire,

    /// <summary>PulseAudio of the host.</summary>
    PulseAudio,

    /// <summary>Nowhere.</summary>
    None,
}
