using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>hardware.yaml of machines that are folders.</summary>
public sealed class HardwareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-hardware-").FullName;
    private readonly RecordingConsole _console = new();

    public HardwareTests()
    {
        Write("tree/hosttools.yaml", "description: A tree\n");
        Write("tree/hosts/den/default.yaml", "config: {}\n");
        Write("root/etc/os-release", "ID=ubuntu\nID_LIKE=debian\nPRETTY_NAME=\"Ubuntu\"\n");
        Write("root/proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD Ryzen 7: \"fast\"\ncore id\t: 0\nflags\t: svm\n");
        Write("root/proc/meminfo", "MemTotal: 33554432 kB\nSwapTotal: 1 kB\n");
        Write("root/usr/sbin/update-initramfs", string.Empty);
        Write("root/proc/self/mountinfo",
            "26 1 0:2 /@ / rw,noatime - btrfs /dev/nvme0n1p2 rw,ssd,subvol=/@\n30 26 259:1 / /boot/efi rw - vfat /dev/nvme0n1p1 rw\n31 26 0:9 /x /srv/bound rw - ext4 /dev/sdb1 rw\n");
        Write("root/proc/swaps", "Filename\n/dev/nvme0n1p3 partition 8388604 0 -2\n");
        Link("root/dev/disk/by-uuid/AB12-34CD", "../../nvme0n1p1");
        Link("root/dev/disk/by-uuid/2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa", "../../nvme0n1p2");
        Device("0000:01:00.0", "0x10de", "0x030000", "nouveau");
        Device("0000:02:00.0", "0x144d", "0x010802", "nvme");
        Device("0000:03:00.0", "0x1002", "0x030000", "amdgpu");
        Device("0000:04:00.0", "0x1022", "0x0c0330", "xhci_hcd", "xhci_pci");
    }

    private string Tree => Path.Combine(_folder, "tree");

    private string Hardware => Path.Combine(Tree, "hosts/den/hardware.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_machine_is_written_down()
    {
        Run(new ExportHostHardware { Name = "den", Root = Path.Combine(_folder, "root"), PassThru = true });
        Assert.Empty(_console.Errors);
        string[] lines = File.ReadAllText(Hardware).Split('\n');
        Assert.Equal(
            """
            description: "AMD Ryzen 7: \"fast\", 32 GiB."

            imports: [hardware/amd]

            config:
              system.distribution: ubuntu
              boot.initrd.tool: initramfs-tools
              boot.initrd.availableKernelModules: [nvme, usb_storage, usbhid, xhci_pci]
              modules.hardware.amd.enable: true
              modules.hardware.amd.gpu.enable: true
              # modules.hardware.nvidia.enable: true     # after importing hardware/nvidia: NVIDIA's driver, which you choose
              # modules.hardware.nvidia.prime.nvidiaBusId: PCI:1:0:0     # 0000:01:00.0, 10de:0001
              # modules.hardware.nvidia.prime.amdBusId: PCI:3:0:0     # 0000:03:00.0, 1002:0001

              fileSystems:
                /: { device: /dev/disk/by-uuid/2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa, fsType: btrfs, options: [subvol=/@] }
                /boot/efi: { device: /dev/disk/by-uuid/AB12-34CD, fsType: vfat }
              swapDevices:
                - device: /dev/nvme0n1p3

            """,
            string.Join('\n', lines.Skip(3)));
        Assert.True(Assert.IsType<ExportedFile>(Assert.Single(_console.Written)).Written);
        Write("tree/hosts/den/default.yaml", "imports: [./hardware.yaml, system/boot]\n");
        Run(new GetHostConfig { Name = ["den"], Path = Tree });
        HostConfig config = Assert.IsType<HostConfig>(_console.Written[^1]);
        Assert.True(config.TryGet(out object? line, "modules", "system", "boot", "commandLine"));
        Assert.StartsWith("root=UUID=2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa rw rootflags=subvol=/@", Assert.IsType<string>(line), StringComparison.Ordinal);
        Assert.True(config.TryGet(out object? kind, "fileSystems", "/", "fsType") && kind is "btrfs");
    }

    [Fact]
    public void What_a_person_changed_is_kept_unless_force_is_said()
    {
        Export();
        int asked = _console.Asked.Count;
        Export();
        Assert.Equal(asked, _console.Asked.Count);
        File.AppendAllText(Hardware, "# mine\n");
        Export();
        Assert.Equal("FileChangedByHand", Assert.Single(_console.Errors).Id);
        var console = new RecordingConsole { OnConfirm = static _ => false };
        Run(new ExportHostHardware { Name = "den", Root = Path.Combine(_folder, "root"), Force = true }, console);
        Assert.Contains("    -# mine", Assert.Single(console.Asked).Lines);
        Assert.EndsWith("# mine\n", File.ReadAllText(Hardware), StringComparison.Ordinal);
        Run(new ExportHostHardware { Name = "den", Root = Path.Combine(_folder, "root"), Force = true });
        Assert.DoesNotContain("mine", File.ReadAllText(Hardware), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_hardware_is_written_over_what_was_generated()
    {
        Export();
        Write("root/proc/meminfo", "MemTotal: 16777216 kB\nSwapTotal: 1 kB\n");
        Export();
        Assert.Empty(_console.Errors);
        Assert.Contains("    -description: \"AMD Ryzen 7: \\\"fast\\\", 32 GiB.\"", _console.Asked[^1].Lines);
        Assert.Contains("16 GiB", File.ReadAllText(Hardware), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_fstab_has_already_are_left_to_it()
    {
        Write("root/etc/fstab", "# mine\nUUID=2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa / btrfs noatime,subvol=@ 0 0\nUUID=AB12-34CD /boot/efi vfat umask=0077 0 1\nUUID=1 none swap sw 0 0\n");
        Export();
        string text = File.ReadAllText(Hardware);
        Assert.Contains("system.fstab: none", text, StringComparison.Ordinal);
        Assert.Contains("options: [noatime, subvol=@] }", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_does_not_run_tells_what_fstab_says()
    {
        Directory.Delete(Path.Combine(_folder, "root/proc/self"), recursive: true);
        Write("root/etc/fstab", "LABEL=my\\040disk /srv/my\\040files ext4 nofail 0 2\n/swapfile none swap sw 0 0\nbroken\n");
        Export();
        string text = File.ReadAllText(Hardware);
        Assert.Contains("    \"/srv/my files\": { device: \"LABEL=my disk\", fsType: ext4, options: [nofail] }", text, StringComparison.Ordinal);
        Assert.Contains("    - device: /swapfile", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_a_virtual_machine_the_processor_is_somebody_elses()
    {
        Write("root/sys/class/dmi/id/sys_vendor", "QEMU\n");
        Export();
        Assert.DoesNotContain("modules.hardware.amd", File.ReadAllText(Hardware), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_lacks_otherwise_is_a_warning()
    {
        Write("root/proc/self/mountinfo", string.Empty);
        Write("tree/hosts/den/default.yaml", "imports: [./hardware.yaml, system/boot]\n");
        Export();
        Assert.Empty(_console.Errors);
        Assert.Contains("Host 'den' is not ready yet: modules.system.boot.root is not set", Assert.Single(_console.Said, static said => said.Contains("not ready", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True(File.Exists(Hardware));
    }

    [Fact]
    public void An_empty_root_gives_a_file_that_says_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Run(new ExportHostHardware { Name = "other", Root = Path.Combine(_folder, "empty"), Path = Tree });
        Assert.Empty(_console.Errors);
        Assert.EndsWith("\ndescription: \"Hardware of this machine.\"\n\nconfig: {}\n", File.ReadAllText(Path.Combine(Tree, "hosts/other/hardware.yaml")), StringComparison.Ordinal);
        Run(new ExportHostHardware { Name = "../x", Root = Path.Combine(_folder, "empty"), Path = Tree });
        Run(new ExportHostHardware { Name = "x", Root = Path.Combine(_folder, "nowhere"), Path = Tree });
        Run(new ExportHostHardware { Root = Path.Combine(_folder, "empty"), Path = Tree });
        Assert.Equal(["HostNameInvalid", "RootNotFound", "NameMissing"], _console.Errors.Select(static error => error.Id));
    }

    private void Export() => Run(new ExportHostHardware { Name = "den", Root = Path.Combine(_folder, "root") });

    private void Device(string address, string vendor, string @class, string driver, string? module = null)
    {
        string folder = $"root/sys/bus/pci/devices/{address}";
        Write($"{folder}/vendor", vendor + "\n");
        Write($"{folder}/device", "0x0001\n");
        Write($"{folder}/class", @class + "\n");
        Link($"root/sys/bus/pci/drivers/{driver}/module", $"../../../../module/{module ?? driver}");
        Link($"{folder}/driver", $"../../drivers/{driver}");
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Link(string path, string target)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = Tree, Variable = static _ => null }, CancellationToken.None);
}
