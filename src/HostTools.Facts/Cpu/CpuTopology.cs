using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>How threads, cores, caches and memory of a machine belong together.</summary>
/// <param name="Cores">Physical cores, by their first thread.</param>
public sealed record CpuTopology(IReadOnlyList<CpuCore> Cores)
{
    /// <summary>Caches of level 2 and above, by level and first thread.</summary>
    public IReadOnlyList<CpuCache> Caches { get; init; } = [];

    /// <summary>Memory nodes, by number.</summary>
    public IReadOnlyList<NumaNode> Nodes { get; init; } = [];

    /// <summary>Packages on the board.</summary>
    public int Sockets => Cores.Select(static core => core.Socket).Distinct().Count();

    /// <summary>Threads of all cores.</summary>
    public int Threads => Cores.Sum(static core => core.Threads.Count);

    /// <summary>Whether cores are of different kinds.</summary>
    public bool IsHybrid => Cores.Select(static core => core.Kind).Distinct().Count() > 1;

    /// <summary>Sockets, cores and threads in one line.</summary>
    public override string ToString()
    {
        string kinds = IsHybrid
            ? string.Create(CultureInfo.InvariantCulture, $" ({Cores.Count(static core => core.Kind == CpuCoreKind.Performance)} performance, {Cores.Count(static core => core.Kind == CpuCoreKind.Efficiency)} efficiency)")
            : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{Sockets} socket{(Sockets == 1 ? string.Empty : "s")}, {Cores.Count} cores{kinds}, {Threads} threads");
    }
}

/// <summary>A physical core.</summary>
/// <param name="Socket">Number of its package.</param>
/// <param name="Number">Its number in the package; not always without gaps.</param>
/// <param name="Threads">Its logical processors, ascending.</param>
public sealed record CpuCore(int Socket, int Number, IReadOnlyList<int> Threads)
{
    /// <summary>Kind of core, where there are several.</summary>
    public CpuCoreKind Kind { get; init; }

    /// <summary>Memory node it is close to; null where there is only one.</summary>
    public int? Node { get; init; }
}

/// <summary>Kinds of cores.</summary>
public enum CpuCoreKind
{
    /// <summary>All are the same.</summary>
    Uniform,

    /// <summary>A fast one of a hybrid processor.</summary>
    Performance,

    /// <summary>A frugal one of a hybrid processor.</summary>
    Efficiency,
}

/// <summary>A cache that threads share.</summary>
/// <param name="Level">2 or 3; 4 on few machines.</param>
/// <param name="Size">All of it.</param>
/// <param name="Threads">Who uses it, ascending.</param>
public sealed record CpuCache(int Level, ByteSize Size, IReadOnlyList<int> Threads)
{
    /// <summary>Level, size and threads in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"L{Level} {Size.Bytes >> 10} KiB: {CpuList.Format(Threads)}");
}

/// <summary>Memory and the threads that are close to it.</summary>
/// <param name="Number">The kernel's number.</param>
/// <param name="Threads">Logical processors; none where it is memory alone.</param>
public sealed record NumaNode(int Number, IReadOnlyList<int> Threads)
{
    /// <summary>Its memory; null where the kernel does not tell.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Huge pages on it, by size.</summary>
    public IReadOnlyList<HugePages> HugePages { get; init; } = [];

    /// <summary>Threads and memory in one line.</summary>
    public override string ToString() =>
        $"threads {CpuList.Format(Threads)}{(Memory is { } memory ? string.Create(CultureInfo.InvariantCulture, $", {memory.Bytes >> 20} MiB") : string.Empty)}";
}
