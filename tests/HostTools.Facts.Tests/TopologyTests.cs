namespace HostTools.Facts.Tests;

public sealed class TopologyTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Eight_cores_share_one_cache_and_have_threads_eight_apart()
    {
        FakeProcessors.Ryzen7800X3D(_machine);
        CpuTopology cpu = _machine.Facts.Topology!;
        Assert.Equal((1, 8, 16, false), (cpu.Sockets, cpu.Cores.Count, cpu.Threads, cpu.IsHybrid));
        Assert.Equal([2, 10], cpu.Cores[2].Threads);
        Assert.Equal("L3 98304 KiB: 0-15", Assert.Single(cpu.Caches, static cache => cache.Level == 3).ToString());
        Assert.Equal(8, cpu.Caches.Count(static cache => cache.Level == 2));
        Assert.Equal("1 socket, 8 cores, 16 threads", cpu.ToString());
    }

    [Fact]
    public void A_processor_of_two_halves_has_two_caches_of_different_size()
    {
        FakeProcessors.Ryzen7950X3D(_machine);
        CpuTopology cpu = _machine.Facts.Topology!;
        Assert.Equal(["L3 98304 KiB: 0-7,16-23", "L3 32768 KiB: 8-15,24-31"], cpu.Caches.Where(static cache => cache.Level == 3).Select(static cache => cache.ToString()));
        Assert.Equal((16, 32), (cpu.Cores.Count, cpu.Threads));
    }

    [Fact]
    public void Fast_and_frugal_cores_are_told_apart()
    {
        FakeProcessors.Core12900K(_machine);
        CpuTopology cpu = _machine.Facts.Topology!;
        Assert.True(cpu.IsHybrid);
        Assert.Equal("1 socket, 16 cores (8 performance, 8 efficiency), 24 threads", cpu.ToString());
        Assert.Equal([14, 15], cpu.Cores.Last(static core => core.Kind == CpuCoreKind.Performance).Threads);
        Assert.Equal("0-3,16,20", CpuList.Format([0, 1, 2, 3, 20, 16]));
        Assert.Equal(["L2 2048 KiB: 16-19", "L2 2048 KiB: 20-23"], cpu.Caches.Where(static cache => cache is { Level: 2, Size.Bytes: 2 << 20 }).Select(static cache => cache.ToString()));
    }

    [Fact]
    public void Two_sockets_have_memory_of_their_own()
    {
        FakeProcessors.DualXeon(_machine);
        CpuTopology cpu = _machine.Facts.Topology!;
        Assert.Equal((2, 16, 32), (cpu.Sockets, cpu.Cores.Count, cpu.Threads));
        Assert.Equal(["threads 0-7,16-23, 32000 MiB", "threads 8-15,24-31, 32000 MiB"], cpu.Nodes.Select(static node => node.ToString()));
        Assert.Equal("512 of 2048 KiB, 500 free", Assert.Single(cpu.Nodes[1].HugePages).ToString());
        Assert.Equal(1, cpu.Cores.Single(static core => core.Threads.Contains(24)).Node);
    }

    [Fact]
    public void A_plain_processor_has_one_thread_per_core()
    {
        FakeProcessors.DualCore(_machine);
        CpuTopology cpu = _machine.Facts.Topology!;
        Assert.Equal("1 socket, 2 cores, 2 threads", cpu.ToString());
        Assert.All(cpu.Cores, static core => Assert.Null(core.Node));
    }

    [Fact]
    public void A_thread_that_is_switched_off_is_in_no_core()
    {
        FakeProcessors.DualCore(_machine);
        Directory.Delete(Path.Combine(_machine.Folder, "sys/devices/system/cpu/cpu1/topology"), recursive: true);
        Assert.Equal(1, _machine.Facts.Topology!.Threads);
    }

    /// <summary>A program that many trust reads the same tree.</summary>
    [SkippableTheory]
    [InlineData("Ryzen7800X3D")]
    [InlineData("Ryzen7950X3D")]
    [InlineData("Core12900K")]
    [InlineData("DualXeon")]
    [InlineData("DualCore")]
    public void Lscpu_sees_the_same_cores(string processor)
    {
        Skip.If(!File.Exists("/usr/bin/lscpu"), "lscpu is not installed here");
        typeof(FakeProcessors).GetMethod(processor)!.Invoke(null, [_machine]);
        CpuTopology cpu = _machine.Facts.Topology!;
        string all = CpuList.Format(cpu.Cores.SelectMany(static core => core.Threads));
        _machine.Write("proc/cpuinfo", string.Concat(cpu.Cores.SelectMany(static core => core.Threads).Order().Select(static thread => $"processor : {thread}\nvendor_id : AuthenticAMD\nmodel name : Fake\n\n")));
        foreach (string list in (string[])["possible", "present", "online"])
            _machine.Write($"sys/devices/system/cpu/{list}", all + "\n");
        using var lscpu = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/lscpu", ["-s", _machine.Folder, "-p=CPU,CORE,SOCKET"]) { RedirectStandardOutput = true })!;
        string[] seen =
        [
            .. lscpu.StandardOutput.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(','))
                .GroupBy(static fields => (Core: fields[1], Socket: fields[2])).Select(static core => CpuList.Format(core.Select(static fields => int.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture)))).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(cpu.Cores.Select(static core => CpuList.Format(core.Threads)).Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData("", "")]
    [InlineData("5", "5")]
    [InlineData("3-1", null)]
    [InlineData("0-99999999", null)]
    [InlineData("a", null)]
    [InlineData("1-2-3", null)]
    [InlineData(null, null)]
    public void Lists_of_threads_are_read_and_written(string? text, string? expected) => Assert.Equal(expected, CpuList.Parse(text) is { } list ? CpuList.Format(list) : null);
}
