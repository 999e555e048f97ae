using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Chooses processors of the host for a machine: whole cores, of one kind, behind one cache, close to its graphics card.</summary>
public static class VmPinning
{
    /// <summary>Chooses.</summary>
    /// <param name="host">The host's cores.</param>
    /// <param name="guest">What the machine has.</param>
    /// <param name="reserved">Cores that stay the host's, counted from the first; at least 1.</param>
    /// <param name="node">Memory node of the graphics card; null when there is none, or only one node.</param>
    /// <exception cref="HostToolsException">CoresMissing.</exception>
    public static VmPins Choose(CpuTopology host, VmCpu guest, int reserved = 1, int? node = null)
    {
        HashSet<CpuCore> kept = [.. host.Cores.OrderBy(static core => core.Threads[0]).Take(Math.Max(1, reserved))];
        // Windows takes all processors for equally fast.
        CpuCore[] usable = [.. host.Cores.Where(core => core.Kind is not CpuCoreKind.Efficiency && core.Threads.Count >= guest.Threads)];
        CpuCore[][] groups = [.. usable.GroupBy(core => CacheOf(host, core)).Select(static group => group.ToArray())];
        CpuCore[]? chosen = groups
            .Where(group => Free(group).Length >= guest.Cores)
            .OrderByDescending(group => node is not null && group[0].Node == node)
            .ThenByDescending(group => CacheSize(host, group[0]))
            .ThenBy(group => group.Any(kept.Contains))
            .ThenBy(static group => group[0].Threads[0])
            .FirstOrDefault();
        CpuCore[] from = chosen ?? usable;
        if (Free(from).Length < guest.Cores)
            throw new HostToolsException(VirtualizationErrors.CoresMissing(guest.Cores, guest.Threads, Free(usable).Length));
        CpuCore[] taken = Free(from)[^guest.Cores..];
        CpuCore[] beside = [.. from.Except(taken)];
        CpuCore[] rest = beside.Length > 0 ? beside : [.. host.Cores.Except(taken)];
        return new VmPins([.. taken.SelectMany(core => core.Threads.Take(guest.Threads))], [.. rest.SelectMany(static core => core.Threads).Order()]) { IsSplit = chosen is null && groups.Length > 1 };

        CpuCore[] Free(CpuCore[] cores) => [.. cores.Where(core => !kept.Contains(core)).OrderBy(static core => core.Threads[0])];
    }

    /// <summary>Takes the core of a processor that somebody chose, and those after it.</summary>
    /// <param name="host">The host's cores.</param>
    /// <param name="guest">What the machine has.</param>
    /// <param name="first">A processor of the first core.</param>
    /// <exception cref="HostToolsException">CoresMissing: there are not as many.</exception>
    public static VmPins From(CpuTopology host, VmCpu guest, int first)
    {
        CpuCore[] cores = [.. host.Cores.OrderBy(static core => core.Threads[0])];
        CpuCore[] taken = [.. cores.SkipWhile(core => !core.Threads.Contains(first)).Where(core => core.Threads.Count >= guest.Threads).Take(guest.Cores)];
        if (taken.Length < guest.Cores)
            throw new HostToolsException(VirtualizationErrors.CoresMissing(guest.Cores, guest.Threads, taken.Length));
        CpuCore[] rest = cores.Length > taken.Length ? [.. cores.Except(taken)] : cores;
        return new VmPins([.. taken.SelectMany(core => core.Threads.Take(guest.Threads))], [.. rest.SelectMany(static core => core.Threads).Order()])
        {
            IsSplit = taken.Select(core => CacheOf(host, core)).Distinct().Count() > 1,
        };
    }

    private static CpuCache? Shared(CpuTopology host, CpuCore core) => host.Caches.FirstOrDefault(cache => cache.Level == 3 && cache.Threads.Contains(core.Threads[0]));

    private static (int Socket, int First) CacheOf(CpuTopology host, CpuCore core) => (core.Socket, Shared(host, core)?.Threads[0] ?? -1);

    private static long CacheSize(CpuTopology host, CpuCore core) => Shared(host, core)?.Size.Bytes ?? 0;
}
