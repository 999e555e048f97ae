using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Puts an interrupted transaction right. The caller holds the lock.</summary>
internal sealed class Repairer(Target target, ProviderSet providers, IClock clock, IProcessRunner processes, Action<string>? faults)
{
    private readonly GenerationFiles _files = new(target);

    /// <summary>What an open journal tells; null when there is none.</summary>
    public static OpenTransaction? Describe(Target target, ProviderSet providers)
    {
        if (Journal.Find(target.State) is not { } journal)
            return null;
        JournalStory story = JournalStory.Read(target.State, journal);
        bool? stays = Stays(target, story);
        bool canGoForward = stays is not false && WhyNotForward(target, providers, story) is null;
        return new OpenTransaction(
            journal.Transaction, story.StartedAt, story.User, story.BaseGeneration, story.NewGeneration, story.Captured.Count, canGoForward)
        {
            Stays = stays is true,
        };
    }

    /// <summary>Takes it to one of its two ends.</summary>
    /// <param name="direction">Which; null for back, unless all but the switch was done.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="token">Only going forward can be cancelled; it then goes back.</param>
    public async Task<RepairResult?> RepairAsync(RepairDirection? direction, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        Journal.RemoveUnbegun(target.State);
        if (Journal.Find(target.State) is not { } journal || Describe(target, providers) is not { } open)
            return null;
        JournalStory story = JournalStory.Read(target.State, journal);
        using var sync = new SyncGroup();
        var context = new OperationContext(target, new ContentStore(target.State), sync, processes, journal.Transaction, new ApplyOptions());
        var undo = new TransactionUndo(target, providers, context, faults);
        if (story.NewGeneration > 0 && _files.CurrentNumber() == story.NewGeneration)
        {
            undo.Close(journal);
            return new RepairResult(open, RepairDirection.Forward, story.NewGeneration, []);
        }

        if (open.Stays)
            direction = RepairDirection.Forward;
        else if (story.Group is not null && direction is RepairDirection.Forward)
            throw new HostToolsException(ActivationErrors.CannotGoForward(target.ToString(), "it is part of an apply of several targets that had not all come so far"));
        RepairDirection way = direction ?? (story.IsReadyToCommit && open.CanGoForward ? RepairDirection.Forward : RepairDirection.Back);
        if (way is RepairDirection.Forward)
        {
            string? obstacle = WhyNotForward(target, providers, story);
            if (obstacle is not null)
                throw new HostToolsException(ActivationErrors.CannotGoForward(target.ToString(), obstacle));
            await new Transaction(target, providers, clock, context, progress, faults).ResumeAsync(journal, token).ConfigureAwait(false);
        }
        else
        {
            progress?.Report(new ApplyProgress(0, story.Captured.Count, "Undoing"));
            IReadOnlyList<HostError> failures = await undo.UndoAsync(journal).ConfigureAwait(false);
            if (failures.Count > 0)
                throw new HostToolsException(failures);
        }

        return new RepairResult(open, way, _files.CurrentNumber(), context.Notes);
    }

    /// <summary>Whether a member of a group stays; null for what stands alone.</summary>
    private static bool? Stays(Target target, JournalStory story) =>
        story.Group is not { } group ? null : story.IsReadyToCommit || GroupFile.IsCommitted(target, group);

    private static string? WhyNotForward(Target target, ProviderSet providers, JournalStory story)
    {
        if (!story.IsFromHere)
            return "it was not begun on this machine";
        if (!story.IsStaged)
            return "its content had not all been staged";
        try
        {
            Plan plan = story.ReadPlan(target, providers);
            var store = new ContentStore(target.State);
            return plan.Content().FirstOrDefault(content => !store.Has(content.Hash)) is { } missing
                ? $"the store has lost '{ContentStore.PathOf(missing.Hash)}'"
                : null;
        }
        catch (FormatException cause)
        {
            return $"its plan {cause.Message}";
        }
    }
}
