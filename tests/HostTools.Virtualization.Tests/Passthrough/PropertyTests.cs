using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Passthrough;

/// <summary>Random machines: whoever is told yes keeps what the host needs.</summary>
public sealed class PropertyTests
{
    private static readonly (int Class, string Driver)[] s_kinds =
        [(0x030000, "nvidia"), (0x030000, "amdgpu"), (0x040300, "snd_hda_intel"), (0x0c0330, "xhci_hcd"), (0x010802, "nvme"), (0x020000, "igc"), (0x060400, "pcieport"), (0x060000, ""), (0x130000, "")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whoever_is_told_yes_keeps_what_the_host_needs(int seed)
    {
        var random = new Random(seed);
        int yes = 0;
        for (int turn = 0; turn < 400; turn++)
        {
            var question = new PassthroughQuestion(Machine(random)) { TellsDrivers = random.Next(4) > 0 };
            HashSet<PciAddress> critical = [.. HostCritical.Find(question.Facts).Select(static one => one.Address)];
            foreach (PciDevice device in question.Facts.Pci)
            {
                PassthroughVerdict verdict = PassthroughTest.Of(question, device);
                Assert.Equal(device, verdict.Functions[0]);
                if (verdict.Answer == PassthroughAnswer.No)
                    continue;
                yes++;
                Assert.DoesNotContain(verdict.Functions, function => critical.Contains(function.Address));
                int?[] groups = [.. verdict.Functions.Select(static function => function.IommuGroup)];
                Assert.All(groups, static group => Assert.NotNull(group));
                HashSet<PciAddress> going = [.. verdict.Functions.Select(static function => function.Address)];
                Assert.DoesNotContain(question.Facts.Pci, other => groups.Contains(other.IommuGroup) && !going.Contains(other.Address) && PassthroughSet.Blocks(question, other));
                Assert.All(verdict.Functions, function => Assert.Equal(device.VendorId, function.VendorId));
            }
        }

        Assert.True(yes > 100, $"Only {yes} devices could be given away: the machines are too odd to say anything.");
    }

    /// <summary>Any machine.</summary>
    internal static TargetFacts Machine(Random random)
    {
        List<PciDevice> devices = [];
        int groups = random.Next(3, 12);
        for (byte bus = 0; bus < random.Next(3, 14); bus++)
        {
            for (byte function = 0; function < random.Next(1, 4); function++)
            {
                (int @class, string driver) = s_kinds[random.Next(s_kinds.Length)];
                devices.Add(new PciDevice(new PciAddress(0, bus, 0, function), random.Next(2) == 0 ? (ushort)0x10de : (ushort)0x1022, (ushort)random.Next(1, 60), @class)
                {
                    Driver = driver.Length > 0 && random.Next(6) > 0 ? driver : null,
                    IommuGroup = random.Next(20) == 0 ? null : random.Next(groups),
                    ResetMethods = random.Next(3) == 0 ? null : random.Next(3) == 0 ? [] : ["bus"],
                    IsBootVga = @class == 0x030000 ? random.Next(2) == 0 : null,
                });
            }
        }

        return new TargetFacts
        {
            Pci = devices,
            Cpu = new CpuFacts(4) { Vendor = "AuthenticAMD" },
            Disks = [.. devices.Where(static device => device.IsStorage()).Select((device, at) => new DiskFacts($"nvme{at}n1", new ByteSize(1)) { Controllers = [device.Address], UsedFor = random.Next(3) == 0 ? ["/"] : [] })],
            Mounts = random.Next(8) == 0 ? [new MountFacts("/", "zfs", "tank", [])] : [],
            Network = [.. devices.Where(static device => device.IsNetwork()).Select((device, at) => new NetworkFacts($"eth{at}", "ethernet") { Device = device.Address, IsUp = true, HasDefaultRoute = random.Next(3) == 0 })],
            Usb = [.. devices.Where(device => device.IsUsbController() && random.Next(2) == 0).Select((device, at) => new UsbDevice($"{at}-1", 1, 1) { Controller = device.Address, Functions = ["keyboard"] })],
        };
    }
}
