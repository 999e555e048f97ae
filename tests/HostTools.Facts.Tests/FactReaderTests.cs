using HostTools.Platform;

namespace HostTools.Facts.Tests;

public sealed class FactReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hosttools-facts-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void An_empty_folder_has_no_facts()
    {
        TargetFacts facts = TargetFacts.Read(Root.At(_root));
        Assert.Empty(facts.Facts);
        Assert.Empty(facts.Pci);
        Assert.Null(facts.Cpu);
    }

    [Fact]
    public void A_missing_folder_has_no_facts() => Assert.Empty(TargetFacts.Read(Root.At(Path.Combine(_root, "absent"))).Facts);

    [Fact]
    public void A_workstation_is_read_completely()
    {
        Write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n");
        Write("proc/sys/kernel/hostname", "toaster\n");
        Write("proc/sys/kernel/osrelease", "6.12.4-arch1-1\n");
        Write("proc/sys/kernel/arch", "x86_64\n");
        Write("proc/meminfo", "MemTotal:       65796300 kB\nMemFree:        100 kB\nSwapTotal:       8388604 kB\n");
        Write("proc/cpuinfo", Ryzen);
        Directory.CreateDirectory(Path.Combine(_root, "sys/firmware/efi/efivars"));
        Write("boot/loader/loader.conf", "timeout 3\n");
        Device("0000:01:00.0", "0x10de", "0x2684", "0x030000", "vfio-pci", "14");
        Device("0000:00:1f.2", "0x8086", "0x2922", "0x010601", "ahci", null);

        TargetFacts facts = TargetFacts.Read(Root.At(_root));

        Assert.Equal("toaster", facts.HostName);
        Assert.Equal(new OsRelease("debian", "Debian GNU/Linux 12 (bookworm)") { Version = "12", Like = facts.Os!.Like }, facts.Os);
        Assert.Equal("6.12.4-arch1-1", facts.Kernel);
        Assert.Equal("x86_64", facts.Architecture);
        Assert.Equal(new ByteSize(65796300L << 10), facts.Memory);
        Assert.Equal((2, 1, "AuthenticAMD"), (facts.Cpu!.Threads, facts.Cpu.Cores, facts.Cpu.Vendor));
        Assert.Equal(Firmware.Uefi, facts.Firmware);
        Assert.Equal("systemd-boot", facts.BootLoader);
        Assert.Null(facts.Virtualization);
        Assert.Equal(["0000:00:1f.2", "0000:01:00.0"], facts.Pci.Select(static device => device.Address.ToString()));
        Assert.Equal(("10de:2684", "VGA controller", "vfio-pci", 14), (facts.Pci[1].Id, facts.Pci[1].Kind, facts.Pci[1].Driver, facts.Pci[1].IommuGroup));
        Assert.Null(facts.Pci[0].IommuGroup);
    }

    [Fact]
    public void Every_fact_names_the_file_it_came_from()
    {
        Write("etc/hostname", "nas\n");
        HostFact fact = Assert.Single(TargetFacts.Read(Root.At(_root)).Facts);
        Assert.Equal(new HostFact("hostname", "nas", "/etc/hostname"), fact);
    }

    [Theory]
    [InlineData("proc/cpuinfo", "\0\0:::\n::\nprocessor\n")]
    [InlineData("proc/meminfo", "MemTotal: many kB\nSwapTotal:\n")]
    [InlineData("proc/meminfo", "MemTotal: 99999999999999999999 kB\n")]
    [InlineData("etc/os-release", "ID=\n=\n# ID=x\n")]
    [InlineData("proc/sys/kernel/hostname", "\n")]
    [InlineData("bin/sh", "\u007fELF")]
    [InlineData("sys/bus/pci/devices/0000:00:00.0/vendor", "0xZZ\n")]
    [InlineData("sys/bus/pci/devices/nonsense/vendor", "0x8086\n")]
    [InlineData("sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n")]
    [InlineData("sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", "abc")]
    public void Malformed_files_give_no_value(string path, string text)
    {
        Write(path, text);
        Assert.DoesNotContain(TargetFacts.Read(Root.At(_root)).Facts, static fact => fact.Name is not ("firmware" or "init") && fact.Unknown is null);
    }

    [Theory]
    [InlineData("proc/cpuinfo", "hello\n", "cpu")]
    [InlineData("proc/meminfo", "MemTotal: many kB\n", "memory.total")]
    [InlineData("etc/os-release", "NAME=x\n", "os")]
    [InlineData("proc/self/mountinfo", "hello\n", "filesystem")]
    [InlineData("sys/bus/pci/devices/0000:00:00.0/vendor", "0xZZ\n", "pci.0000:00:00.0")]
    public void Malformed_files_say_why_nothing_is_known(string path, string text, string name)
    {
        Write(path, text);
        HostFact fact = Assert.Single(TargetFacts.Read(Root.At(_root)).Facts, static fact => fact.Unknown is not null);
        Assert.Equal((name, null), (fact.Name, fact.Value));
        Assert.StartsWith(fact.Source, "/" + path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_where_a_file_is_expected_cannot_be_read()
    {
        Directory.CreateDirectory(Path.Combine(_root, "proc/cpuinfo"));
        Directory.CreateDirectory(Path.Combine(_root, "etc/os-release"));
        Assert.Equal(["os", "cpu"], TargetFacts.Read(Root.At(_root)).Facts.Select(static fact => fact.Unknown is null ? "?" : fact.Name));
    }

    [Theory]
    [InlineData("run/.containerenv", "", "podman")]
    [InlineData(".dockerenv", "", "docker")]
    [InlineData("run/systemd/container", "lxc\n", "lxc")]
    [InlineData("proc/sys/kernel/osrelease", "5.15.167.4-microsoft-standard-WSL2\n", "wsl")]
    [InlineData("sys/class/dmi/id/sys_vendor", "QEMU\n", "kvm")]
    [InlineData("sys/class/dmi/id/product_name", "Virtual Machine\n", "hyper-v")]
    [InlineData("sys/hypervisor/type", "xen\n", "xen")]
    [InlineData("proc/cpuinfo", "processor : 0\nflags : fpu hypervisor\n", "vm")]
    public void What_the_system_runs_in_is_recognised(string path, string text, string expected)
    {
        Write(path, text);
        Assert.Equal(expected, TargetFacts.Read(Root.At(_root)).Virtualization);
    }

    [Fact]
    public void A_container_in_a_virtual_machine_is_a_container()
    {
        Write("sys/class/dmi/id/sys_vendor", "QEMU\n");
        Write("run/.containerenv", "");
        Assert.Equal("podman", TargetFacts.Read(Root.At(_root)).Virtualization);
    }

    [Theory]
    [InlineData("boot/limine.conf", "limine")]
    [InlineData("boot/grub/grub.cfg", "grub")]
    [InlineData("boot/grub2/grub.cfg", "grub")]
    [InlineData("boot/refind_linux.conf", "refind")]
    public void The_boot_loader_is_known_by_its_traces(string path, string loader)
    {
        Write(path, "");
        Assert.Equal(loader, TargetFacts.Read(Root.At(_root)).BootLoader);
    }

    [Fact]
    public void What_the_loader_says_of_itself_outweighs_files_that_lie_about()
    {
        Write("boot/grub/grub.cfg", "");
        string variable = Path.Combine(_root, "sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f");
        Directory.CreateDirectory(Path.GetDirectoryName(variable)!);
        File.WriteAllBytes(variable, [6, 0, 0, 0, .. System.Text.Encoding.Unicode.GetBytes("Limine 8.0\0")]);
        Assert.Equal("limine", TargetFacts.Read(Root.At(_root)).BootLoader);
    }

    [Fact]
    public void A_root_file_system_nobody_runs_tells_its_architecture_by_its_shell()
    {
        byte[] head = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0xb7, 0];
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        File.WriteAllBytes(Path.Combine(_root, "bin/sh"), head);
        Assert.Equal("aarch64", TargetFacts.Read(Root.At(_root)).Architecture);
    }

    [Fact]
    public void Absolute_links_of_a_root_file_system_stay_in_it()
    {
        Write("usr/lib/os-release", "ID=inner\n");
        Directory.CreateDirectory(Path.Combine(_root, "etc"));
        File.CreateSymbolicLink(Path.Combine(_root, "etc/os-release"), "/usr/lib/os-release");
        Assert.Equal("inner", TargetFacts.Read(Root.At(_root)).Os?.Id);
    }

    private const string Ryzen = """
        processor	: 0
        vendor_id	: AuthenticAMD
        model name	: AMD Ryzen 9 7950X 16-Core Processor
        physical id	: 0
        core id		: 0
        flags		: fpu svm

        processor	: 1
        vendor_id	: AuthenticAMD
        physical id	: 0
        core id		: 0

        """;

    private void Write(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Device(string address, string vendor, string device, string @class, string? driver, string? group)
    {
        string folder = $"sys/bus/pci/devices/{address}";
        Write($"{folder}/vendor", vendor + "\n");
        Write($"{folder}/device", device + "\n");
        Write($"{folder}/class", @class + "\n");
        if (driver is not null)
            File.CreateSymbolicLink(Path.Combine(_root, folder, "driver"), $"../../../../bus/pci/drivers/{driver}");
        if (group is not null)
            File.CreateSymbolicLink(Path.Combine(_root, folder, "iommu_group"), $"../../../../kernel/iommu_groups/{group}");
    }
}
