using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Facts.Tests;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Bench;

/// <summary>The definition of a Windows machine with all that games take: its cores chosen, made, and compared with what libvirt has. Budget: 5 ms each.</summary>
internal static class DomainBenchmark
{
    private const int Budget = 5;
    private const int Rounds = 200;

    public static Task RunAsync()
    {
        using var machine = new FakeMachine();
        FakeProcessors.Ryzen7950X3D(machine);
        CpuTopology topology = machine.Facts.Topology ?? throw new InvalidOperationException("The machine was to have processors.");
        VmSpec spec = Spec();
        XElement there = Definition(spec, topology);
        if (DomainComparison.Compare(there, XElement.Parse(there.ToString())).Count > 0)
            throw new InvalidOperationException("A definition was to equal itself.");
        Measure("pinning", () => _ = VmPinning.Choose(topology, spec.Cpu));
        Measure("definition", () => _ = Definition(spec, topology).ToString());
        Measure("definition, read again and compared", () => _ = DomainComparison.Compare(Definition(spec, topology), XElement.Parse(there.ToString())));
        return Task.CompletedTask;
    }

    private static XElement Definition(VmSpec spec, CpuTopology topology) => DomainXml.Of(spec, HostAbilities.Unknown with { IsAmd = true }, VmPinning.Choose(topology, spec.Cpu));

    private static VmSpec Spec() => new("windows11", VmIdentity.Uuid("bench", "windows11"))
    {
        Memory = new ByteSize(32L << 30),
        Cpu = new VmCpu { Cores = 7 },
        PageSize = new ByteSize(1L << 30),
        Disks = [.. Enumerable.Range(0, 8).Select(static number => new VmDisk(string.Create(CultureInfo.InvariantCulture, $"/images/{number}.qcow2")))],
        Nics = [new VmNic(VmNicKind.Bridge, VmIdentity.Mac(VmIdentity.Uuid("bench", "windows11"), 0)) { Source = "br0" }],
        PciDevices = [.. Enumerable.Range(0, 4).Select(static function => new VmPciDevice(new PciAddress(0, 1, 0, (byte)function)))],
        Inputs = ["/dev/input/by-id/a-event-kbd", "/dev/input/by-id/a-event-mouse"],
        LookingGlass = new VmSharedMemory(LookingGlassMemory.For(3840, 2160), "/dev/kvmfr0"),
    };

    private static void Measure(string name, Action run)
    {
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            run();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name} of a machine: first {times[0]:F2} ms, median {times.Order().ElementAt(Rounds / 2):F2} ms, least {times.Min():F2} ms; budget {Budget} ms"));
    }
}
