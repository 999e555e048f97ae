using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Plans, applies and inspects one target: the way into this room.</summary>
/// <remarks>Cheap to make, holds nothing open between calls. Planning and reading are thread-safe; applying takes the target's lock.</remarks>
public sealed partial class ActivationSession
{
    private readonly IClock _clock;
    private readonly IProcessRunner _processes;
    private readonly ProviderSet _providers;
    private readonly HashSet<string> _checked = [];

    /// <summary>A session for one target.</summary>
    /// <param name="target">What is worked on.</param>
    /// <param name="clock">Dates generations and leases.</param>
    /// <param name="processes">Runs triggers.</param>
    /// <param name="providers">Kinds of resources beyond file, directory, link and trigger; null for none.</param>
    public ActivationSession(Target target, IClock clock, IProcessRunner processes, IEnumerable<IProvider>? providers = null)
    {
        (Target, _clock, _processes) = (target, clock, processes);
        _providers = new ProviderSet(target, providers);
        Generations = new GenerationList(target, _providers, clock);
    }

    /// <summary>What is worked on.</summary>
    public Target Target { get; }

    /// <summary>The generations of the target.</summary>
    public GenerationList Generations { get; }

    /// <summary>An interrupted apply that waits for repair; null when there is none, and while one runs. Planning still works and warns, applying repairs first.</summary>
    /// <exception cref="HostToolsException">JournalVersionUnknown, JournalDamaged or JournalUnreadable.</exception>
    public OpenTransaction? OpenTransaction => TargetGuard.Run(Target, () => Running is null ? Describe() : null);

    /// <summary>Who applies to, restores or repairs the target at this moment; null when nobody does.</summary>
    public TargetWork? Running => StateLock.Holder(Target) is { } owner ? TargetWork.Of(owner) : null;

    /// <summary>How long to wait for others who work on the target, where the lock is needed; null not at all.</summary>
    public LockWait? Wait
    {
        get => Generations.Wait;
        set => Generations.Wait = value;
    }

    /// <summary>Changes whenever somebody works on the target; what was looked at between two equal ones, while nobody worked on it, fits together.</summary>
    public string WorkStamp => TargetGuard.Run(Target, () => $"{StateLock.Stamp(Target)} {Target.State.Stat("/current")?.Identity}");

    /// <summary>Waits, as long as <see cref="Wait"/> says, until nobody works on the target.</summary>
    /// <exception cref="HostToolsException">Busy.</exception>
    public async Task RequireFreeAsync(CancellationToken token = default)
    {
        while (StateLock.Holder(Target) is { } owner)
        {
            if (Wait is null || !await Wait.PauseAsync(owner, token).ConfigureAwait(false))
                throw new HostToolsException(ActivationErrors.Busy(Target.ToString(), owner));
        }
    }

    /// <summary>The kinds of resources of another target, for homes whose interrupted apply is put right together with the machine's.</summary>
    public Func<Target, IEnumerable<IProvider>>? ProvidersOf { get; init; }

    /// <summary>Tells the starts of the machine apart: what lasts until the next one ends when this changes.</summary>
    public string StartId { get; init; } = MachineStart.Id();

    /// <summary>How often the journal is told that a command still runs.</summary>
    internal TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Called at every step with its name, for tests that make steps fail.</summary>
    internal Action<string>? Faults
    {
        get => _providers.Faults;
        init => _providers.Faults = value;
    }

    /// <summary>Compares what is wanted with the target. Writes nothing, not even state.</summary>
    /// <returns>The plan; what stands in its way is in <see cref="Plan.Errors"/>, so that it can be shown together with the rest.</returns>
    /// <exception cref="HostToolsException">All errors of the desired state together: DuplicateResource, DependencyCycle, UnknownDependency,
    /// UnknownTrigger, UnknownKind, InvalidPath, PathDeclaredTwice, PathBelowFile.</exception>
    public Task<Plan> PlanAsync(ResourceSet desired, PlanContext context, CancellationToken token = default) =>
        desired.Errors.Count > 0
            ? throw new HostToolsException(desired.Errors)
            : TargetGuard.RunAsync(Target, () => PlanAsync(desired.Resources, context, restored: null, trustsDesired: true, token));

    /// <summary>Plans the way back, or forward, to a kept generation; needs no configuration tree.</summary>
    /// <param name="generation">Its number.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Cancels; nothing was written.</param>
    /// <exception cref="HostToolsException">GenerationNotFound, which names those there are; ContentMissing when the store lost what it needs.</exception>
    public Task<Plan> PlanRestoreAsync(int generation, string user, CancellationToken token = default) =>
        TargetGuard.RunAsync(Target, () => PlanGenerationAsync(generation, user, token));

    /// <summary>Applies a plan as one transaction: afterwards the target is at the new generation, or as it was before.</summary>
    /// <exception cref="HostToolsException">Before any write: the plan's own errors, PlanStale, WrongTarget, Busy.
    /// After an undo: what failed, and what the undo could not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and undone.</exception>
    public Task<ApplyResult> ApplyAsync(
        Plan plan, ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        TargetGuard.RunAsync(Target, () => ApplyCheckedAsync(plan, options ?? new ApplyOptions(), progress, token));

    /// <summary>Refuses a plan that applying would refuse as well, so that nobody is shown or asked about one. Writes nothing.</summary>
    /// <remarks>While an interrupted apply waits for repair nothing can be said: applying repairs first and looks then.</remarks>
    /// <exception cref="HostToolsException">WrongTarget or PlanStale.</exception>
    public Task RequireFreshAsync(Plan plan, CancellationToken token = default)
    {
        PlanCheck.RequireTarget(plan, Target);
        return TargetGuard.RunAsync(Target, async () =>
        {
            if (Running is null && OpenTransaction is null)
                await PlanCheck.RequireFreshAsync(plan, Target, _providers, token).ConfigureAwait(false);
            return true;
        });
    }

    /// <summary>Shows new content of files to the programs that read it. Writes nothing on the target; on a folder nothing runs.</summary>
    /// <returns>What could not be asked.</returns>
    /// <exception cref="HostToolsException">CheckFailed, for each file that its program refuses.</exception>
    public async Task<IReadOnlyList<PlanWarning>> CheckAsync(Plan plan, CancellationToken token = default)
    {
        if (_checked.Contains(plan.Id))
            return [];
        IReadOnlyList<Finding> findings = await TargetGuard.RunAsync(Target, () => new FileChecks(Target, _providers, _processes).RunAsync(plan, token)).ConfigureAwait(false);
        HostError[] errors = [.. findings.Select(static finding => finding.Error).OfType<HostError>()];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
        _checked.Add(plan.Id);
        return [.. findings.Select(static finding => finding.Warning).OfType<PlanWarning>()];
    }

    /// <summary>Compares the current generation with the target: what was changed by hand. Empty on a target that was never applied to.</summary>
    public Task<IReadOnlyList<Drift>> DriftAsync(CancellationToken token = default) =>
        TargetGuard.RunAsync(Target, () => DriftCheck.RunAsync(Target, _providers, token));

    /// <summary>Puts an interrupted apply right; null when there was none.</summary>
    /// <exception cref="HostToolsException">Busy; CannotGoForward; what the repair could not do.</exception>
    public Task<RepairResult?> RepairAsync(
        RepairDirection direction, IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        TargetGuard.RunAsync(Target, () => RepairOpenAsync(direction, progress, token));

    /// <summary>What cannot be read of the records of generations; empty when all is well.</summary>
    /// <exception cref="HostToolsException">CurrentDamaged; ManifestVersionUnknown.</exception>
    public IReadOnlyList<HostError> Damage => TargetGuard.Run(Target, () => new DamagedGenerations(Target, _providers).Find().Select(static found => found.Error).ToArray());

    /// <summary>The current generation is among what cannot be read, so that nothing can be compared with it.</summary>
    public bool IsCurrentDamaged =>
        TargetGuard.Run(Target, () => new DamagedGenerations(Target, _providers).Find().Any(found => found.Number == new GenerationFiles(Target).CurrentNumber()));

    /// <summary>The generation to go on with where the file that says which is current cannot be read, 0 for none; null where it can.</summary>
    public int? LostCurrent => TargetGuard.Run(Target, () =>
    {
        var files = new GenerationFiles(Target);
        try
        {
            files.CurrentNumber();
            return (int?)null;
        }
        catch (HostToolsException lost) when (lost.Errors[0].Id == nameof(ActivationErrors.CurrentDamaged))
        {
            return files.LikelyNumber();
        }
    });

    /// <summary>Takes the generation of <see cref="LostCurrent"/> for the current one. Changes nothing on the target itself.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Ends a wait for others.</param>
    /// <exception cref="HostToolsException">Busy.</exception>
    public Task MendCurrentAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        using StateLock held = await LockAsync(user, "repairing", token).ConfigureAwait(false);
        using var sync = new SyncGroup();
        var files = new GenerationFiles(Target);
        if (LostCurrent is > 0 and var number)
            files.Switch(number, sync);
        else if (LostCurrent is 0)
            files.RemoveCurrent();
        return true;
    });

    /// <summary>Keeps aside what cannot be read of generations, and goes on with what is known. Changes nothing on the target itself.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Ends a wait for others.</param>
    /// <returns>What was kept where, and what is not known any more.</returns>
    /// <exception cref="HostToolsException">Busy; OpenJournal; ManifestDamaged when nothing readable is left to go on with.</exception>
    public Task<IReadOnlyList<string>> SetDamageAsideAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        using StateLock held = await LockAsync(user, "repairing", token).ConfigureAwait(false);
        if (IsInterrupted && Describe() is not null)
            throw new HostToolsException(ActivationErrors.OpenJournal(Target.ToString()));
        using var sync = new SyncGroup();
        return new DamagedGenerations(Target, _providers).SetAside(_clock.UtcNow, sync);
    });

    private Task<Plan> PlanGenerationAsync(int generation, string user, CancellationToken token)
    {
        Generation wanted = Generations.Get(generation);
        Manifest manifest = new GenerationFiles(Target).ReadManifest(generation, new ActivationJson(_providers));
        var store = new ContentStore(Target.State);
        foreach (ManifestEntry entry in manifest.Entries)
        {
            foreach (FileContent content in _providers.Of(entry.Resource).ContentOf(entry.Resource))
            {
                if (!store.Has(content.Hash))
                    throw new HostToolsException(ActivationErrors.ContentMissing(content.Hash, Target.State.Describe(ContentStore.PathOf(content.Hash))));
            }
        }

        if (!manifest.IsFromHere && SecretFiles.Untrusted(Target, manifest.Entries.Select(static entry => entry.Resource)).ToList() is { Count: > 0 } untrusted)
            throw new HostToolsException(untrusted);
        Resource[] desired = [.. manifest.Entries.Where(static entry => !entry.IsImplied).Select(entry => (manifest.IsFromHere ? entry.Resource : entry.Resource.FromElsewhere()) with { Pinned = entry.Applied })];
        var context = new PlanContext(wanted.HostName, wanted.ConfigurationHash, wanted.GitCommit, wanted.GitDirty, user) { Variant = wanted.Variant, LockHash = wanted.LockHash };
        return PlanAsync(desired, context, generation, manifest.IsFromHere, token);
    }

    private async Task<ApplyResult> ApplyCheckedAsync(Plan plan, ApplyOptions options, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        if (plan.Errors.Count > 0)
            throw new HostToolsException(plan.Errors);
        PlanCheck.RequireTarget(plan, Target);
        token.ThrowIfCancellationRequested();
        await CheckAsync(plan, token).ConfigureAwait(false);
        IReadOnlyList<Plan> together = options.Together ?? [plan];
        if (options.Held is null)
            await SettleAsync(together, progress, token).ConfigureAwait(false);
        if (!plan.HasChanges && !IsInterrupted)
        {
            await PlanCheck.RequireFreshAsync(plan, Target, _providers, token).ConfigureAwait(false);
            await KeepTestAsync(plan, options, token).ConfigureAwait(false);
            return new ApplyResult(Generations.Current, [], NothingToDo: true);
        }

        using StateLock? held = options.Held?.Holds(Target) == true ? null : await LockAsync(plan.Context.User, "applying a plan", token).ConfigureAwait(false);
        RepairResult? repaired = await RepairHeldAsync(direction: null, progress, token).ConfigureAwait(false);
        await PlanCheck.RequireFreshAsync(plan, Target, _providers, token).ConfigureAwait(false);
        if (!plan.HasChanges)
            return new ApplyResult(Generations.Current, [], NothingToDo: true) { Repaired = repaired };
        RequireConfirmed(together, options);
        RequirePreflight(plan);
        await RequireReadyAsync(plan, progress, token).ConfigureAwait(false);
        using var sync = new SyncGroup();
        (Transaction transaction, OperationContext context) = Begin(sync, options, progress, group: null);
        Generation generation = await transaction.RunAsync(plan, token).ConfigureAwait(false);
        if (!options.IsTemporary)
            ConfirmationMarker.Sweep(Target);
        return new ApplyResult(generation, plan.Changes, NothingToDo: false) { Repaired = repaired, Notes = context.Notes };
    }

    private async Task<RepairResult?> RepairOpenAsync(RepairDirection direction, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        if (!IsInterrupted)
        {
            // Giving the lock back takes away what an apply has left that was killed before it began.
            if (MadeDirectories.IsLeft(Target))
                (await LockAsync(Environment.UserName, "repairing", token).ConfigureAwait(false)).Dispose();
            return null;
        }

        using StateLock held = await LockAsync(Environment.UserName, "repairing", token).ConfigureAwait(false);
        return await RepairHeldAsync(direction, progress, token).ConfigureAwait(false);
    }

    /// <summary>An apply to it, or one that it is the machine of, was interrupted.</summary>
    internal bool IsInterrupted => TargetGuard.Run(Target, () => Journal.IsAny(Target.State) || GroupFile.IsAny(Target));

    /// <summary>Puts an interrupted apply right, of homes before that of their machine. The caller holds the lock.</summary>
    internal async Task<RepairResult?> RepairHeldAsync(RepairDirection? direction, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        if (Target.Account is not null || GroupFile.Read(Target.State) is not { } group)
            return await NewRepairer().RepairAsync(direction, progress, token).ConfigureAwait(false);
        OpenTransaction open = Describe()!; // There is a group.
        if (direction is RepairDirection.Forward && !group.IsCommitted)
            throw new HostToolsException(ActivationErrors.CannotGoForward(Target.ToString(), "it is an apply of several targets that had not all come so far"));
        var notes = new List<string>();
        foreach (GroupHome home in group.IsCommitted ? group.Homes : group.Homes.Reverse())
        {
            ActivationSession session = OfHome(home);
            if (session.IsInterrupted && await session.RepairAsync(RepairDirection.Back, progress, token).ConfigureAwait(false) is { } result)
                notes.AddRange(result.Notes);
        }

        RepairResult? own = await NewRepairer().RepairAsync(direction: null, progress, token).ConfigureAwait(false);
        GroupFile.Remove(Target.State);
        return (own ?? new RepairResult(open, group.IsCommitted ? RepairDirection.Forward : RepairDirection.Back, new GenerationFiles(Target).CurrentNumber(), [])) with
        {
            Notes = [.. notes, .. own?.Notes ?? []],
        };
    }

    private ActivationSession OfHome(GroupHome home)
    {
        var target = Target.Home(Target, home.User, home.Directory, home.Ids);
        return new ActivationSession(target, _clock, _processes, ProvidersOf?.Invoke(target)) { Faults = Faults, ProvidersOf = ProvidersOf, StartId = StartId, Wait = Wait };
    }

    /// <summary>Takes the target's lock, waiting for it where that was asked for.</summary>
    internal Task<StateLock> LockAsync(string user, string purpose, CancellationToken token) => StateLock.TakeAsync(Target, user, purpose, Wait, token, Faults);

    private OpenTransaction? Describe() => Repairer.Describe(Target, _providers) ?? DescribeGroup();

    private OpenTransaction? DescribeGroup()
    {
        if (!GroupFile.IsAny(Target) || GroupFile.Read(Target.State) is not { } group)
            return null;
        int current = new GenerationFiles(Target).CurrentNumber();
        return new OpenTransaction(group.Id, group.StartedAt, group.User, current, current, 0, group.IsCommitted) { Stays = group.IsCommitted };
    }

    /// <summary>Refuses a plan that does not fit what is there now. The caller holds the lock.</summary>
    internal async Task RequireAsync(Plan plan, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        await PlanCheck.RequireFreshAsync(plan, Target, _providers, token).ConfigureAwait(false);
        RequirePreflight(plan);
        await RequireReadyAsync(plan, progress, token).ConfigureAwait(false);
    }

    /// <summary>A transaction of its own, or of a group. The caller holds the lock.</summary>
    internal (Transaction Transaction, OperationContext Context) Begin(SyncGroup sync, ApplyOptions options, IProgress<ApplyProgress>? progress, string? group)
    {
        ConfirmationMarker.Sweep(Target);
        var store = new ContentStore(Target.State) { Other = Target.Account is null ? null : new ContentStore(Target.MachineState) };
        var context = new OperationContext(Target, store, sync, _processes, Guid.NewGuid().ToString("N"), options with { Start = StartId });
        return (new Transaction(Target, _providers, _clock, context, progress, Faults) { Group = group, Beat = Beat }, context);
    }

    internal DateTimeOffset Now => _clock.UtcNow;

    private async Task<Plan> PlanAsync(IReadOnlyCollection<Resource> desired, PlanContext context, int? restored, bool trustsDesired, CancellationToken token, bool isRemoval = false)
    {
        Plan plan = await new Planner(Target, _providers, _clock) { IsRemoval = isRemoval }.PlanAsync(desired, context, restored, trustsDesired, token).ConfigureAwait(false);
        return OpenWarning() is { } warning ? plan.Warned(warning) : plan;
    }

    private PlanWarning? OpenWarning()
    {
        try
        {
            return OpenTransaction is { } open
                ? new PlanWarning(
                    $"An apply by '{open.User}' was interrupted and is not put right yet. The next apply does that first, and then this plan is stale; " +
                    "repair, and plan again.")
                : null;
        }
        catch (HostToolsException cause) when (cause.Errors[0].Kind is ErrorKind.PermissionDenied)
        {
            return new PlanWarning("Whether an earlier apply was interrupted cannot be seen by this user.");
        }
    }

    private void RequirePreflight(Plan plan)
    {
        HostError[] errors =
        [
            .. plan.Steps.GroupBy(step => _providers.PlaceOf(step.Id).Space)
                .SelectMany(group =>
                {
                    Faults?.Invoke($"preflight:{group.Key}");
                    return _providers.Of(group.First().Id.Kind).Preflight([.. group]);
                })
                .Select(static finding => finding.Error).OfType<HostError>(),
        ];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
    }

    private async Task RequireReadyAsync(Plan plan, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        var errors = new List<HostError>();
        foreach (IGrouping<string, Change> kind in plan.Steps.GroupBy(static step => step.Id.Kind))
        {
            Faults?.Invoke($"ready:{kind.Key}");
            errors.AddRange(await _providers.Of(kind.Key).GetReadyAsync([.. kind], progress, token).ConfigureAwait(false));
        }

        if (errors.Count > 0)
            throw new HostToolsException(errors);
    }

    private Repairer NewRepairer() => new(Target, _providers, _clock, _processes, Faults);
}
