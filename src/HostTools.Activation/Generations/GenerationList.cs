using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The generations of a target. Reading needs no lock and changes nothing.</summary>
public sealed class GenerationList
{
    private readonly Target _target;
    private readonly IClock _clock;

    internal GenerationList(Target target, IClock clock) => (_target, _clock) = (target, clock);

    /// <summary>All kept generations, oldest first; empty on a target that was never applied to.</summary>
    /// <exception cref="HostToolsException">ManifestDamaged or ManifestVersionUnknown.</exception>
    public IReadOnlyList<Generation> List() => throw new NotImplementedException();

    /// <summary>The generation the target is at; null when it was never applied to.</summary>
    public Generation? Current => throw new NotImplementedException();

    /// <summary>The generation with a number; null when it is not kept.</summary>
    public Generation? Find(int number) => throw new NotImplementedException();

    /// <summary>The generation with a number.</summary>
    /// <exception cref="HostToolsException">GenerationNotFound, which names those there are.</exception>
    public Generation Get(int number) => throw new NotImplementedException();

    /// <summary>Removes the older generations and then the content nobody needs any more; the current one always stays.</summary>
    /// <param name="keep">How many of the newest stay besides those younger than <paramref name="olderThan"/>; null sets no number.</param>
    /// <param name="olderThan">Only those older than this go; null sets no age.</param>
    /// <param name="token">Stops between generations; what is removed by then stays removed.</param>
    /// <exception cref="HostToolsException">Busy when an apply runs; OpenJournal when an interrupted one must be repaired first.</exception>
    public Task<PruneResult> PruneAsync(int? keep, TimeSpan? olderThan, CancellationToken token = default) => throw new NotImplementedException();
}

/// <summary>What a prune removed.</summary>
/// <param name="Generations">The removed generations, oldest first.</param>
/// <param name="Blobs">Pieces of content removed from the store.</param>
/// <param name="Freed">Size of that content.</param>
public sealed record PruneResult(IReadOnlyList<Generation> Generations, int Blobs, ByteSize Freed);
