using System.Xml.Linq;
using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Which processors of the host a machine is tied to.</summary>
internal static class PinningChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        if (question.Domain.Element("cputune") is not { } tune)
            yield break;
        SortedDictionary<int, int[]> pins = Pins(tune);
        int[] taken = [.. pins.Values.Where(static set => set.Length == 1).Select(static set => set[0])];
        foreach (int twice in taken.GroupBy(static cpu => cpu).Where(static group => group.Skip(1).Any()).Select(static group => group.Key))
            yield return question.Say("VM012", VmSeverity.Warning, tune, $"Two processors of the machine are tied to processor {twice} of the host, and take turns on it.", "Tie each to its own.");
        if (tune.Element("emulatorpin") is { } emulator && Set(emulator) is { Length: > 0 } rest && rest.All(taken.Contains))
            yield return question.Say("VM013", VmSeverity.Warning, emulator, "What QEMU does beside the guest runs on the guest's own processors alone, and stops them while it works.", "Tie <emulatorpin> to processors that stay the host's.");
        if (question.Host?.Topology is not { } host)
            yield break;
        Dictionary<int, CpuCore> cores = host.Cores.SelectMany(static core => core.Threads.Select(thread => (thread, core))).ToDictionary(static pair => pair.thread, static pair => pair.core);
        int[] missing = [.. pins.Values.SelectMany(static set => set).Where(cpu => !cores.ContainsKey(cpu)).Distinct().Order()];
        if (missing.Length > 0)
            yield return question.Say("VM014", VmSeverity.Error, tune, $"It is tied to processor {CpuList.Format(missing)}, which this host does not have, or which is switched off: the machine does not start.", $"This host has {CpuList.Format(cores.Keys)}.");
        else if (Split(question, pins, cores) is { } split)
            yield return question.Say("VM015", VmSeverity.Warning, tune,
                $"Processors {split.First} and {split.First + split.Threads - 1} are threads of one core for the guest, and on this host they are {split.On}, which are not: it takes two cores for one, and others for idle.",
                "Tie the threads of a core beside each other: 'lscpu -e=CPU,CORE' shows which belong together. Declared machines do it by themselves.");
        if (missing.Length == 0 && pins.Values.SelectMany(static set => set).Select(cpu => cores[cpu].Kind).Distinct().Count() > 1)
            yield return question.Say("VM016", VmSeverity.Warning, tune, "It is tied to fast and to frugal cores of the host; guests take all their processors for equally fast.", "Take cores of one kind.");
    }

    private static (int First, int Threads, string On)? Split(DomainQuestion question, SortedDictionary<int, int[]> pins, Dictionary<int, CpuCore> cores)
    {
        int threads = ProcessorChecks.Number(question.Domain.Element("cpu")?.Element("topology")?.Attribute("threads")) ?? 1;
        if (threads is < 2 or > 8)
            return null;
        foreach (IGrouping<int, KeyValuePair<int, int[]>> core in pins.Where(static pin => pin.Value.Length == 1).GroupBy(pin => pin.Key / threads).Where(group => group.Count() == threads))
        {
            int[] on = [.. core.Select(static pin => pin.Value[0])];
            if (on.Select(cpu => cores[cpu]).Distinct().Count() > 1)
                return (core.Key * threads, threads, CpuList.Format(on));
        }

        return null;
    }

    private static SortedDictionary<int, int[]> Pins(XElement tune)
    {
        var pins = new SortedDictionary<int, int[]>();
        foreach (XElement pin in tune.Elements("vcpupin"))
        {
            if (ProcessorChecks.Number(pin.Attribute("vcpu")) is { } vcpu)
                pins[vcpu] = Set(pin);
        }

        return pins;
    }

    // A list that leaves processors out again (^3) is not understood, and not complained about.
    private static int[] Set(XElement pin) => [.. CpuList.Parse((string?)pin.Attribute("cpuset")) ?? []];
}
