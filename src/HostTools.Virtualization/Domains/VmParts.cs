using System.Net.NetworkInformation;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Processors of a machine: one socket, cores and threads.</summary>
public sealed record VmCpu
{
    /// <summary>Cores. Default: 4.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>Threads of each core. Default: 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>All threads.</summary>
    public int Count => Cores * Threads;

    /// <summary>Model as libvirt knows it: <c>host-passthrough</c>, <c>host-model</c>, <c>maximum</c>, or the name of one. Default: the host's.</summary>
    public string Model { get; init; } = "host-passthrough";
}

/// <summary>Firmware and what belongs to it.</summary>
public sealed record VmFirmware
{
    /// <summary>UEFI rather than a BIOS. Default: true.</summary>
    public bool IsUefi { get; init; } = true;

    /// <summary>Only signed systems start, by the keys that come with the firmware. Default: true.</summary>
    public bool IsSecure { get; init; } = true;

    /// <summary>It has a TPM 2.0. Default: true.</summary>
    public bool HasTpm { get; init; } = true;
}

/// <summary>A disk or a CD.</summary>
/// <param name="Path">The image or the device on the host; null is an empty drive for CDs.</param>
public sealed record VmDisk(string? Path)
{
    /// <summary>It is a CD.</summary>
    public bool IsCd { get; init; }

    /// <summary>Format of the image: <c>qcow2</c> or <c>raw</c>. Default: qcow2; CDs and devices are raw.</summary>
    public string Format { get; init; } = "qcow2";

    /// <summary>Size of an image that is made when it is missing; null makes none.</summary>
    public ByteSize? Size { get; init; }

    /// <summary>Bus: <c>virtio</c>, <c>scsi</c>, <c>sata</c>. Default: virtio for disks, SATA for CDs.</summary>
    public string? Bus { get; init; }

    /// <summary>Place in the order of what is started, from 1; null follows the order of the disks.</summary>
    public int? BootOrder { get; init; }

    /// <summary>Serial number that the guest sees; null for none.</summary>
    public string? Serial { get; init; }
}

/// <summary>A network card.</summary>
/// <param name="Kind">What it is connected to.</param>
/// <param name="Mac">Its address, which never changes.</param>
public sealed record VmNic(VmNicKind Kind, PhysicalAddress Mac)
{
    /// <summary>Name of the libvirt network, of the bridge, or of the host's card; null for the user's network.</summary>
    public string? Source { get; init; }

    /// <summary>How a macvtap treats what other guests say: <c>bridge</c>, <c>vepa</c>, <c>private</c>, <c>passthrough</c>.</summary>
    public string MacvtapMode { get; init; } = "bridge";

    /// <summary>Model of the card. Default: virtio.</summary>
    public string Model { get; init; } = "virtio";
}

/// <summary>What a network card is connected to.</summary>
public enum VmNicKind
{
    /// <summary>A network of libvirt, behind the host's address.</summary>
    Nat,

    /// <summary>A bridge of the host.</summary>
    Bridge,

    /// <summary>A card of the host, by macvtap: host and guest do not reach each other.</summary>
    Macvtap,

    /// <summary>The network of the user who runs it; no rights are needed.</summary>
    User,
}

/// <summary>A PCI function that is passed to a machine.</summary>
/// <param name="Address">Where it is on the host.</param>
/// <param name="RomFile">A copy of its firmware that it starts with; null takes its own.</param>
public sealed record VmPciDevice(PciAddress Address, string? RomFile = null)
{
    /// <summary>Vendor and product that have to be there, <c>10de:2782</c>; null takes whatever is.</summary>
    public string? Id { get; init; }
}

/// <summary>USB devices that are passed to a machine, when they are plugged in.</summary>
/// <param name="Vendor">Vendor's number.</param>
/// <param name="Product">Product's number.</param>
public sealed record VmUsbDevice(ushort Vendor, ushort Product);

/// <summary>A folder of the host that a machine sees, by virtiofs.</summary>
/// <param name="Tag">What the guest mounts.</param>
/// <param name="Path">The folder.</param>
public sealed record VmShare(string Tag, string Path)
{
    /// <summary>It cannot be written there; needs libvirt 11.</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>Memory that a machine shares with a program of the host.</summary>
/// <param name="Size">A power of two, in MiB.</param>
/// <param name="Device">Character device of the kvmfr module; null is a file in <c>/dev/shm</c>.</param>
public sealed record VmSharedMemory(ByteSize Size, string? Device = null)
{
    /// <summary>Name of the file. Default: <c>looking-glass</c>, where its viewer looks.</summary>
    public string Name { get; init; } = "looking-glass";
}
