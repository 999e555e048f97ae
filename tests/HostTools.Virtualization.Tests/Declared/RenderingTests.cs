using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Facts.Tests;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>What a host makes of a wish: cores beside the card, devices that are the right ones, and what is missing.</summary>
public sealed class RenderingTests
{
    private static readonly VmPciDevice s_card = new(new PciAddress(0, 0x81, 0, 0)) { Id = "10de:2782" };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Cores_are_those_beside_the_graphics_card(int node)
    {
        using FakeMachine machine = Machine(node);
        VmObservation seen = await CompleteAsync(machine, Wish(s_card) with { IsPinned = true });
        Assert.Null(seen.Problem);
        Assert.All(Pins(seen), cpu => Assert.Equal(node, machine.Facts.Topology!.Cores.Single(core => core.Threads.Contains(cpu)).Node));
    }

    [Fact]
    public async Task Chosen_cores_are_taken_whole_and_their_helpers_are_those_that_were_said()
    {
        using FakeMachine machine = Machine(0);
        VmObservation seen = await CompleteAsync(machine, Wish() with { IsPinned = true, StartCpu = 3, EmulatorCpus = "0-1" });
        Assert.Equal([3, 19, 4, 20], Pins(seen));
        Assert.Equal("0-1", (string?)seen.Wanted!.Xml!.Descendants("emulatorpin").Single().Attribute("cpuset"));
        Assert.Contains(seen.Notes, static note => note.Contains("libvirt does not answer", StringComparison.Ordinal));
        Assert.Contains((await CompleteAsync(machine, Wish() with { IsPinned = true, StartCpu = 3, EmulatorCpus = "3" })).Notes, static note => note.Contains("which it runs on itself", StringComparison.Ordinal));
        Assert.Equal("CoresMissing", (await CompleteAsync(machine, Wish() with { IsPinned = true, StartCpu = 15 })).Problem!.Id);
        Assert.Equal("ProcessorMissing", (await CompleteAsync(machine, Wish() with { IsPinned = true, EmulatorCpus = "0-99" })).Problem!.Id);
    }

    [Fact]
    public async Task Another_device_at_the_address_stops_the_plan_and_none_is_told()
    {
        using FakeMachine machine = Machine(0);
        HostError other = (await CompleteAsync(machine, Wish(s_card with { Id = "10de:2684" }))).Problem!;
        Assert.Equal("VmDeviceOther", other.Id);
        Assert.Contains("10de:2782", other.Message, StringComparison.Ordinal);
        var gone = new VmPciDevice(new PciAddress(0, 0x82, 0, 0));
        Assert.Contains("is no device", (await CompleteAsync(machine, Wish(gone with { Id = "10de:2684" }))).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains((await CompleteAsync(machine, Wish(gone))).Notes, static note => note.Contains("there is no PCI device", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bridge_that_nobody_makes_and_a_module_that_is_missing_are_told()
    {
        using FakeMachine machine = Machine(0);
        machine.Interface("enp1s0", "81:00.0");
        VmResource wish = Wish() with { Bridge = "br0" };
        Assert.Contains((await CompleteAsync(machine, wish)).Notes, static note => note.Contains("no bridge 'br0'", StringComparison.Ordinal));
        machine.Write("sys/class/net/br0/uevent", "");
        Assert.DoesNotContain((await CompleteAsync(machine, wish)).Notes, static note => note.Contains("bridge", StringComparison.Ordinal));
        // Without the module QEMU makes an ordinary file of that name.
        machine.Write("dev/kvmfr0", "");
        VmResource viewed = Wish() with { Spec = Wish().Spec with { LookingGlass = new VmSharedMemory(new ByteSize(32 << 20), "/dev/kvmfr0") } };
        Assert.Contains((await CompleteAsync(machine, viewed)).Notes, static note => note.Contains("'/dev/kvmfr0' is no device yet", StringComparison.Ordinal));
    }

    private static FakeMachine Machine(int node)
    {
        var machine = new FakeMachine();
        FakeProcessors.DualXeon(machine);
        string folder = machine.Device(FakeDevice.Parse("1 81:00.0 0300 10de:2782 nvidia"));
        machine.Write($"{folder}/numa_node", $"{node}\n");
        return machine;
    }

    private static VmResource Wish(params VmPciDevice[] devices) => new(Specs.Server with { Cpu = new VmCpu { Cores = 2 }, PciDevices = devices });

    private static Task<VmObservation> CompleteAsync(FakeMachine machine, VmResource wish) => new VmRendering(machine.Root, null).CompleteAsync(new VmObservation(wish.Id, VmState.Absent), wish, default);

    private static IEnumerable<int> Pins(VmObservation seen) => seen.Wanted!.Xml!.Descendants("vcpupin").Select(static pin => (int)pin.Attribute("cpuset")!);
}
