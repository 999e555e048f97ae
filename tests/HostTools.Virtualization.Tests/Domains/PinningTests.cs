using HostTools.Activation.Tests;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Domains;

/// <summary>Cores of processors that people have.</summary>
public sealed class PinningTests
{
    // 8 cores, siblings N and N+8, one cache.
    private static readonly CpuTopology s_ryzen7800X3D = new([.. Range(0, 8).Select(static core => new CpuCore(0, core, [core, core + 8]))])
    {
        Caches = [new CpuCache(3, new ByteSize(96 << 20), [.. Range(0, 16)])],
    };

    // Two dies; the first has the large cache.
    private static readonly CpuTopology s_ryzen7950X3D = new([.. Range(0, 16).Select(static core => new CpuCore(0, core, [core, core + 16]))])
    {
        Caches = [new CpuCache(3, new ByteSize(96 << 20), [.. Range(0, 8), .. Range(16, 8)]), new CpuCache(3, new ByteSize(32 << 20), [.. Range(8, 8), .. Range(24, 8)])],
    };

    // 8 performance cores with siblings beside each other, 8 efficiency cores.
    private static readonly CpuTopology s_core12900K = new(
        [.. Range(0, 8).Select(static core => new CpuCore(0, core, [2 * core, 2 * core + 1]) { Kind = CpuCoreKind.Performance }),
         .. Range(16, 8).Select(static core => new CpuCore(0, core, [core]) { Kind = CpuCoreKind.Efficiency })])
    {
        Caches = [new CpuCache(3, new ByteSize(30 << 20), [.. Range(0, 24)])],
    };

    private static readonly CpuTopology s_dualXeon = new([.. Range(0, 28).Select(static core => new CpuCore(core / 14, core % 14, [core, core + 28]) { Node = core / 14 })])
    {
        Caches = [new CpuCache(3, new ByteSize(35 << 20), [.. Range(0, 14), .. Range(28, 14)]), new CpuCache(3, new ByteSize(35 << 20), [.. Range(14, 14), .. Range(42, 14)])],
    };

    private static readonly CpuTopology s_dualCore = new([new CpuCore(0, 0, [0]), new CpuCore(0, 1, [1])]);

    [Fact]
    public void Threads_of_a_guest_core_are_threads_of_one_core()
    {
        VmPins pins = VmPinning.Choose(s_ryzen7800X3D, new VmCpu { Cores = 6 });
        Assert.Equal([2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15], pins.Vcpus);
        Assert.Equal([0, 1, 8, 9], pins.Host);
    }

    [Fact]
    public void Slow_cores_are_left_to_the_host()
    {
        VmPins pins = VmPinning.Choose(s_core12900K, new VmCpu { Cores = 6 });
        Assert.Equal(Range(4, 12), pins.Vcpus);
        Assert.Equal([0, 1, 2, 3], pins.Host);
    }

    [Fact]
    public void The_large_cache_is_preferred_while_there_is_room_behind_it()
    {
        Assert.Equal([2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23], VmPinning.Choose(s_ryzen7950X3D, new VmCpu { Cores = 6 }).Vcpus);
        VmPins whole = VmPinning.Choose(s_ryzen7950X3D, new VmCpu { Cores = 8 });
        Assert.Equal([8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31], whole.Vcpus);
        Assert.Equal([.. Range(0, 8), .. Range(16, 8)], whole.Host);
        Assert.False(whole.IsSplit);
        Assert.True(VmPinning.Choose(s_ryzen7950X3D, new VmCpu { Cores = 12 }).IsSplit);
    }

    [Fact]
    public void Cores_are_close_to_the_graphics_card()
    {
        Assert.All(VmPinning.Choose(s_dualXeon, new VmCpu { Cores = 8 }, node: 0).Vcpus, static cpu => Assert.True(cpu % 28 < 14));
        Assert.All(VmPinning.Choose(s_dualXeon, new VmCpu { Cores = 8 }, node: 1).Vcpus, static cpu => Assert.True(cpu % 28 >= 14));
        // Without one, away from the first core.
        Assert.All(VmPinning.Choose(s_dualXeon, new VmCpu { Cores = 8 }).Vcpus, static cpu => Assert.True(cpu % 28 >= 14));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 2, false)]
    public void More_than_there_is_is_refused(int cores, int threads, bool fits)
    {
        var guest = new VmCpu { Cores = cores, Threads = threads };
        if (fits)
            Assert.Equal([1], VmPinning.Choose(s_dualCore, guest).Vcpus);
        else
            Assert.Equal("CoresMissing", Assert.Throws<HostToolsException>(() => VmPinning.Choose(s_dualCore, guest)).Errors[0].Id);
    }

    [Fact]
    public void Whatever_the_machine_is_no_core_is_split_and_the_first_stays_the_hosts()
    {
        var random = new Random(Depth.Seed);
        int chosen = 0;
        for (int round = 0; round < 2000; round++)
        {
            CpuTopology host = Any(random);
            var guest = new VmCpu { Cores = random.Next(1, 17), Threads = random.Next(1, 3) };
            VmPins pins;
            try
            {
                pins = VmPinning.Choose(host, guest, random.Next(0, 4), random.Next(-1, 2) is var node and >= 0 ? node : null);
            }
            catch (HostToolsException)
            {
                continue;
            }

            chosen++;
            Assert.Equal(guest.Count, pins.Vcpus.Distinct().Count());
            Assert.Empty(pins.Vcpus.Intersect(pins.Host));
            Assert.Empty(pins.Vcpus.Intersect(host.Cores[0].Threads));
            Assert.All(pins.Vcpus.Chunk(guest.Threads), pair => Assert.Single(host.Cores, core => pair.All(core.Threads.Contains)));
            Assert.NotEmpty(pins.Host);
        }

        Assert.True(chosen > 500, $"Only {chosen} machines had room.");
    }

    private static CpuTopology Any(Random random)
    {
        int count = random.Next(1, 33), threads = random.Next(1, 3), perCache = random.Next(1, count + 1);
        bool isInterleaved = random.Next(2) == 0;
        CpuCore[] cores = [.. Range(0, count).Select(core => new CpuCore(0, core, [.. Range(0, threads).Select(thread => isInterleaved ? core * threads + thread : core + thread * count)]) { Node = core * 2 / count })];
        return new CpuTopology(cores)
        {
            Caches = [.. cores.Chunk(perCache).Select(group => new CpuCache(3, new ByteSize(random.Next(1, 4) * 32L << 20), [.. group.SelectMany(static core => core.Threads).Order()]))],
        };
    }

    private static IEnumerable<int> Range(int first, int count) => Enumerable.Range(first, count);
}
