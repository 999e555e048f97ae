using HostTools.Facts;
using HostTools.Facts.Tests;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Passthrough;

/// <summary>Each check fires where it should, and nowhere else: a sound machine with one thing wrong gets exactly that finding.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public CheckTests()
    {
        _machine.Processor("GenuineIntel", commandLine: "root=/dev/nvme0n1p2 intel_iommu=on iommu=pt");
        foreach (string device in (string[])
            ["- 00:00.0 0600 8086:191f -", "2 00:02.0 0300 8086:1912 i915", "3 00:14.0 0c03 8086:a12f xhci_hcd", "4 00:17.0 0108 144d:a808 nvme", "5 00:1f.6 0200 8086:15b8 e1000e",
             "1 00:01.0 0604 8086:1901 pcieport", "1 01:00.0 0300 10de:2482 nvidia", "1 01:00.1 0403 10de:228b snd_hda_intel", "6 02:00.0 0c03 1b21:1242 xhci_hcd"])
            _machine.Device(FakeDevice.Parse(device));
        _machine.Disk("nvme0n1", "00:17.0", 2);
        _machine.Mount("/", "ext4", "/dev/nvme0n1p2");
        _machine.Interface("eth0", "00:1f.6");
        _machine.DefaultRoute("eth0");
        _machine.Usb("1-1", "00:14.0", "046d:c31c", "Keyboard", "03", "01");
        _machine.Write("proc/interrupts", " 1: 0 IR-PCI-MSI-0000:00:14.0 xhci\n");
        _machine.Write("usr/bin/dracut", "");
        _machine.Write("proc/meminfo", "MemTotal: 33554432 kB\n");
        _machine.Write($"{_machine.FolderOf("01:00.0")}/resource", "0x00000000f0000000 0x00000000f0ffffff 0x0000000000040200\n");
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_sound_machine_gives_its_card_away()
    {
        PassthroughVerdict verdict = Verdict();
        Assert.Empty(verdict.Checks);
        Assert.Equal((PassthroughAnswer.Yes, "Yes."), (verdict.Answer, verdict.Summary));
        Assert.Equal(["01:00.0 VGA controller [10de:2482]", "  Yes.", "  It goes together with 01:00.1 Audio device (snd_hda_intel)."], verdict.ToLines());
    }

    [Theory]
    [InlineData("root=/dev/sda1 intel_iommu=off", "DMAR", "told to leave the IOMMU off ('intel_iommu=off')")]
    [InlineData("root=/dev/sda1", "DMAR", "was not told to use it")]
    [InlineData("root=/dev/sda1", null, "describes no IOMMU")]
    [InlineData("root=/dev/sda1 intel_iommu=on", "DMAR", "describes an IOMMU (DMAR)")]
    public void Without_groups_the_reason_is_told(string commandLine, string? table, string evidence)
    {
        _machine.Write("proc/cmdline", commandLine + "\n");
        if (table is not null)
            _machine.Write($"sys/firmware/acpi/tables/{table}", "");
        foreach (string address in (string[])["00:02.0", "00:14.0", "00:17.0", "00:1f.6", "00:01.0", "01:00.0", "01:00.1", "02:00.0"])
            File.Delete(Path.Combine(_machine.Folder, _machine.FolderOf(address), "iommu_group"));
        PassthroughCheck check = Only("VFIO001");
        Assert.Contains(evidence, check.Evidence, StringComparison.Ordinal);
        Assert.Equal(PassthroughAnswer.No, Verdict().Answer);
    }

    [Fact]
    public void A_kernel_that_uses_the_unit_anyway_is_not_asked_to()
    {
        _machine.Write("proc/cmdline", "root=/dev/sda1\n");
        _machine.Write("boot/config-6.12.4-1-default", "#\nCONFIG_INTEL_IOMMU_DEFAULT_ON=y\n");
        Assert.Empty(Verdict().Checks);
    }

    [Fact]
    public void A_device_in_no_group_cannot_go() => Assert.Contains("is in no group", Assert.Single(Verdict("00:00.0").Checks).Evidence, StringComparison.Ordinal);

    [Fact]
    public void A_group_with_a_driver_of_the_host_cannot_be_opened()
    {
        _machine.Device(FakeDevice.Parse("1 03:00.0 0280 8086:2723 iwlwifi"));
        _machine.Device(FakeDevice.Parse("1 04:00.0 0280 8086:2723 -"));
        _machine.Device(FakeDevice.Parse("1 05:00.0 0280 8086:2723 vfio-pci"));
        Assert.Equal("Group 1 also has 03:00.0 Network controller (iwlwifi), which have drivers of the host: a group goes as a whole.", Only("VFIO002").Evidence);
        Assert.StartsWith("No, because group 1 also has", Verdict().Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_the_firmware_holds_a_group_and_memory_for_starting_up_does_not()
    {
        _machine.Write("sys/kernel/iommu_groups/1/reserved_regions", "0x000000008c000000 0x000000008e7fffff direct-relaxable\n0x00000000fee00000 0x00000000feefffff msi\n");
        Assert.Empty(Verdict().Checks);
        _machine.Write("sys/kernel/iommu_groups/1/reserved_regions", "0x000000008c000000 0x000000008e7fffff direct\n");
        Assert.Contains("The firmware keeps memory of group 1", Only("VFIO002").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:17.0", "00:17.0 has the disk nvme0n1 with /.")]
    [InlineData("00:1f.6", "00:1f.6 carries the network of the host (eth0).")]
    [InlineData("00:14.0", "00:14.0 has the only keyboard (Keyboard).")]
    public void What_the_host_needs_stays(string address, string evidence)
    {
        PassthroughVerdict verdict = Verdict(address);
        Assert.Equal(evidence, Assert.Single(verdict.Checks, static check => check.Id == "VFIO003").Evidence);
        Assert.Equal(PassthroughAnswer.No, verdict.Answer);
    }

    [Fact]
    public void A_second_keyboard_sets_the_first_free()
    {
        _machine.Usb("3-1", "02:00.0", "046d:c31d", "Other", "03", "01");
        Assert.Empty(Verdict("00:14.0").Checks);
    }

    [Fact]
    public void Where_a_file_system_cannot_be_found_no_disk_goes()
    {
        _machine.Device(FakeDevice.Parse("9 08:00.0 0108 1111:2222 nvme"));
        _machine.Disk("nvme9n1", "08:00.0", 1);
        Assert.Empty(Verdict("08:00.0").Checks);
        _machine.Mount("/pool", "zfs", "tank");
        Assert.Equal("08:00.0 has the disk nvme9n1, which may hold /pool.", Assert.Single(Verdict("08:00.0").Checks).Evidence);
    }

    [Fact]
    public void Where_the_way_out_is_a_tunnel_no_card_that_is_up_goes()
    {
        _machine.Write("sys/class/net/wg0/type", "65534\n");
        _machine.DefaultRoute("wg0");
        Assert.Equal("00:1f.6 may carry the network of the host (eth0).", Assert.Single(Verdict("00:1f.6").Checks).Evidence);
    }

    [Fact]
    public void The_only_card_stays_unless_somebody_says_so()
    {
        Directory.Delete(Path.Combine(_machine.Folder, "sys/bus/pci/devices/0000:00:02.0"));
        Assert.Contains("is the only graphics card", Only("VFIO004").Evidence, StringComparison.Ordinal);
        Assert.Equal(PassthroughAnswer.Yes, Verdict(question: static question => question with { IsSingleGpu = true }).Answer);
    }

    [Fact]
    public void The_card_of_the_console_is_named()
    {
        _machine.Write($"{_machine.FolderOf("01:00.0")}/boot_vga", "1\n");
        Assert.Contains("the firmware shows its picture on it", Only("VFIO005").Evidence, StringComparison.Ordinal);
        _machine.Write("sys/class/graphics/fb0/name", "EFI VGA\n");
        Assert.Contains("fb0, EFI VGA", Only("VFIO005").Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(Verdict("00:02.0").Checks, static check => check.Id == "VFIO005");
    }

    [Fact]
    public void The_console_of_the_other_card_does_not_matter()
    {
        _machine.Link("sys/class/graphics/fb0", "../../devices/pci0000:00/0000:00:02.0/graphics/fb0");
        Assert.Empty(Verdict().Checks);
    }

    [Fact]
    public void Twins_that_stay_are_named_and_twins_that_go_are_not()
    {
        _machine.Device(FakeDevice.Parse("7 05:00.1 0403 10de:228b snd_hda_intel"));
        Assert.Contains("10de:228b is 01:00.1 and also 05:00.1", Only("VFIO007").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flr", false)]
    [InlineData("pm bus", false)]
    [InlineData("acpi", false)]
    [InlineData("device_specific", false)]
    [InlineData("pm", true)]
    [InlineData("", true)]
    public void How_a_card_is_reset_decides(string methods, bool warns)
    {
        foreach (string address in (string[])["01:00.0", "01:00.1"])
            _machine.Write($"{_machine.FolderOf(address)}/reset_method", methods + "\n");
        Assert.Equal(warns ? ["VFIO009", "VFIO009"] : [], Verdict().Checks.Select(static check => check.Id));
    }

    [Fact]
    public void A_reset_of_a_bus_with_others_on_it_is_told()
    {
        _machine.Write($"{_machine.FolderOf("01:00.0")}/reset_method", "bus\n");
        _machine.Device(FakeDevice.Parse("8 01:01.0 0200 8086:1533 igb"));
        Assert.Contains("only reset together with its bus, and 01:01.0", Only("VFIO009").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amd_iommu=on", "another maker", "intel_iommu=on")]
    [InlineData("intel_iommu=yes", "no value that the kernel knows", "intel_iommu=on")]
    public void Parameters_without_effect_are_named(string parameter, string evidence, string remedy)
    {
        _machine.Write("proc/cmdline", $"root=/dev/sda1 {parameter}\n");
        PassthroughCheck check = Only("VFIO010");
        Assert.Contains(evidence, check.Evidence, StringComparison.Ordinal);
        Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void AMDs_own_parameter_without_meaning_is_named()
    {
        _machine.Processor("AuthenticAMD", commandLine: "amd_iommu=on");
        Assert.Contains("'amd_iommu=on' is no value", Only("VFIO010").Evidence, StringComparison.Ordinal);
        _machine.Processor("AuthenticAMD", commandLine: "amd_iommu=force_enable,fullflush");
        Assert.Empty(Verdict().Checks);
    }

    [Fact]
    public void Who_has_the_card_open_is_named()
    {
        string gpu = _machine.FolderOf("01:00.0");
        _machine.Link("sys/class/drm/card1", $"../../{gpu["sys/".Length..]}/drm/card1");
        _machine.Write("proc/321/comm", "kwin_wayland\n");
        _machine.Link("proc/321/fd/7", "/dev/dri/card1");
        _machine.Write("proc/322/comm", "idle\n");
        _machine.Link("proc/322/fd/7", "/dev/null");
        IReadOnlyList<DeviceUser> users = DeviceUser.Read(_machine.Root);
        Assert.Equal(("kwin_wayland", 321), (Assert.Single(users).Program, users[0].Process));
        PassthroughCheck check = Assert.Single(Verdict(question: question => question with { Users = users }).Checks);
        Assert.Equal(("VFIO011", "kwin_wayland (321) has 01:00.0 open, and nvidia does not let go while they have."), (check.Id, check.Evidence));
        Assert.DoesNotContain(Verdict("00:02.0", question => question with { Users = users }).Checks, static one => one.Id == "VFIO011");
    }

    [Theory]
    [InlineData("xhci_hcd", "xhci_pci")]
    [InlineData("nvidia-gpu", "i2c_nvidia_gpu")]
    public void Drivers_are_not_taken_for_modules(string driver, string module)
    {
        _machine.Write("etc/modprobe.d/vfio.conf", $"softdep {driver} pre: vfio-pci\nsoftdep nvidia pre: vfio-pci\nsoftdep {driver} pre: other\n");
        Assert.Contains($"softdep {module} pre", Only("VFIO012").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Binding_early_needs_an_initial_disk_that_can()
    {
        _machine.Write("etc/modprobe.d/vfio.conf", "options vfio-pci ids=10de:2482,10de:228b\n");
        Assert.Contains("initial RAM disk (dracut)", Only("VFIO013").Evidence, StringComparison.Ordinal);
        _machine.Write("etc/dracut.conf.d/90-vfio.conf", "force_drivers+=\" vfio_pci vfio \"\n");
        Assert.Empty(Verdict().Checks);
        _machine.Write("etc/modprobe.d/vfio.conf", "options vfio-pci ids=10de:2482\n");
        Assert.Contains("10de:228b", Only("VFIO006").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_is_no_more_is_named_on_kernels_without_it()
    {
        _machine.Write("etc/modules-load.d/vfio.conf", "vfio_virqfd\n");
        Assert.Contains("since kernel 6.2", Only("VFIO014").Evidence, StringComparison.Ordinal);
        _machine.Processor("GenuineIntel", "6.1.0-18-amd64");
        Assert.Empty(Verdict().Checks);
    }

    [Theory]
    [InlineData("MODULES=(nvidia nvidia_drm)", true)]
    [InlineData("MODULES=(nvidia vfio_pci vfio)", true)]
    [InlineData("MODULES=(vfio_pci vfio nvidia)", false)]
    [InlineData("MODULES=(i915)", false)]
    public void A_driver_in_the_initial_disk_is_not_first(string line, bool warns)
    {
        File.Delete(Path.Combine(_machine.Folder, "usr/bin/dracut"));
        _machine.Write("usr/bin/mkinitcpio", "");
        _machine.Write("etc/mkinitcpio.conf", line + "\n");
        Assert.Equal(warns ? ["VFIO015"] : [], Verdict().Checks.Select(static check => check.Id));
    }

    [Fact]
    public void A_large_window_of_an_AMD_card_is_told_and_changes_no_answer()
    {
        string folder = _machine.Device(FakeDevice.Parse("7 05:00.0 0300 1002:73ef amdgpu"));
        _machine.Write($"{folder}/resource", "0x0000000800000000 0x0000000bffffffff 0x000000000014220c\n");
        PassthroughVerdict verdict = Verdict("05:00.0");
        Assert.Equal(("VFIO016", PassthroughAnswer.Yes), (Assert.Single(verdict.Checks).Id, verdict.Answer));
    }

    [Fact]
    public void Interrupts_that_nobody_checks_are_told()
    {
        _machine.Write("proc/interrupts", " 1: 0 PCI-MSI-0000:00:14.0 xhci\n");
        Assert.Contains("the machine cannot", Only("VFIO017").Evidence, StringComparison.Ordinal);
        _machine.Write("proc/cmdline", "intel_iommu=on intremap=off\n");
        Assert.Contains("intremap=off", Only("VFIO017").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebooks_card_without_sockets_is_told()
    {
        _machine.Write("sys/class/dmi/id/chassis_type", "10\n");
        Assert.Empty(Verdict().Checks);
        _machine.Write($"{_machine.FolderOf("01:00.0")}/class", "0x030200\n");
        Assert.Equal("VFIO018", Only("VFIO018").Id);
        _machine.Write("sys/class/dmi/id/chassis_type", "3\n");
        Assert.Empty(Verdict().Checks);
    }

    [Theory]
    [InlineData("16GiB", 0, false)]
    [InlineData("31GiB", 0, true)]
    [InlineData("16GiB", 8, true)]
    [InlineData("16GiB", 16, false)]
    public void Memory_must_suffice(string memory, int pages, bool warns)
    {
        _machine.Write("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", $"{pages}\n");
        _machine.Write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", $"{pages}\n");
        Assert.Equal(warns ? ["VFIO019"] : [], Verdict(question: question => question with { Memory = ByteSize.Parse(memory) }).Checks.Select(static check => check.Id));
    }

    [Fact]
    public void A_locked_kernel_refuses_modules_nobody_signed()
    {
        _machine.Write("etc/modules-load.d/kvmfr.conf", "kvmfr\n");
        Assert.Empty(Verdict().Checks);
        _machine.Write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        Assert.Contains("kvmfr", Only("VFIO020").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etc/environment", "KWIN_DRM_DEVICES=/dev/dri/card1:/dev/dri/card0\n", true)]
    [InlineData("etc/environment", "KWIN_DRM_DEVICES=/dev/dri/card0:/dev/dri/card1\n", false)]
    [InlineData("etc/environment.d/90.conf", "WLR_DRM_DEVICES=\"/dev/dri/by-path/pci-0000\\:01\\:00.0-card\"\n", true)]
    [InlineData("etc/X11/xorg.conf.d/10.conf", "Section \"Device\"\n  BusID \"PCI:1:0:0\"\nEndSection\n", true)]
    [InlineData("etc/X11/xorg.conf", "  BusID \"PCI:0:2:0\"\n", false)]
    public void A_desktop_on_the_card_is_told(string file, string text, bool fails)
    {
        _machine.Link("sys/class/drm/card1", $"../../{_machine.FolderOf("01:00.0")["sys/".Length..]}/drm/card1");
        _machine.Write("sys/class/drm/card1-DP-1/status", "connected\n");
        _machine.Write(file, text);
        Assert.Equal(fails ? ["VFIO021"] : [], Verdict().Checks.Select(static check => check.Id));
    }

    [Fact]
    public void A_rule_that_lets_everybody_write_is_told()
    {
        _machine.Write("etc/udev/rules.d/70-usb.rules", "# MODE=\"0666\" usb\nSUBSYSTEM==\"usb\", ATTR{idVendor}==\"1050\", MODE=\"0666\"\nSUBSYSTEM==\"usb\", GROUP=\"kvm\", MODE=\"0660\"\n");
        Assert.Contains("1050", Only("VFIO022").Evidence, StringComparison.Ordinal);
    }

    private PassthroughCheck Only(string id)
    {
        PassthroughVerdict verdict = Verdict();
        Assert.All(verdict.Checks, check => Assert.Equal(id, check.Id));
        Assert.All(verdict.Checks, static check => Assert.True(check.Evidence.Length > 0 && check.Remedy.EndsWith('.')));
        return Assert.Single(verdict.Checks);
    }

    private PassthroughVerdict Verdict(string address = "01:00.0", Func<PassthroughQuestion, PassthroughQuestion>? question = null)
    {
        var asked = new PassthroughQuestion(_machine.Facts);
        return PassthroughTest.Of(question?.Invoke(asked) ?? asked, asked.Facts.Pci.Single(device => device.Address.Short() == address));
    }
}
