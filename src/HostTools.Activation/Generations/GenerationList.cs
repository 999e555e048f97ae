using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The generations of a target. Reading needs no lock and changes nothing.</summary>
public sealed class GenerationList
{
    private readonly Target _target;
    private readonly ProviderSet _providers;
    private readonly IClock _clock;
    private readonly GenerationFiles _files;

    internal GenerationList(Target target, ProviderSet providers, IClock clock)
    {
        (_target, _providers, _clock, _files) = (target, providers, clock, new GenerationFiles(target));
    }

    /// <summary>How long a prune waits for others; null not at all.</summary>
    internal LockWait? Wait { get; set; }

    /// <summary>All kept generations, oldest first; empty on a target that was never applied to.</summary>
    /// <exception cref="HostToolsException">ManifestDamaged or ManifestVersionUnknown.</exception>
    public IReadOnlyList<Generation> List() => TargetGuard.Run(_target, () =>
    {
        int current = _files.CurrentNumber();
        // A generation above the current one belongs to an apply that has not been committed.
        return _files.Numbers().Where(number => number <= current).Select(number => ReadHeader(number, current)).ToArray();
    });

    /// <summary>How many are kept, also of those that cannot be read.</summary>
    public int Count => TargetGuard.Run(_target, () => _files.Numbers().Count);

    /// <summary>The generation the target is at; null when it was never applied to.</summary>
    public Generation? Current => TargetGuard.Run(_target, () => _files.CurrentNumber() is > 0 and var current ? ReadHeader(current, current) : null);

    /// <summary>The generation with a number; null when it is not kept.</summary>
    public Generation? Find(int number) => TargetGuard.Run(_target, () =>
    {
        int current = _files.CurrentNumber();
        return number <= current && _files.Numbers().Contains(number) ? ReadHeader(number, current) : null;
    });

    /// <summary>The generation with a number.</summary>
    /// <exception cref="HostToolsException">GenerationNotFound, which names those there are.</exception>
    public Generation Get(int number) => Find(number) ?? throw new HostToolsException(ActivationErrors.GenerationNotFound(number, List()));

    /// <summary>What a generation wants, with the state each thing was given.</summary>
    /// <exception cref="HostToolsException">GenerationNotFound, ManifestDamaged or ManifestVersionUnknown.</exception>
    public IReadOnlyList<(Resource Resource, ResourceState Applied)> ResourcesOf(int number)
    {
        Generation generation = Get(number);
        return TargetGuard.Run(_target, () => _files.ReadManifest(generation.Number, new ActivationJson(_providers)).Entries.Select(static entry => (entry.Resource, entry.Applied)).ToArray());
    }

    /// <summary>What differs from one generation to another, by resource; directories nobody declared are left out. Does not look at the target.</summary>
    /// <exception cref="HostToolsException">GenerationNotFound, which names those there are.</exception>
    public IReadOnlyList<GenerationDifference> Compare(int first, int second)
    {
        var json = new ActivationJson(_providers);
        (Generation before, Generation after) = (Get(first), Get(second));
        return TargetGuard.Run(_target, () => new GenerationComparison(new ContentStore(_target.State)).Between(
            _files.ReadManifest(before.Number, json), _files.ReadManifest(after.Number, json)));
    }

    /// <summary>The generations that a rule lets go, oldest first.</summary>
    /// <exception cref="HostToolsException">ManifestDamaged or ManifestVersionUnknown.</exception>
    public IReadOnlyList<Generation> Leaving(Retention rule)
    {
        if (!rule.IsAny)
            return [];
        IReadOnlyList<Generation> all = List();
        DateTimeOffset now = _clock.UtcNow;
        return [.. all.Take(Math.Max(0, all.Count - (rule.Keep ?? 0))).Where(generation => !generation.IsCurrent && (rule.OlderThan is not { } age || now - generation.CreatedAt > age))];
    }

    /// <summary>Removes the older generations and then the content nobody needs any more; the current one always stays.</summary>
    /// <param name="keep">How many of the newest stay whatever their age; null sets no number.</param>
    /// <param name="olderThan">Only those older than this go; null sets no age. With neither, only unneeded content goes.</param>
    /// <param name="token">Stops between generations; what is removed by then stays removed.</param>
    /// <exception cref="HostToolsException">Busy when an apply runs; OpenJournal when an interrupted one must be repaired first.</exception>
    public Task<PruneResult> PruneAsync(int? keep, TimeSpan? olderThan, CancellationToken token = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep ?? 0);
        return TargetGuard.RunAsync(_target, () => PruneLockedAsync(keep, olderThan, token));
    }

    private async Task<PruneResult> PruneLockedAsync(int? keep, TimeSpan? olderThan, CancellationToken token)
    {
        if (_target.State.StatFollowed("/") is null)
            return new PruneResult([], 0, default);
        using StateLock held = await StateLock.TakeAsync(_target, Environment.UserName, "removing generations", Wait, token).ConfigureAwait(false);
        if (Journal.Find(_target.State) is not null || GroupFile.IsAny(_target))
            throw new HostToolsException(ActivationErrors.OpenJournal(_target.ToString()));
        // The generation to go back to has to be there.
        if (ConfirmationMarker.Find(_target) is { } waiting)
            throw new HostToolsException(ActivationErrors.ConfirmationPending(_target.ToString(), waiting.Confirmation));
        return Prune(keep, olderThan, token);
    }

    private Generation ReadHeader(int number, int current)
    {
        Generation header = _files.ReadHeader(number, current);
        return header.IsCurrent && ConfirmationMarker.Find(_target) is { } waiting &&
            waiting.Confirmation.Targets.Any(member => member.User == _target.Identity.User && member.Generation == number)
            ? waiting.Confirmation.IsTest ? header with { IsTest = true } : header with { ConfirmUntil = waiting.Confirmation.Until }
            : header;
    }

    private PruneResult Prune(int? keep, TimeSpan? olderThan, CancellationToken token)
    {
        var removed = new List<Generation>();
        foreach (Generation generation in Leaving(new Retention(keep, olderThan)))
        {
            token.ThrowIfCancellationRequested();
            _files.Remove(generation.Number);
            removed.Add(generation);
        }

        // Nobody knows what a generation needs that is kept aside because it cannot be read.
        if (DamagedGenerations.IsAnyAside(_target))
            return new PruneResult(removed, 0, default);
        (int count, long bytes) = new ContentStore(_target.State).Sweep(
            StoreUse.Collect(_target, new ActivationJson(_providers), _clock.UtcNow), token);
        new PrivateStore(_target).Sweep(new ActivationJson(_providers));
        return new PruneResult(removed, count, new ByteSize(bytes));
    }
}

/// <summary>What a prune removed.</summary>
/// <param name="Generations">The removed generations, oldest first.</param>
/// <param name="Blobs">Pieces of content removed from the store.</param>
/// <param name="Freed">Size of that content.</param>
public sealed record PruneResult(IReadOnlyList<Generation> Generations, int Blobs, ByteSize Freed);
