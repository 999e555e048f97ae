using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Carries out a plan: afterwards the target is at the new generation or as it was. The caller holds the lock.</summary>
internal sealed class Transaction(
    Target target, ProviderSet providers, IClock clock, OperationContext context, IProgress<ApplyProgress>? progress, Action<string>? faults)
{
    private readonly GenerationFiles _files = new(target);
    private readonly ActivationJson _json = new(providers);
    private int _finished;
    private string _step = "starting";
    private (Plan Plan, Generation Header, JournalWriter Journal)? _prepared;
    private Confirmation? _waits;

    /// <summary>Name of the group it is part of; null when it stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>How often the journal is told that a command still runs.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Carries out a plan from the start.</summary>
    public async Task<Generation> RunAsync(Plan plan, CancellationToken token)
    {
        await PrepareAsync(plan, token).ConfigureAwait(false);
        return await FinishAsync(token).ConfigureAwait(false);
    }

    /// <summary>Carries out a plan up to the switch. What fails is undone.</summary>
    public async Task PrepareAsync(Plan plan, CancellationToken token)
    {
        int number = Math.Max(_files.CurrentNumber(), _files.Numbers() is [.., var last] ? last : 0) + 1;
        Generation header = HeaderOf(plan, number, clock.UtcNow);
        if (plan.BearsSecrets)
            plan.Target.Key.Keep(target.ToString());
        JournalWriter journal = JournalWriter.Create(target.State, context.Transaction, faults);
        await GuardAsync(plan, header, journal, new HashSet<int>(), new HashSet<int>(), isResumed: false, token).ConfigureAwait(false);
    }

    /// <summary>Makes the new generation current. Of a group, once it is decided that it stays: then nothing is undone any more.</summary>
    /// <exception cref="IOException">The generation could not be made current; the journal is open, and a repair does it.</exception>
    public Generation Switch()
    {
        (Plan plan, Generation header, JournalWriter journal) = Prepared();
        using (journal)
            Commit(header, journal);
        Close(plan);
        return header with { IsCurrent = true };
    }

    /// <summary>What it made, as a confirmation of it has to know.</summary>
    public UnconfirmedTarget Unconfirmed => UnconfirmedTarget.Of(target, Prepared().Header, Prepared().Plan.BaseGeneration);

    /// <summary>Takes back what is prepared.</summary>
    public Task<IReadOnlyList<HostError>> TakeBackAsync()
    {
        Prepared().Journal.Dispose();
        context.Sync.Dispose();
        return UndoAsync();
    }

    private (Plan Plan, Generation Header, JournalWriter Journal) Prepared() => _prepared ?? throw new InvalidOperationException("Nothing is prepared.");

    private async Task<Generation> FinishAsync(CancellationToken token)
    {
        (Plan plan, Generation header, JournalWriter journal) = Prepared();
        try
        {
            token.ThrowIfCancellationRequested();
            Mark(plan, header);
            Commit(header, journal);
        }
        catch (Exception cause)
        {
            context.Sync.Dispose();
            journal.Dispose();
            // Once the new generation is current, nothing that fails afterwards takes it back.
            if (_files.CurrentNumber() != header.Number)
                await UndoAndThrowAsync(cause, _finished).ConfigureAwait(false);
        }

        journal.Dispose();
        Close(plan);
        return header with { IsCurrent = true };
    }

    /// <summary>Finishes an interrupted plan from its journal.</summary>
    public async Task<Generation> ResumeAsync(Journal open, CancellationToken token)
    {
        var story = new JournalStory(open);
        Plan plan = story.ReadPlan(target, providers);
        Generation header = HeaderOf(plan, story.NewGeneration, story.StartedAt);
        context.IsResumed = true;
        JournalWriter journal = JournalWriter.Resume(target.State, open, faults);
        await GuardAsync(plan, header, journal, story.Captured.Keys.ToHashSet(), story.Done.Union(story.Ended).ToHashSet(), isResumed: true, token).ConfigureAwait(false);
        return await FinishAsync(token).ConfigureAwait(false);
    }

    private async Task GuardAsync(
        Plan plan, Generation header, JournalWriter journal, IReadOnlySet<int> captured, IReadOnlySet<int> done, bool isResumed, CancellationToken token)
    {
        IReadOnlyList<IReadOnlyList<(int Number, Operation Operation)>> groups = Groups(plan);
        int total = groups.Sum(static group => group.Count);
        try
        {
            if (!isResumed)
            {
                Begin(plan, header, journal);
                // There from the start, so that also a repair which finishes this leaves it to be confirmed.
                Mark(plan, header);
                Stage(plan, journal);
            }

            foreach (IReadOnlyList<(int Number, Operation Operation)> group in groups)
                await RunGroupAsync(group, total, journal, captured, done, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            Record(plan, header);
            if (Group is not null && !isResumed)
            {
                journal.Append(JournalRecordKind.Prepared);
                journal.Sync();
            }

            _prepared = (plan, header, journal);
        }
        catch (Exception cause)
        {
            context.Sync.Dispose();
            journal.Dispose();
            await UndoAndThrowAsync(cause, total).ConfigureAwait(false);
        }
    }

    /// <summary>Says that what is made waits to be confirmed; of a group the group says it.</summary>
    private void Mark(Plan plan, Generation header)
    {
        if (!context.Options.IsTemporary || Group is not null)
            return;
        faults?.Invoke("mark");
        _waits ??= ConfirmationMarker.Of(target, context.Options, clock.UtcNow, plan.Context.User, [UnconfirmedTarget.Of(target, header, plan.BaseGeneration)]);
        ConfirmationMarker.Write(target.State, context.Options.ConfirmWithin is { } time ? _waits with { Until = clock.UtcNow + time } : _waits);
        faults?.Invoke("marked");
    }

    private void Close(Plan plan)
    {
        try
        {
            target.State.RemoveFile(JournalWriter.PathOf(context.Transaction));
            Lease.Remove(target.State, plan.Id);
            Lease.Forget(target, plan.Id);
            context.Private.Sweep(_json);
        }
        catch (Exception cause) when (cause is IOException or HostToolsException or FormatException)
        {
            context.Note($"The generation stands, but what it leaves could not all be removed: {cause.Message}");
        }
    }

    private void Begin(Plan plan, Generation header, JournalWriter journal)
    {
        journal.Append(JournalRecordKind.Begin, writer => WriteBegin(writer, plan, header, Group));
        journal.Sync();
        context.Sync.AddDirectory(target.State, "/journal");
        context.Sync.AddDirectory(target.State, "/");
        context.Sync.Flush();
    }

    private void Stage(Plan plan, JournalWriter journal)
    {
        Report("Staging", null, 0);
        foreach (Resources.FileContent content in plan.Content())
        {
            faults?.Invoke("stage");
            context.Store.Add(content, context.Sync);
        }

        context.Sync.Flush();
        // What a saved plan makes of files that are only partly ours is known by its hash alone.
        foreach (string hash in plan.Steps.SelectMany(static step => step.After?.Blobs ?? []).Distinct())
            context.Store.TryTake(hash, context.Sync);
        context.Sync.Flush();
        journal.Append(JournalRecordKind.Staged);
    }

    private async Task RunGroupAsync(
        IReadOnlyList<(int Number, Operation Operation)> group, int total, JournalWriter journal,
        IReadOnlySet<int> captured, IReadOnlySet<int> done, CancellationToken token)
    {
        foreach ((int number, Operation operation) in group.Where(item => !captured.Contains(item.Number)))
        {
            token.ThrowIfCancellationRequested();
            At("capture", number, operation);
            Action<Utf8JsonWriter> record = await operation.CaptureAsync(context, token).ConfigureAwait(false);
            journal.Append(JournalRecordKind.Captured, writer => JournalStory.WriteCaptured(writer, number, operation.Kind, record));
        }

        // What undoing needs is on the disk before anything is done.
        context.Sync.Flush();
        journal.Sync();
        foreach ((int number, Operation operation) in group)
        {
            At("prepare", number, operation);
            context.Telling = text => Report(text, operation.Resource, total);
            await operation.PrepareAsync(context, token).ConfigureAwait(false);
        }

        context.Sync.Flush();
        foreach ((int number, Operation operation) in group)
        {
            token.ThrowIfCancellationRequested();
            Report(operation.Description, operation.Resource, total);
            context.Telling = text => Report(text, operation.Resource, total);
            await DoAsync(number, operation, journal, done, token).ConfigureAwait(false);
            At("did", number, operation);
            _finished++;
        }

        context.Sync.Flush();
        foreach ((int number, Operation operation) in group)
        {
            At("verify", number, operation);
            await operation.VerifyAsync(context, token).ConfigureAwait(false);
            journal.Append(JournalRecordKind.Done, writer => writer.WriteNumber("operation", number));
        }
    }

    private Task DoAsync(int number, Operation operation, JournalWriter journal, IReadOnlySet<int> done, CancellationToken token)
    {
        if (!operation.AnnouncesStart)
            return Do();
        return done.Contains(number) ? Task.CompletedTask : new AnnouncedRun(journal, number, Beat).DoAsync(Do);

        Task Do()
        {
            At("do", number, operation);
            return operation.DoAsync(context, token);
        }
    }

    private void Record(Plan plan, Generation header)
    {
        _step = "recording the generation";
        faults?.Invoke("record generation");
        _files.Write(header, Effective(plan), _json, context.Sync);
        context.Sync.Flush();
    }

    private void Commit(Generation header, JournalWriter journal)
    {
        journal.Append(JournalRecordKind.Commit, writer => writer.WriteNumber("generation", header.Number));
        journal.Sync();
        faults?.Invoke("switch");
        _files.Switch(header.Number, context.Sync);
        faults?.Invoke("switched");
    }

    /// <summary>What is recorded of what was written also says which owner the new things got by themselves.</summary>
    private NextGeneration Effective(Plan plan)
    {
        var written = plan.Steps.Where(static step => step.After is PathState).Select(static step => step.Id).ToHashSet();
        return plan.Next with
        {
            Entries = [.. plan.Next.Entries.Select(entry => written.Contains(entry.Resource.Id) ? entry with { Applied = Effective(entry) } : entry)],
        };
    }

    private ResourceState Effective(ManifestEntry entry) =>
        entry.Applied is PathState { Type: PathType.File or PathType.Directory } applied && target.Root.Stat(entry.Resource.Id.Key) is { } found
            ? applied with { UserId = found.UserId, GroupId = found.GroupId }
            : entry.Applied;

    private async Task UndoAndThrowAsync(Exception cause, int total)
    {
        var errors = new List<HostError>();
        if (cause is HostToolsException known)
            errors.AddRange(known.Errors);
        else if (cause is not OperationCanceledException)
            errors.Add(ActivationErrors.StepFailed(target.ToString(), _finished + 1, total, _step, cause));
        Report("Undoing", null, total);
        int told = context.Notes.Count;
        IReadOnlyList<HostError> failures = await UndoAsync().ConfigureAwait(false);
        if (failures.Count == 0 && cause is OperationCanceledException && errors.Count == 0)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
        errors.AddRange(failures.Count > 0 ? failures : [ActivationErrors.Undone(target.ToString(), _files.CurrentNumber(), context.Notes.Skip(told))]);
        throw new HostToolsException(errors);
    }

    private async Task<IReadOnlyList<HostError>> UndoAsync()
    {
        if (Journal.Find(target.State) is { } open)
            return await new TransactionUndo(target, providers, context, faults).UndoAsync(open, isOwn: true).ConfigureAwait(false);
        try
        {
            Journal.RemoveUnbegun(target.State);
        }
        catch (IOException)
        {
            // It began nothing, so it does no harm; the next apply removes it.
        }

        return [];
    }

    private IReadOnlyList<IReadOnlyList<(int Number, Operation Operation)>> Groups(Plan plan)
    {
        int number = 0;
        return
        [
            .. plan.Steps
                .OrderBy(static step => step.Id)
                .GroupBy(static step => (step.Id.Kind, step.Level))
                .SelectMany(group => providers.Of(group.Key.Kind).Lower([.. group])
                    .Select(operation => (Phase: operation.Phase ?? providers.Of(group.Key.Kind).Phase, group.Key.Level, Operation: operation)))
                .OrderBy(static item => item.Phase)
                .ThenBy(static item => item.Level)
                .ThenBy(static item => item.Operation.Resource)
                .GroupBy(static item => (item.Phase, item.Level))
                .Select(group => (IReadOnlyList<(int, Operation)>)[.. group.Select(item => (number++, item.Operation))]),
        ];
    }

    private void At(string step, int number, Operation operation)
    {
        _step = char.ToLowerInvariant(operation.Description[0]) + operation.Description[1..];
        faults?.Invoke($"{step}:{operation.Kind}:{number}");
    }

    private void Report(string step, Resources.ResourceId? resource, int total) =>
        progress?.Report(new ApplyProgress(_finished, total, step, resource));

    private static void WriteBegin(Utf8JsonWriter writer, Plan plan, Generation header, string? group)
    {
        if (group is not null)
            writer.WriteString("group", group);
        writer.WriteNumber("version", JournalStory.Version);
        writer.WriteNumber("newGeneration", header.Number);
        writer.WriteString("startedAt", header.CreatedAt);
        writer.WritePropertyName("plan");
        PlanFile.Write(writer, plan, withDiffs: false);
    }

    private static Generation HeaderOf(Plan plan, int number, DateTimeOffset now) => new()
    {
        Number = number,
        IsCurrent = false,
        CreatedAt = now,
        HostName = plan.Context.HostName,
        Variant = plan.Context.Variant,
        ConfigurationHash = plan.Context.ConfigurationHash,
        LockHash = plan.Context.LockHash,
        GitCommit = plan.Context.GitCommit,
        GitDirty = plan.Context.GitDirty,
        User = plan.Context.User,
        ToolVersion = Tool.Version,
        RestoredFrom = plan.RestoredGeneration,
        ResourceCount = plan.Next.Entries.Count(static entry => !entry.IsImplied),
    };
}
