using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Domains;

/// <summary>Machines that people have.</summary>
internal static class Specs
{
    public static VmSpec Windows { get; } = new("windows11", VmIdentity.Uuid("toaster", "windows11"))
    {
        Memory = new ByteSize(16L << 30),
        Cpu = new VmCpu { Cores = 6 },
        PageSize = new ByteSize(1 << 30),
        Disks = [new VmDisk("/var/lib/libvirt/images/windows11.qcow2") { Size = new ByteSize(80L << 30) }, new VmDisk("/isos/windows.iso") { IsCd = true }, new VmDisk(null) { IsCd = true }],
        Nics = [new VmNic(VmNicKind.Nat, VmIdentity.Mac(VmIdentity.Uuid("toaster", "windows11"), 0))],
        PciDevices = [new VmPciDevice(Address("0000:01:00.1")), new VmPciDevice(Address("0000:01:00.0"), "/roms/gpu.rom"), new VmPciDevice(Address("10000:e1:00.0"))],
        UsbDevices = [new VmUsbDevice(0x046d, 0xc52b)],
        Inputs = ["/dev/input/by-id/usb-Keyboard-event-kbd", "/dev/input/by-id/usb-Mouse-event-mouse"],
        Shares = [new VmShare("games", "/srv/games")],
        LookingGlass = new VmSharedMemory(LookingGlassMemory.For(3840, 2160)),
    };

    public static VmPins Pins { get; } = new([2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15], [0, 1, 8, 9]);

    public static VmSpec Server { get; } = new("server", VmIdentity.Uuid("toaster", "server"))
    {
        Profile = VmProfile.LinuxServer,
        Memory = new ByteSize(2L << 30),
        Cpu = new VmCpu { Cores = 2, Threads = 1 },
        Firmware = new VmFirmware { IsSecure = false, HasTpm = false },
        Disks = [new VmDisk("/var/lib/libvirt/images/server.qcow2")],
        Nics = [new VmNic(VmNicKind.Bridge, VmIdentity.Mac(VmIdentity.Uuid("toaster", "server"), 0)) { Source = "br0" }],
        Screen = VmScreen.Vnc,
    };

    /// <summary>What a host without KVM can define: nothing of the hardware is asked for.</summary>
    public static VmSpec Emulated(VmSpec spec) => spec with { IsEmulated = true, PciDevices = [], PageSize = null };

    private static PciAddress Address(string text) => PciAddress.TryParse(text, out PciAddress address) ? address : throw new FormatException(text);
}
