using HostTools.Platform;

namespace HostTools.Facts.Tests;

/// <summary>Disks, file systems, network, and the tools of a system.</summary>
public sealed class StorageTests : IDisposable
{
    private const string Mounts = """
        21 26 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        26 1 259:2 /@ / rw,noatime shared:1 - btrfs /dev/nvme0n1p2 rw,ssd,subvolid=256,subvol=/@
        30 26 259:1 / /boot/efi rw,relatime - vfat /dev/nvme0n1p1 rw,fmask=0077
        31 26 253:0 / /srv/my\040files rw - ext4 /dev/mapper/crypt-data rw
        32 26 0:40 / /tmp rw - tmpfs tmpfs rw
        33 26 0:50 / /mnt/nas rw shared:3 master:1 - nfs4 nas:/export rw,vers=4.2

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("hosttools-storage-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void File_systems_are_known_by_their_uuid()
    {
        Write("proc/self/mountinfo", Mounts);
        Write("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n/dev/nvme0n1p3 partition 8388604 0 -2\n/dev/zram0 partition 100 0 100\n/swap\\040file file 1 0 -3\n");
        Link("dev/disk/by-uuid/AB12-34CD", "../../nvme0n1p1");
        Link("dev/disk/by-uuid/11111111-2222-3333-4444-555555555555", "../../nvme0n1p2");
        Link("dev/disk/by-uuid/99999999-2222-3333-4444-555555555555", "../../dm-3");
        Link("dev/disk/by-uuid/77777777-2222-3333-4444-555555555555", "../../nvme0n1p3");
        Link("dev/mapper/crypt-data", "../dm-3");
        TargetFacts facts = Read();
        Assert.Equal(["/", "/boot/efi", "/mnt/nas", "/srv/my files"], facts.Mounts.Select(static mount => mount.Path));
        Assert.Equal(
            ["11111111-2222-3333-4444-555555555555", "AB12-34CD", null, "99999999-2222-3333-4444-555555555555"], facts.Mounts.Select(static mount => mount.Uuid));
        Assert.Equal(("btrfs", "/@"), (facts.Mounts[0].Type, facts.Mounts[0].Inside));
        Assert.Equal(["rw", "noatime", "ssd", "subvolid=256", "subvol=/@"], facts.Mounts[0].Options);
        Assert.Equal(["/dev/disk/by-uuid/77777777-2222-3333-4444-555555555555", "/swap file"], facts.Swaps);
        Assert.Equal("vfat /dev/nvme0n1p1 (UUID AB12-34CD)", facts.Facts.Single(static fact => fact.Name == "filesystem./boot/efi").Value!.ToString());
    }

    [Fact]
    public void Disks_have_a_size_and_partitions()
    {
        Write("sys/block/nvme0n1/size", "3907029168\n");
        Write("sys/block/nvme0n1/device/model", "Fast One 2TB            \n");
        Write("sys/block/nvme0n1/queue/rotational", "0\n");
        Write("sys/block/nvme0n1/nvme0n1p1/partition", "1\n");
        Write("sys/block/nvme0n1/nvme0n1p2/partition", "2\n");
        Write("sys/block/loop0/size", "100\n");
        Write("sys/block/sdz/size", "0\n");
        Write("sys/block/bad/size", "-5\n");
        DiskFacts disk = Assert.Single(Read().Disks);
        Assert.Equal(("nvme0n1", 3907029168L * 512, "Fast One 2TB", false), (disk.Name, disk.Size.Bytes, disk.Model, disk.Rotates));
        Assert.Equal(["nvme0n1p1", "nvme0n1p2"], disk.Partitions);
        Assert.Equal("1863 GiB Fast One 2TB, 2 partitions", disk.ToString());
    }

    [Fact]
    public void Interfaces_have_a_kind_and_a_driver()
    {
        Write("sys/class/net/lo/type", "772\n");
        Write("sys/class/net/enp4s0/type", "1\n");
        Write("sys/class/net/enp4s0/address", "aa:bb:cc:dd:ee:ff\n");
        Link("sys/class/net/enp4s0/device/driver", "../../../bus/pci/drivers/igc");
        Write("sys/class/net/wlan0/type", "1\n");
        Directory.CreateDirectory(Path.Combine(_root, "sys/class/net/wlan0/wireless"));
        Write("sys/class/net/br0/type", "1\n");
        Directory.CreateDirectory(Path.Combine(_root, "sys/class/net/br0/bridge"));
        Write("sys/class/net/tun0/type", "65534\n");
        Write("sys/class/net/tun0/tun_flags", "0x1001\n");
        Assert.Equal(
            ["br0: bridge", "enp4s0: ethernet aa:bb:cc:dd:ee:ff (igc)", "tun0: tunnel", "wlan0: wireless"], Read().Network.Select(static one => $"{one.Name}: {one}"));
    }

    [Theory]
    [InlineData("usr/sbin/update-initramfs", "boot.initramfs", "initramfs-tools")]
    [InlineData("usr/bin/mkinitcpio", "boot.initramfs", "mkinitcpio")]
    [InlineData("usr/bin/dracut", "boot.initramfs", "dracut")]
    [InlineData("var/lib/dpkg/status", "packages.manager", "apt")]
    [InlineData("var/lib/pacman/local/x", "packages.manager", "pacman")]
    [InlineData("usr/lib/sysimage/rpm/x", "packages.manager", "dnf")]
    [InlineData("lib/systemd/systemd", "init", "systemd")]
    [InlineData("proc/1/comm", "init", "runit")]
    [InlineData("proc/cmdline", "kernel.parameters", "runit")]
    public void The_tools_of_a_system_are_known_by_their_traces(string path, string name, string value)
    {
        Write(path, value + "\n");
        Assert.Equal(value, Read().Facts.Single(fact => fact.Name == name).Value);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef\n", "present")]
    [InlineData("uninitialized\n", "uninitialized")]
    [InlineData("", "empty")]
    [InlineData("hello\n", "malformed")]
    public void Of_the_machine_id_only_its_presence_is_told(string text, string value)
    {
        Write("etc/machine-id", text);
        Assert.Equal(value, Read().Facts.Single(static fact => fact.Name == "machine.id").Value);
    }

    [Fact]
    public void Links_that_lead_out_of_a_root_are_not_followed()
    {
        Link("etc/machine-id", "/etc/hostname");
        Link("proc/self/mountinfo", "/proc/self/mountinfo");
        Assert.Empty(Read().Facts);
    }

    /// <summary>Bytes of real files are changed at random; whatever comes, a fact has a value or says why it has none.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_never_stop_it(int seed)
    {
        var random = new Random(seed);
        (string Path, string Text)[] files =
        [
            ("proc/self/mountinfo", Mounts), ("proc/swaps", "Filename\n/dev/sda1 partition 1 0 -2\n"), ("proc/meminfo", "MemTotal: 123 kB\nSwapTotal: 1 kB\n"),
            ("proc/cpuinfo", "processor : 0\nvendor_id : AuthenticAMD\ncore id : 0\nflags : a b\n"), ("etc/os-release", "ID=debian\nPRETTY_NAME=\"D\\\"x\"\nID_LIKE='a b'\n"),
            ("etc/machine-id", "0123456789abcdef0123456789abcdef\n"), ("sys/block/sda/size", "1000\n"), ("sys/class/net/eth0/type", "1\n"),
            ("sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", "abcdg\0r\0u\0b\0"), ("sys/bus/pci/devices/0000:00:01.0/class", "0x030000\n"),
        ];
        for (int turn = 0; turn < 60; turn++)
        {
            foreach ((string path, string text) in files)
            {
                byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
                for (int change = random.Next(6); change > 0; change--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Write(path, string.Empty);
                File.WriteAllBytes(Path.Combine(_root, path), bytes[..random.Next(bytes.Length + 1)]);
            }

            Assert.All(Read().Facts, static fact => Assert.True((fact.Value is null) != (fact.Unknown is null), fact.Name));
        }
    }

    private TargetFacts Read() => TargetFacts.Read(Root.At(_root));

    private void Write(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Link(string path, string target)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }
}
