using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Reads the topology of processors and memory out of sysfs.</summary>
internal static class TopologyReader
{
    private const string Cpus = "/sys/devices/system/cpu";
    private const string Nodes = "/sys/devices/system/node";
    private const int MaximumNodes = 1024;

    /// <summary>Null where the kernel tells of no core.</summary>
    public static CpuTopology? Read(MachineFiles files)
    {
        IReadOnlyList<NumaNode> nodes = ReadNodes(files);
        List<CpuCore> cores = ReadCores(files, nodes);
        return cores.Count == 0 ? null : new CpuTopology(cores) { Caches = ReadCaches(files, cores), Nodes = nodes };
    }

    private static List<CpuCore> ReadCores(MachineFiles files, IReadOnlyList<NumaNode> nodes)
    {
        IReadOnlyList<int> frugal = CpuList.Parse(files.ReadLine("/sys/devices/cpu_atom/cpus")) ?? [];
        IReadOnlyList<int> fast = CpuList.Parse(files.ReadLine("/sys/devices/cpu_core/cpus")) ?? [];
        var cores = new List<CpuCore>();
        var seen = new HashSet<int>();
        foreach (int thread in files.List(Cpus).Select(NumberOf).OfType<int>().Order())
        {
            string folder = $"{Cpus}/cpu{thread}/topology";
            // A processor that is switched off has no topology.
            if (seen.Contains(thread) || files.List(folder) is not { Count: > 0 } names || Number(files.ReadLine($"{folder}/core_id")) is not { } number)
                continue;
            IReadOnlyList<int> threads = CpuList.Parse(files.ReadLine($"{folder}/{(names.Contains("core_cpus_list") ? "core_cpus_list" : "thread_siblings_list")}")) ?? [thread];
            seen.UnionWith(threads);
            cores.Add(new CpuCore(Number(files.ReadLine($"{folder}/physical_package_id")) ?? 0, number, threads)
            {
                Kind = frugal.Contains(thread) ? CpuCoreKind.Efficiency : fast.Contains(thread) && frugal.Count > 0 ? CpuCoreKind.Performance : CpuCoreKind.Uniform,
                Node = nodes.Count > 1 ? nodes.FirstOrDefault(node => node.Threads.Contains(thread))?.Number : null,
            });
        }

        return cores;
    }

    private static List<CpuCache> ReadCaches(MachineFiles files, List<CpuCore> cores)
    {
        var caches = new List<CpuCache>();
        foreach (int thread in cores.Select(static core => core.Threads[0]))
        {
            string folder = $"{Cpus}/cpu{thread}/cache";
            foreach (string index in files.List(folder).Where(static name => name.StartsWith("index", StringComparison.Ordinal)))
            {
                if (Number(files.ReadLine($"{folder}/{index}/level")) is not (int level and >= 2 and <= 4) || caches.Exists(cache => cache.Level == level && cache.Threads.Contains(thread)))
                    continue;
                if (Size(files.ReadLine($"{folder}/{index}/size")) is { } size && CpuList.Parse(files.ReadLine($"{folder}/{index}/shared_cpu_list")) is { Count: > 0 } threads)
                    caches.Add(new CpuCache(level, size, threads));
            }
        }

        return [.. caches.OrderBy(static cache => cache.Level).ThenBy(static cache => cache.Threads[0])];
    }

    private static List<NumaNode> ReadNodes(MachineFiles files) =>
    [
        .. files.List(Nodes).Take(MaximumNodes).Where(static name => name.StartsWith("node", StringComparison.Ordinal))
            .Select(name => (Number: Number(name[4..]), Folder: $"{Nodes}/{name}")).Where(static node => node.Number is not null)
            .Select(node => new NumaNode(node.Number!.Value, CpuList.Parse(files.ReadLine($"{node.Folder}/cpulist")) ?? [])
            {
                // Each row begins with 'Node 0 '.
                Memory = files.ReadText($"{node.Folder}/meminfo") is { } table ? MemoryTable.Find(table.Replace($"Node {node.Number} ", string.Empty, StringComparison.Ordinal), "MemTotal") : null,
                HugePages = HugePageReader.Read(files, $"{node.Folder}/hugepages"),
            })
            .OrderBy(static node => node.Number),
    ];

    private static int? NumberOf(string name) => name.StartsWith("cpu", StringComparison.Ordinal) ? Number(name[3..]) : null;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Kibibytes with a K.</summary>
    private static ByteSize? Size(string? text) =>
        text is [.. var number, 'K'] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size <= long.MaxValue >> 10 ? new ByteSize(size << 10) : null;
}
