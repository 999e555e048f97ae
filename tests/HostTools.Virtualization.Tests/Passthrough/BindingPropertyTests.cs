using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Passthrough;

/// <summary>Random machines and wishes: what the host needs is never given away, and a guest's core is one of the host's.</summary>
public sealed class BindingPropertyTests
{
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 50_000 : 500;

    [Fact]
    public void What_goes_together_leaves_the_host_what_it_needs()
    {
        var random = new Random(11);
        int given = 0;
        for (int round = 0; round < s_rounds; round++)
        {
            var question = new PassthroughQuestion(PropertyTests.Machine(random)) { TellsDrivers = random.Next(4) > 0 };
            PciDevice[] devices = [.. question.Facts.Pci.Where(static device => !device.IsBridge())];
            if (devices.Length == 0)
                continue;
            random.Shuffle(devices);
            PciDevice[] wanted = devices[..random.Next(1, Math.Min(4, devices.Length + 1))];
            PassthroughBinding binding = PassthroughBinding.Of(question, wanted);
            HashSet<PciAddress> going = [.. binding.Functions.Select(static function => function.Address)];
            Assert.All(wanted, device => Assert.Contains(device.Address, going));
            Assert.DoesNotContain(binding.Functions, function => function.IsBridge() && !wanted.Contains(function));
            // Whatever is asked for, losses are told; without one the host keeps each of these.
            if (binding.Lost.Count > 0)
                continue;
            Assert.DoesNotContain(HostCritical.Find(question.Facts), critical => going.Contains(critical.Address));
            PciAddress[] cards = [.. question.Facts.Pci.Where(static device => device.IsGpu()).Select(static device => device.Address)];
            Assert.True(cards.Length == 0 || cards.Any(card => !going.Contains(card)));
            PciAddress[] keyboards = [.. question.Facts.Usb.Select(static one => one.Controller).OfType<PciAddress>()];
            Assert.True(keyboards.Length == 0 || keyboards.Any(controller => !going.Contains(controller)));
            if (binding.Obstacles.Count > 0)
                continue;
            given++;
            int?[] groups = [.. wanted.Select(static device => device.IommuGroup)];
            Assert.All(groups, static group => Assert.NotNull(group));
            Assert.DoesNotContain(question.Facts.Pci, other => groups.Contains(other.IommuGroup) && !going.Contains(other.Address) && PassthroughSet.Blocks(question, other));
        }

        Assert.True(given > s_rounds / 20, $"Only {given} wishes could be met: the machines are too odd to say anything.");
    }

    [Fact]
    public void A_pair_of_vcpus_is_a_core()
    {
        var random = new Random(12);
        int pinned = 0;
        for (int round = 0; round < s_rounds; round++)
        {
            CpuTopology host = Topology(random);
            var guest = new VmCpu { Cores = random.Next(1, 12), Threads = random.Next(1, 3) };
            try
            {
                VmPins pins = VmPinning.Choose(host, guest, random.Next(0, 4), random.Next(3) == 0 ? random.Next(2) : null);
                pinned++;
                Assert.Equal(guest.Cores * guest.Threads, pins.Vcpus.Count);
                Assert.Equal(pins.Vcpus, pins.Vcpus.Distinct());
                CpuCore[] cores = [.. pins.Vcpus.Chunk(guest.Threads).Select(pair => Assert.Single(host.Cores, core => pair.All(core.Threads.Contains)))];
                Assert.Equal(cores, cores.Distinct());
                Assert.Single(cores.Select(static core => core.Kind).Distinct());
                // The first core is the host's, and no other thread of a guest's core works for the host.
                Assert.DoesNotContain(host.Cores.MinBy(static core => core.Threads[0]), cores);
                Assert.Empty(pins.Host.Intersect(cores.SelectMany(static core => core.Threads)));
            }
            catch (HostToolsException refused)
            {
                Assert.Equal("CoresMissing", Assert.Single(refused.Errors).Id);
            }
        }

        Assert.True(pinned > s_rounds / 4, $"Only {pinned} guests fitted.");
    }

    /// <summary>Any processor: siblings beside each other or far apart, caches of any number of cores, frugal cores, sockets.</summary>
    private static CpuTopology Topology(Random random)
    {
        int sockets = random.Next(1, 3);
        int fast = random.Next(1, 17);
        int frugal = random.Next(3) == 0 ? random.Next(1, 9) : 0;
        int threads = random.Next(1, 3);
        bool isApart = random.Next(2) == 0;
        int all = sockets * fast;
        List<CpuCore> cores = [];
        for (int core = 0; core < all; core++)
        {
            int[] own = threads == 1 ? [core] : isApart ? [core, core + all] : [2 * core, 2 * core + 1];
            cores.Add(new CpuCore(core / fast, core % fast, own) { Kind = frugal > 0 ? CpuCoreKind.Performance : CpuCoreKind.Uniform, Node = sockets > 1 ? core / fast : null });
        }

        for (int core = 0; core < frugal; core++)
            cores.Add(new CpuCore(0, fast + core, [all * threads + core]) { Kind = CpuCoreKind.Efficiency });
        int behind = random.Next(1, fast + 1);
        return new CpuTopology(cores)
        {
            Caches = random.Next(5) == 0 ? [] : [.. cores.GroupBy(core => (core.Socket, core.Number / behind)).Select(group => new CpuCache(3, new ByteSize(random.Next(1, 4) << 20), [.. group.SelectMany(static core => core.Threads).Order()]))],
        };
    }
}
