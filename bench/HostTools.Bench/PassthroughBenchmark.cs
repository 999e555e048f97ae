using System.Diagnostics;
using System.Globalization;
using System.Text;
using HostTools.Facts;
using HostTools.Facts.Tests;
using HostTools.Virtualization;

namespace HostTools.Bench;

/// <summary>Inventory of a machine with 60 devices, 32 threads and databases of usual length, and the verdicts on its graphics cards. Budgets: 50 and 20 ms, warm.</summary>
internal static class PassthroughBenchmark
{
    private const int Devices = 60;
    private const int Rounds = 25;

    public static Task RunAsync()
    {
        using FakeMachine machine = Machine();
        TargetFacts facts = machine.Facts;
        if (facts.Pci.Count != Devices || facts.Topology?.Threads != 32)
            throw new InvalidOperationException($"The machine was to have {Devices} devices.");
        Measure("inventory", 50, () => _ = machine.Facts);
        Measure("verdicts", 20, () => _ = PassthroughTest.OfGraphics(new PassthroughQuestion(facts)));
        string text = FakeListing.Script(FakeMachine.Table("c1-b550m-rtx3070ti"));
        Measure("listing", 50, () => _ = HardwareListing.Parse(text));
        return Task.CompletedTask;
    }

    private static void Measure(string name, int budget, Action run)
    {
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            run();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name} of {Devices} devices: first {times[0]:F1} ms, median {times.Order().ElementAt(Rounds / 2):F1} ms, least {times.Min():F1} ms; budget {budget} ms"));
    }

    private static FakeMachine Machine()
    {
        FakeMachine machine = FakeMachine.Of("c1-b550m-rtx3070ti");
        for (int at = 0; at < Devices - 40; at++)
            machine.Device(FakeDevice.Parse(string.Create(CultureInfo.InvariantCulture, $"{20 + at} {0x40 + at:x2}:00.0 0200 8086:{0x1500 + at:x4} igb")));
        machine.Processor("AuthenticAMD");
        FakeProcessors.Ryzen7950X3D(machine);
        machine.Disk("nvme0n1", "01:00.0", 3);
        machine.Mount("/", "ext4", "/dev/nvme0n1p2");
        machine.Interface("enp5s0", "05:00.0");
        machine.DefaultRoute("enp5s0");
        machine.Usb("1-1", "02:00.0", "046d:c31c", "Keyboard", "03", "01");
        machine.Write("lib/modules/6.12.4-1-default/modules.alias", Lines(20_000, static line => string.Create(CultureInfo.InvariantCulture, $"alias pci:v0000{line % 4096:X4}d0000{line:X4}sv*sd*bc*sc*i* module{line % 900}\n")));
        machine.Write("usr/share/misc/pci.ids", Lines(40_000, static line => line % 16 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{line / 16:x4}  A maker of things\n") : string.Create(CultureInfo.InvariantCulture, $"\t{line:x4}  A thing with a name\n")));
        return machine;
    }

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (int at = 0; at < count; at++)
            text.Append(line(at));
        return text.ToString();
    }
}
