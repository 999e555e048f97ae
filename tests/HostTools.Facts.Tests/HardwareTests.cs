using HostTools.Platform;

namespace HostTools.Facts.Tests;

/// <summary>Devices, what hangs on them and what they are used for.</summary>
public sealed class HardwareTests : IDisposable
{
    private readonly FakeMachine _machine = FakeMachine.Of("c1-b550m-rtx3070ti", static device => device.Group < 3 || device.Address == "09:00.3");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Devices_know_what_is_above_them_and_how_they_are_reset()
    {
        _machine.Write($"{_machine.FolderOf("07:00.0")}/boot_vga", "1\n");
        _machine.Write($"{_machine.FolderOf("07:00.0")}/numa_node", "1\n");
        _machine.Write($"{_machine.FolderOf("07:00.0")}/driver_override", "vfio-pci\n");
        _machine.Write($"{_machine.FolderOf("07:00.0")}/resource0_resize", "0000000000003fc0\n");
        _machine.Write($"{_machine.FolderOf("07:00.1")}/reset_method", "\n");
        PciDevice gpu = Device("07:00.0");
        Assert.Equal(("nvidia", "1458:1000", (byte?)1, (bool?)true, (int?)1, "vfio-pci"), (gpu.Driver, gpu.Subsystem, gpu.Revision, gpu.IsBootVga, gpu.NumaNode, gpu.DriverOverride));
        Assert.Equal(["flr", "bus"], gpu.ResetMethods!);
        Assert.Equal(new PciBar(0, 0xf0000000, 256 << 20) { IsPrefetchable = true, IsResizable = true }, Assert.Single(gpu.Bars));
        Assert.True(Device(gpu.Parent!.Value.Short()).IsPciBridge());
        Assert.Empty(Device("07:00.1").ResetMethods!);
        Assert.Null(Device("07:00.1").IsBootVga);
        Assert.Null(Device("00:01.0").Parent);
    }

    [Fact]
    public void An_old_kernel_does_not_say_how_it_resets()
    {
        File.Delete(Path.Combine(_machine.Folder, _machine.FolderOf("07:00.0"), "reset_method"));
        Assert.Empty(Device("07:00.0").ResetMethods!);
        _machine.Write($"{_machine.FolderOf("07:00.0")}/reset", "");
        Assert.Null(Device("07:00.0").ResetMethods);
    }

    [Fact]
    public void Names_and_modules_come_from_the_systems_databases()
    {
        _machine.Processor("AuthenticAMD");
        _machine.Write("usr/share/misc/pci.ids", "# list\n10de  Maker of cards\n\t2482  A card [with brackets]\n\t\t1458 1000  A board\n1022  Maker of chips\n\nC 03  Display\n\t00  VGA\n");
        _machine.Write("lib/modules/6.12.4-1-default/modules.alias",
            "# Aliases\nalias pci:v000010DEd*sv*sd*bc03sc00i00* nvidia\nalias pci:v000010DEd*sv*sd*bc03sc*i* nouveau\nalias pci:v000010DEd00002482sv00001458sd00001000bc*sc*i* special\n" +
            "alias pci:v000010DEd00002482sv00001459sd*bc*sc*i* other\nalias pci:v*d*sv*sd*bc0Csc03i30* xhci_pci\nalias pci:broken x\nalias usb:v1 y\nalias pci:v000010DEdZZsv*sd*bc*sc*i* broken\n");
        Assert.Equal("Maker of cards A card [with brackets]", Device("07:00.0").Name);
        Assert.Equal("Maker of chips", Device("00:01.0").Name);
        Assert.Null(Device("01:00.0").Name);
        Assert.Equal(["nouveau", "nvidia", "special"], Device("07:00.0").Modules);
        Assert.Equal(["xhci_pci"], Device("09:00.3").Modules);
    }

    [Fact]
    public void Groups_have_a_type_and_what_the_firmware_keeps()
    {
        _machine.Write("sys/kernel/iommu_groups/2/type", "identity\n");
        _machine.Write("sys/kernel/iommu_groups/2/reserved_regions", "0x00000000fee00000 0x00000000feefffff msi\n0x000000fd00000000 0x000000ffffffffff reserved\n");
        _machine.Write("sys/firmware/acpi/tables/IVRS", "x");
        _machine.Write("proc/interrupts", "  24:  0  IR-PCI-MSI-0000:00:01.1   0-edge  PCIe PME\n");
        IommuFacts iommu = _machine.Facts.Iommu;
        Assert.Equal((4, "IVRS", (bool?)true), (iommu.Groups.Count, iommu.FirmwareTable, iommu.RemapsInterrupts));
        Assert.Equal(("identity", 2), (iommu.Groups[2].Type, iommu.Groups[2].ReservedRegions.Count));
        Assert.Equal([0, 1, 2, 14], iommu.Groups.Select(static group => group.Number));
    }

    [Fact]
    public void Disks_know_what_they_are_used_for_through_encryption_and_volumes()
    {
        _machine.Disk("nvme0n1", "01:00.0", 3);
        _machine.Disk("sda", "02:00.1", 1);
        _machine.Disk("sdb", "02:00.1", 1);
        _machine.Write("sys/block/dm-0/slaves/nvme0n1p2", "");
        _machine.Write("sys/block/dm-1/slaves/dm-0", "");
        _machine.Link("dev/mapper/vg-root", "../dm-1");
        _machine.Write("sys/fs/btrfs/11111111-2222-3333-4444-555555555555/devices/sda1", "");
        _machine.Write("sys/fs/btrfs/11111111-2222-3333-4444-555555555555/devices/sdb1", "");
        _machine.Mount("/", "ext4", "/dev/mapper/vg-root");
        _machine.Mount("/boot", "vfat", "/dev/nvme0n1p1");
        _machine.Mount("/srv", "btrfs", "/dev/sda1");
        _machine.Mount("/pool", "zfs", "tank");
        _machine.Write("proc/swaps", "Filename\tType\n/dev/nvme0n1p3 partition 1 0 -2\n");
        TargetFacts facts = _machine.Facts;
        Assert.Equal(["nvme0n1: /, /boot, swap", "sda: /srv", "sdb: /srv"], facts.Disks.Select(static disk => $"{disk.Name}: {string.Join(", ", disk.UsedFor)}"));
        Assert.Equal(["0000:01:00.0", "0000:02:00.1", "0000:02:00.1"], facts.Disks.Select(static disk => disk.Controllers.Single().ToString()));
        Assert.Empty(facts.Mounts.Single(static mount => mount.Path == "/pool").Disks);
    }

    [Fact]
    public void A_disk_with_several_ways_to_it_hangs_on_all_of_them()
    {
        _machine.Write("sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1/size", "1000\n");
        _machine.Link("sys/block/nvme0n1", "../devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1");
        _machine.Link("sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1/device", "..");
        _machine.Link("sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0", "../../../" + _machine.FolderOf("01:00.0")["sys/devices/".Length..] + "/nvme/nvme0");
        Assert.Equal("0000:01:00.0", Assert.Single(Assert.Single(_machine.Facts.Disks).Controllers).ToString());
    }

    [Fact]
    public void The_way_out_is_followed_through_a_bridge_and_a_bond()
    {
        _machine.Interface("enp5s0", "05:00.0");
        _machine.Interface("wlan0", "06:00.0");
        _machine.Write("sys/class/net/br0/type", "1\n");
        _machine.Link("sys/class/net/br0/lower_bond0", "../bond0");
        _machine.Write("sys/class/net/bond0/type", "1\n");
        _machine.Link("sys/class/net/bond0/lower_enp5s0", "../enp5s0");
        _machine.DefaultRoute("br0");
        TargetFacts facts = _machine.Facts;
        Assert.Equal(["bond0", "br0", "enp5s0"], facts.Network.Where(static one => one.HasDefaultRoute).Select(static one => one.Name));
        Assert.Equal("0000:05:00.0", facts.Network.Single(static one => one.Name == "enp5s0").Device.ToString());
    }

    [Fact]
    public void A_way_out_over_IPv6_counts_and_a_rejecting_one_does_not()
    {
        _machine.Interface("enp5s0", "05:00.0");
        _machine.Interface("wlan0", "06:00.0");
        const string Zero = "00000000000000000000000000000000";
        _machine.Write("proc/net/ipv6_route", $"{Zero} 00 {Zero} 00 fe80000000000000000000000000000001 00000400 00000001 00000000 00000003 enp5s0\n{Zero} 00 {Zero} 00 {Zero} ffffffff 00000001 00000000 00200200 lo\n");
        Assert.Equal(["enp5s0"], _machine.Facts.Network.Where(static one => one.HasDefaultRoute).Select(static one => one.Name));
    }

    [Fact]
    public void Keyboards_are_found_at_their_controller()
    {
        _machine.Usb("1-2", "02:00.0", "046d:c31c", "Keyboard \u001b[31mK120", "03", "01");
        _machine.Usb("3-1", "09:00.3", "0781:5581", "Stick", "08", "50");
        IReadOnlyList<UsbDevice> usb = _machine.Facts.Usb;
        Assert.Equal(["046d:c31c Keyboard  [31mK120 (keyboard)", "0781:5581 Stick (storage)"], usb.Select(static one => one.ToString()));
        Assert.Equal(["0000:02:00.0", "0000:09:00.3"], usb.Select(static one => one.Controller.ToString()));
    }

    [Fact]
    public void Screens_and_consoles_are_found_at_their_card()
    {
        string gpu = _machine.FolderOf("04:00.0");
        _machine.Link("sys/class/drm/card0", $"../../{gpu["sys/".Length..]}/drm/card0");
        _machine.Write($"{gpu}/drm/card0/dev", "226:0\n");
        _machine.Write("sys/class/drm/card0-HDMI-A-1/status", "connected\n");
        _machine.Write("sys/class/drm/card0-DP-1/status", "disconnected\n");
        _machine.Write("sys/class/graphics/fb0/name", "EFI VGA\n");
        TargetFacts facts = _machine.Facts;
        Assert.Equal("DP-1, HDMI-A-1 (in use)", Assert.Single(facts.Graphics).ToString());
        Assert.Equal("0000:04:00.0", facts.Graphics[0].Device.ToString());
        Assert.Equal(("EFI VGA", null), (facts.Framebuffers[0].Driver, facts.Framebuffers[0].Device));
    }

    [Fact]
    public void Board_and_firmware_are_known()
    {
        _machine.Write("sys/class/dmi/id/board_vendor", "ASRock\n");
        _machine.Write("sys/class/dmi/id/board_name", "B550M\n");
        _machine.Write("sys/class/dmi/id/chassis_type", "10\n");
        _machine.Write("sys/class/dmi/id/bios_version", "F1\n");
        _machine.Write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        File.WriteAllBytes(Prepared("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"), [6, 0, 0, 0, 1]);
        Assert.Equal(
            new BoardFacts { Name = "ASRock B550M", FirmwareVersion = "F1", IsPortable = true, SecureBoot = true, Lockdown = "integrity" }, _machine.Facts.Board);
    }

    [Fact]
    public void Huge_pages_are_counted()
    {
        _machine.Write("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "16\n");
        _machine.Write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "4\n");
        _machine.Write("sys/kernel/mm/hugepages/nonsense/nr_hugepages", "4\n");
        Assert.Equal(new HugePages(new ByteSize(1L << 30), 16, 4), Assert.Single(_machine.Facts.HugePages));
    }

    [Theory]
    [InlineData("dracut", "usr/bin/dracut", "etc/dracut.conf.d/vfio.conf", "force_drivers+=\" vfio_pci vfio \" # early\nadd_drivers+=\" btrfs \"\nhostonly=yes\n", "vfio_pci vfio btrfs")]
    [InlineData("mkinitcpio", "usr/bin/mkinitcpio", "etc/mkinitcpio.conf", "# MODULES=(a)\nMODULES=(vfio_pci vfio nvidia)\nHOOKS=(base udev)\n", "vfio_pci vfio nvidia")]
    [InlineData("mkinitcpio", "usr/bin/mkinitcpio", "etc/mkinitcpio.conf.d/vfio.conf", "MODULES=(vfio_pci \"${MODULES[@]}\")\n", "vfio_pci")]
    [InlineData("initramfs-tools", "usr/sbin/update-initramfs", "etc/initramfs-tools/modules", "# comment\nvfio_pci ids=10de:1401\n\nvfio\n", "vfio_pci vfio")]
    [InlineData("booster", "usr/bin/booster", "etc/booster.yaml", "modules: btrfs\nmodules_force_load: vfio_pci,vfio\n", "vfio_pci vfio")]
    public void Modules_of_the_initial_disk_are_known(string tool, string trace, string file, string text, string modules)
    {
        _machine.Write(trace, "");
        _machine.Write(file, text);
        TargetFacts facts = _machine.Facts;
        Assert.Equal(tool, facts.Initramfs);
        Assert.Equal(modules.Split(' '), facts.Modules.Initramfs.Select(static module => module.Name));
        Assert.All(facts.Modules.Initramfs, module => Assert.Equal("/" + file, module.Source));
    }

    [Fact]
    public void What_etc_says_of_modules_stands_for_what_the_distribution_says()
    {
        _machine.Write("usr/lib/modprobe.d/nvidia.conf", "blacklist nouveau\n");
        _machine.Write("etc/modprobe.d/nvidia.conf", "# mine\nsoftdep nvidia pre: vfio-pci\n");
        _machine.Write("etc/modprobe.d/vfio.conf", "options vfio_pci ids=10de:1401,\\\n10de:0fba disable_vga=1\n");
        _machine.Write("etc/modules-load.d/vfio.conf", "; old\nvfio_virqfd\n");
        ModuleSettings modules = _machine.Facts.Modules;
        Assert.Equal(["softdep nvidia pre: vfio-pci", "options vfio_pci ids=10de:1401, 10de:0fba disable_vga=1"], modules.Modprobe.Select(static line => string.Join(' ', line.Words)));
        Assert.Equal(["10de:1401,"], modules.Options("vfio-pci", "ids"));
        Assert.Equal(["vfio_virqfd"], modules.Loaded.Select(static module => module.Name));
    }

    [Fact]
    public void The_kernels_own_configuration_is_read()
    {
        _machine.Processor("GenuineIntel");
        _machine.Write("boot/config-6.12.4-1-default", "#\nCONFIG_INTEL_IOMMU_DEFAULT_ON=y\nCONFIG_VFIO_PCI=m\n");
        Assert.Equal(new KernelConfig("/boot/config-6.12.4-1-default") { IntelIommuIsOn = true }, _machine.Facts.KernelConfig);
    }

    private PciDevice Device(string address) => _machine.Facts.Pci.Single(device => device.Address.Short() == address);

    private string Prepared(string path)
    {
        _machine.Write(path, "");
        return Path.Combine(_machine.Folder, path);
    }
}
