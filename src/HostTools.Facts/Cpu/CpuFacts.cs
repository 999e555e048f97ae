using System.Globalization;

namespace HostTools.Facts;

/// <summary>The processor, as <c>/proc/cpuinfo</c> describes it.</summary>
/// <param name="Threads">Logical processors; at least 1.</param>
public sealed record CpuFacts(int Threads)
{
    /// <summary>Vendor as the processor says it: <c>GenuineIntel</c>, <c>AuthenticAMD</c>; on ARM the implementer's number.</summary>
    public string? Vendor { get; init; }

    /// <summary>Marketing name.</summary>
    public string? Model { get; init; }

    /// <summary>Physical cores over all sockets; null where the kernel does not tell.</summary>
    public int? Cores { get; init; }

    /// <summary>Feature flags in the kernel's order, for example <c>svm</c> or <c>vmx</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Reads the text of <c>/proc/cpuinfo</c>; null when it lists no processor.</summary>
    public static CpuFacts? Parse(string text)
    {
        List<Dictionary<string, string>> processors = [];
        foreach (string line in text.Split('\n'))
        {
            if (line.IndexOf(':') is not (var colon and > 0))
                continue;
            (string key, string value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (key == "processor")
                processors.Add(new Dictionary<string, string>(StringComparer.Ordinal));
            if (processors.Count > 0)
                processors[^1].TryAdd(key, value);
        }

        if (processors.Count == 0)
            return null;
        Dictionary<string, string> first = processors[0];
        return new CpuFacts(processors.Count)
        {
            Vendor = first.GetValueOrDefault("vendor_id") ?? first.GetValueOrDefault("CPU implementer"),
            Model = first.GetValueOrDefault("model name") ?? first.GetValueOrDefault("uarch"),
            Cores = CountCores(processors),
            Flags = (first.GetValueOrDefault("flags") ?? first.GetValueOrDefault("Features") ?? string.Empty)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>Threads, cores and model in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Model ?? Vendor ?? "processor"}, {Threads} threads");

    private static int? CountCores(List<Dictionary<string, string>> processors)
    {
        HashSet<(string Socket, string Core)> cores = [];
        foreach (Dictionary<string, string> processor in processors)
        {
            if (!processor.TryGetValue("core id", out string? core))
                return null;
            cores.Add((processor.GetValueOrDefault("physical id", "0"), core));
        }

        return cores.Count;
    }
}
