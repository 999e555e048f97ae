using HostTools.Configuration;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>The whole way on machines that are folders: look, enable, apply, start by the menu, disable, and nothing is left.</summary>
public sealed class VfioCommandTests
{
    [Theory]
    [InlineData("arch-limine", "/usr/bin/mkinitcpio", "arch")]
    [InlineData("cachyos-limine8", "/usr/bin/mkinitcpio", "arch")]
    [InlineData("debian-systemd-boot", "/usr/sbin/update-initramfs", "debian")]
    [InlineData("arch-systemd-boot", "/usr/bin/dracut", "arch")]
    [InlineData("pop-systemd-boot", "/usr/sbin/update-initramfs", "debian")]
    [InlineData("debian-grub", "/usr/sbin/update-initramfs", "debian")]
    [InlineData("arch-grub", "/usr/bin/mkinitcpio", "arch")]
    [InlineData("opensuse-grub", "/usr/bin/dracut", "opensuse")]
    [InlineData("fedora-grub", "/usr/bin/dracut", "fedora")]
    public void Enabled_and_disabled_again_nothing_is_left(string loader, string initramfs, string os)
    {
        using var machine = new VfioMachine(loader: loader, initramfs: initramfs, os: os);
        machine.Run(new InvokeHostPlan { Name = "den", Path = machine.Tree, Root = machine.Folder });
        Assert.Empty(machine.Console.Errors);
        SortedDictionary<string, string> before = machine.Snapshot();
        string[] entries = [.. Entries(machine)];

        machine.Run(new TestVfioPassthrough { Root = machine.Folder, Device = ["01:00.0"] });
        Assert.NotEqual(Virtualization.PassthroughAnswer.No, Assert.IsType<Virtualization.PassthroughVerdict>(Assert.Single(machine.Console.Written)).Answer);
        machine.Enable();
        Assert.Empty(machine.Console.Errors);
        Assert.Single(machine.Console.Asked);
        Assert.Contains(machine.Console.Asked[0].Lines, line => line == $"+ {machine.Tree}/hosts/den/vfio.yaml");
        Assert.Equal(["0000:01:00.0", "0000:01:00.1"], GivenTo(machine));

        // Kernel and RAM disk are those of the usual entry; parameters differ.
        if (!loader.EndsWith("-grub", StringComparison.Ordinal) || loader == "fedora-grub")
        {
            BootEntry[] now = [.. BootMenus.Read(Root.At(machine.Folder)).SelectMany(static menu => menu.Entries)];
            BootEntry vfio = now.First(static entry => entry.Title == "Linux (vfio)");
            Assert.Contains("hosttools.mode=vfio", vfio.Parameters, StringComparison.Ordinal);
            BootEntry usual = now.First(other => !other.IsOurs && other.Parameters is { Length: > 0 } parameters && vfio.Parameters!.StartsWith(parameters, StringComparison.Ordinal)); // It has parameters.
            Assert.DoesNotContain("hosttools.mode", usual.Parameters, StringComparison.Ordinal);
            Assert.Equal(entries, Entries(machine).Where(static entry => !entry.Contains("Linux (vfio)", StringComparison.Ordinal)));
        }
        else
        {
            Assert.Contains("follow vfio 'Linux (vfio)' ", machine.Text("etc/grub.d/42_hosttools"), StringComparison.Ordinal);
        }

        string bind = initramfs.EndsWith("initramfs", StringComparison.Ordinal) ? "etc/initramfs-tools/scripts/init-top/hosttools-vfio" : "etc/hosttools/vfio-bind";
        Assert.Contains("\ntake 0000:01:00.0 10de:1401 1458:1000\ntake 0000:01:00.1 10de:0fba 1458:1000\n\n", machine.Text(bind), StringComparison.Ordinal);

        SortedDictionary<string, string> enabled = machine.Snapshot();
        machine.Enable();
        Assert.Empty(machine.Console.Errors);
        Assert.Empty(Differences(enabled, machine.Snapshot()));

        machine.Disable();
        Assert.Empty(machine.Console.Errors);
        Assert.Empty(Differences(before, machine.Snapshot()));
        machine.Disable();
        Assert.Contains("Nothing to do", machine.Console.Said[^1], StringComparison.Ordinal);
    }

    /// <summary>Somebody declares the machine before there is a device for it.</summary>
    [Fact]
    public void A_machine_may_ask_before_there_is_something_to_give()
    {
        using var machine = new VfioMachine();
        string text = machine.Read("hosts/den/default.yaml").Replace("\nconfig:", "imports: [vms, hardware/nvidia]\n\nconfig:", StringComparison.Ordinal) + "  virtualisation.vms.windows: { vfio.enable: true }\n  modules.hardware.nvidia.enable: true\n";
        machine.Write("hosts/den/default.yaml", text);
        machine.Enable();
        Assert.Empty(machine.Console.Errors);
        Assert.Contains("take 0000:01:00.0", machine.Text("etc/hosttools/vfio-bind"), StringComparison.Ordinal);
        // While it asks, nothing is taken from it.
        machine.Disable();
        Assert.Contains("The machine windows shall get a graphics card", Assert.Single(machine.Console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_and_no_change_nothing()
    {
        using var machine = new VfioMachine();
        SortedDictionary<string, string> before = machine.Snapshot();
        machine.Enable(console: new RecordingConsole { OnConfirm = static _ => false });
        Assert.Contains(machine.Console.Asked[0].Lines, static line => line.Contains("limine.conf", StringComparison.Ordinal));
        Assert.Equal("Give 01:00.0 VGA controller, 01:00.1 Audio device to virtual machines, on den", machine.Console.Asked[0].Summary);
        Assert.Empty(Differences(before, machine.Snapshot()));
    }

    /// <summary>Every way in which imports are written comes back byte for byte.</summary>
    [Theory]
    [InlineData("system: x86_64-linux\nstateVersion: \"1\"\nconfig: {}")]
    [InlineData("system: x86_64-linux\nstateVersion: \"1\"\n")]
    [InlineData("imports: []\nsystem: x86_64-linux\nstateVersion: \"1\"\n")]
    [InlineData("imports:\nsystem: x86_64-linux\nstateVersion: \"1\"\n")]
    [InlineData("imports: ~\r\nsystem: x86_64-linux\r\nstateVersion: \"1\"\r\n")]
    [InlineData("imports: [ ./a.yaml , ]   # mine\nsystem: x86_64-linux\nstateVersion: \"1\"\n")]
    [InlineData("system: x86_64-linux\nstateVersion: \"1\"\nimports:\n  - ./a.yaml   # ./vfio\n  - ./b.yaml\n\n# end")]
    [InlineData("system: x86_64-linux\r\nstateVersion: \"1\"\r\nimports:\r\n- ./a.yaml")]
    public void The_hosts_own_file_comes_back(string text)
    {
        using var machine = new VfioMachine();
        machine.Write("hosts/den/default.yaml", text);
        machine.Write("hosts/den/a.yaml", "config: {}\n");
        machine.Write("hosts/den/b.yaml", "config: {}\n");
        machine.Enable();
        Assert.Empty(machine.Console.Errors);
        Assert.NotEqual(text, machine.Read("hosts/den/default.yaml"));
        // What somebody adds meanwhile stays.
        machine.Write("hosts/den/default.yaml", "# note\n" + machine.Read("hosts/den/default.yaml"));
        machine.Disable();
        Assert.Empty(machine.Console.Errors);
        Assert.Equal("# note\n" + text, machine.Read("hosts/den/default.yaml"));
    }

    [Theory]
    [InlineData("00:02.0", "a1-z170-gtx960", "VfioHostNeedsDevice")] // With the network card and the disk below.
    [InlineData("00:17.0", "a1-z170-gtx960", "VfioHostNeedsDevice")]
    [InlineData("00:1f.6", "a1-z170-gtx960", "VfioHostNeedsDevice")]
    [InlineData("00:14.0", "a1-z170-gtx960", "VfioHostNeedsDevice")]
    [InlineData("00:01.0", "a1-z170-gtx960", "VfioDeviceIsBridge")]
    [InlineData("00:1f.3", "a1-z170-gtx960", "VfioImpossible")]
    [InlineData("77:00.0", "a1-z170-gtx960", "PciDeviceNotFound")]
    [InlineData("1:0", "a1-z170-gtx960", "PciAddressMalformed")]
    public void What_the_host_needs_stays_whoever_asks(string device, string devices, string error)
    {
        using var machine = new VfioMachine(devices);
        machine.Machine.Disk("sda", "00:17.0", 2);
        machine.Machine.Mount("/", "ext4", "/dev/sda1");
        machine.Machine.Interface("eth0", "00:1f.6");
        machine.Machine.DefaultRoute("eth0");
        machine.Machine.Usb("1-1", "00:14.0", "046d:c31c", "Keyboard", "03", "01");
        SortedDictionary<string, string> before = machine.Snapshot();
        foreach (bool force in (bool[])[false, true])
        {
            machine.Enable(device, command => (command.Force, command.Device) = (force, device == "00:02.0" ? ["00:02.0", "01:00.0"] : [device]));
            if (error == "VfioImpossible" && force)
                continue;
            Assert.Equal(error, Assert.Single(machine.Console.Errors).Id);
            Assert.Empty(machine.Console.Asked);
            Assert.Empty(Differences(before, machine.Snapshot()));
        }
    }

    [Fact]
    public void The_only_card_stays()
    {
        using var machine = new VfioMachine("d1-z97-gtx760");
        string[] cards = [.. machine.Machine.Facts.Pci.Where(static device => device.Class >> 16 == 3).Select(static device => device.Address.ToString())];
        SortedDictionary<string, string> before = machine.Snapshot();
        foreach (string? card in (string?[])[null, cards[0]])
        {
            machine.Enable(card, command => (command.Force, command.Device) = (true, card is null ? [] : cards));
            Assert.Equal(card is null && cards.Length > 1 ? "VfioDeviceAmbiguous" : card is null ? "VfioDeviceAmbiguous" : "VfioHostNeedsDevice", Assert.Single(machine.Console.Errors).Id);
        }

        Assert.Empty(Differences(before, machine.Snapshot()));
    }

    [Fact]
    public void Hosts_that_write_menus_keep_their_loader_and_choose_the_default()
    {
        using var machine = new VfioMachine();
        machine.Write("hosts/den/default.yaml", "system: x86_64-linux\nstateVersion: \"1\"\nimports: [system/boot]\nconfig:\n  system.distribution: arch\n  modules.system.boot: { loader: limine, limine.mainEntry: false, timeout: 9 }\n");
        machine.Enable(more: static command => (command.DefaultMode, command.HostLabel) = (Virtualization.VfioMode.Vfio, "my \"own\" card"));
        Assert.Empty(machine.Console.Errors);
        Assert.DoesNotContain("system.boot", machine.Read("hosts/den/vfio.yaml"), StringComparison.Ordinal);
        Assert.Contains("hosttools.mode=vfio", machine.Text("etc/default/limine"), StringComparison.Ordinal);
        Assert.Contains("/Linux (my \"own\" card)", machine.Text("boot/limine.conf"), StringComparison.Ordinal);
        machine.Enable(more: static command => command.Always = true);
        Assert.Empty(machine.Console.Errors);
        Assert.DoesNotContain("Linux (", machine.Text("boot/limine.conf"), StringComparison.Ordinal);
        Assert.Contains("\nmode=vfio\n", machine.Text("etc/hosttools/vfio-bind"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_person_changed_is_not_lost_unasked()
    {
        using var machine = new VfioMachine();
        string own = machine.Read("hosts/den/default.yaml");
        machine.Enable();
        machine.Write("hosts/den/vfio.yaml", machine.Read("hosts/den/vfio.yaml") + "    lookingGlass.users: [ann]\n");
        machine.Enable();
        Assert.Equal("VfioFileChanged", Assert.Single(machine.Console.Errors).Id);
        machine.Disable();
        Assert.Equal("VfioFileChanged", Assert.Single(machine.Console.Errors).Id);
        string imported = machine.Read("hosts/den/default.yaml");
        machine.Write("hosts/den/default.yaml", imported.Replace("imports: [./vfio.yaml]", "imports: [ './vfio.yaml' ]", StringComparison.Ordinal));
        machine.Disable(force: true);
        Assert.Equal("VfioImportChanged", Assert.Single(machine.Console.Errors).Id);
        machine.Write("hosts/den/default.yaml", imported);
        machine.Disable(force: true);
        Assert.Equal(own, machine.Read("hosts/den/default.yaml"));
    }

    [Fact]
    public void A_machine_that_refuses_leaves_the_tree_alone()
    {
        using var machine = new VfioMachine();
        machine.Machine.Write("etc/hosttools/vfio-bind", "of somebody else\n");
        SortedDictionary<string, string> before = machine.Snapshot();
        machine.Enable();
        Assert.NotEmpty(machine.Console.Errors);
        Assert.Empty(Differences(before, machine.Snapshot()));
    }

    /// <summary>While the question stands, somebody writes; then something else would be done than was shown.</summary>
    [Theory]
    [InlineData("hosts/den/default.yaml", "FileChangedMeanwhile")]
    [InlineData("modules/more.yaml", "VfioPlanChanged")]
    public void Only_what_was_shown_is_done(string file, string error)
    {
        using var machine = new VfioMachine();
        machine.Write("modules/more.yaml", "config: {}\n");
        machine.Write("hosts/den/default.yaml", machine.Read("hosts/den/default.yaml").Replace("\nconfig:", "imports: [more]\n\nconfig:", StringComparison.Ordinal));
        SortedDictionary<string, string> before = machine.Snapshot();
        machine.Enable(console: new RecordingConsole
        {
            OnConfirm = _ =>
            {
                machine.Write(file, machine.Read(file).Replace("config: {}", "config: { environment.etc.more.text: x }", StringComparison.Ordinal) + "# more\n");
                return true;
            },
        });
        Assert.Equal(error, Assert.Single(machine.Console.Errors).Id);
        before["tree/" + file] = machine.Snapshot()["tree/" + file];
        Assert.Empty(Differences(before, machine.Snapshot()));
    }

    [Fact]
    public void A_machine_without_what_is_needed_says_so()
    {
        using (var machine = new VfioMachine(initramfs: "/usr/bin/booster"))
        {
            machine.Write("hosts/den/default.yaml", "system: x86_64-linux\nstateVersion: \"1\"\n");
            machine.Enable();
            Assert.Contains("boot.initrd.tool", Assert.Single(machine.Console.Errors).Message, StringComparison.Ordinal);
        }

        using (var machine = new VfioMachine())
        {
            Directory.Delete(Path.Combine(machine.Folder, "boot"), recursive: true);
            machine.Enable();
            Assert.Equal("BootLoaderMissing", Assert.Single(machine.Console.Errors).Id);
            machine.Enable(more: static command => command.HostName = "attic");
            Assert.Equal("NothingToRegisterWith", Assert.Single(machine.Console.Errors).Id);
        }
    }

    private static IEnumerable<string> Entries(VfioMachine machine) =>
        BootMenus.Read(Root.At(machine.Folder)).SelectMany(static menu => menu.Entries).Select(static entry => $"{entry.Id} {entry.Title} {entry.Parameters} {entry.IsDefault}");

    /// <summary>What a machine of libvirt gets that asks for what is free.</summary>
    private static IEnumerable<string> GivenTo(VfioMachine machine)
    {
        const string File = "hosts/den/default.yaml";
        string text = machine.Read(File);
        machine.Write(File, text.Replace("imports: [", "imports: [vms, ", StringComparison.Ordinal) + "  virtualisation.vms.windows: { vfio.enable: true }\n");
        var console = new RecordingConsole();
        machine.Run(new GetHostConfig { Name = ["den"], Path = machine.Tree }, console);
        machine.Write(File, text);
        Assert.True(Assert.IsType<HostConfig>(Assert.Single(console.Written)).TryGet(out object? functions, "virtualisation", "vms", "windows", "gpu", "functions"));
        return Assert.IsAssignableFrom<System.Collections.IEnumerable>(functions).Cast<string>();
    }

    private static IEnumerable<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path));
}
