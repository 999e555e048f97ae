using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Takes a target back to where it was before a transaction, from the transaction's journal alone. The caller holds the lock.</summary>
internal sealed class TransactionUndo(Target target, ProviderSet providers, OperationContext context, Action<string>? faults)
{
    private readonly GenerationFiles _files = new(target);

    /// <summary>Undoes all of it; the journal is gone afterwards unless something failed.</summary>
    /// <returns>What failed; empty when all is as before.</returns>
    public async Task<IReadOnlyList<HostError>> UndoAsync(Journal journal, bool isOwn = false)
    {
        JournalStory story = JournalStory.Read(target.State, journal);
        if (story.NewGeneration > 0 && _files.CurrentNumber() == story.NewGeneration)
        {
            Close(journal);
            return [];
        }

        context.IsResumed = true;
        MakeRoom(story);
        using JournalWriter? writer = TryResume(journal);
        var failures = new List<HostError>();
        var last = new List<(int Number, IUndo Undo, JsonElement Record)>();
        foreach ((int number, (string kind, JsonElement record)) in story.Captured.Reverse())
        {
            IUndo undo = providers.UndoOf(kind);
            if (undo.IsLast)
                last.Insert(0, (number, undo, record));
            else
                await TryUndoAsync(number, undo, record, writer, failures).ConfigureAwait(false);
        }

        TrySync(failures);
        foreach ((int number, IUndo undo, JsonElement record) in failures.Count == 0 ? last.OrderBy(static item => item.Undo.Rank) : Enumerable.Empty<(int, IUndo, JsonElement)>())
        {
            if (!story.Started.Contains(number))
                continue;
            if (!isOwn && !story.IsFromHere)
                context.Note($"Step {number + 1} ({undo.Kind}) was not run again: the journal was not written on this machine.");
            else
                await TryUndoAsync(number, undo, record, writer, failures, story.HasHung(number)).ConfigureAwait(false);
        }

        if (failures.Count > 0)
            return failures;
        try
        {
            faults?.Invoke("close");
            writer?.Dispose();
            context.Sync.AddDirectory(target.State, "/generations");
            context.Sync.Flush();
            // btrfs brings names back that were renamed away before their directory was synced; only a whole commit keeps them away.
            if (target.Root.StatFollowed("/") is not null)
                target.Root.SyncFileSystem("/");
            Close(journal);
        }
        catch (IOException cause)
        {
            failures.Add(ActivationErrors.UndoFailed($"the journal '{target.State.Describe(journal.Path)}'", cause));
        }

        return failures;
    }

    /// <summary>Ends a transaction: without its journal it is over.</summary>
    public void Close(Journal journal)
    {
        target.State.RemoveFile(journal.Path);
        context.Sync.AddDirectory(target.State, "/journal");
        context.Sync.Flush();
        Wipe();
    }

    /// <summary>What undoing needed is not kept longer. A generation that cannot be read may need it.</summary>
    private void Wipe()
    {
        try
        {
            context.Private.Sweep(new ActivationJson(providers));
        }
        catch (Exception cause) when (cause is HostToolsException or FormatException or RootIOException)
        {
            context.Note($"Content that may hold secrets could not all be removed from '{target.State.Describe(SecretKey.Folder)}': {cause.Message}");
        }
    }

    /// <summary>Undoing must also work on a full disk: what the transaction staged and nobody else needs goes first.</summary>
    private void MakeRoom(JournalStory story)
    {
        try
        {
            if (story.NewGeneration > 0)
                _files.Remove(story.NewGeneration);
            if (DamagedGenerations.IsAnyAside(target))
                return;
            var used = StoreUse.Collect(target, new ActivationJson(providers), DateTimeOffset.MinValue);
            foreach ((_, JsonElement record) in story.Captured.Values)
            {
                if (record.Optional("before")?.OptionalText("sha256") is { } hash)
                    used.Add(hash);
            }

            context.Store.Sweep(used, CancellationToken.None);
        }
        catch (Exception cause) when (cause is HostToolsException or IOException or FormatException)
        {
            // A generation that cannot be read may need anything, so all is left.
        }
    }

    /// <summary>The journal also tells what is undone, for people; a full disk must not keep anything from being undone.</summary>
    private JournalWriter? TryResume(Journal journal)
    {
        try
        {
            return JournalWriter.Resume(target.State, journal, faults);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Tell(JournalWriter? writer, int number)
    {
        try
        {
            writer?.Append(JournalRecordKind.Undone, json => json.WriteNumber("operation", number));
        }
        catch (IOException)
        {
            // Undoing again what is undone already does no harm, so nothing depends on it.
        }
    }

    private async Task TryUndoAsync(int number, IUndo undo, JsonElement record, JournalWriter? writer, List<HostError> failures, bool hasHung = false)
    {
        string what = record.OptionalText("path") is { } path ? $"'{target.Root.Describe(path)}'" : $"step {number + 1} ({undo.Kind})";
        try
        {
            faults?.Invoke($"undo:{undo.Kind}:{number}");
            context.HasHung = hasHung;
            await undo.UndoAsync(record, context, CancellationToken.None).ConfigureAwait(false);
            faults?.Invoke($"undid:{undo.Kind}:{number}");
            Tell(writer, number);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HostToolsException or FormatException or InvalidOperationException)
        {
            context.Sync.Dispose();
            failures.Add(ActivationErrors.UndoFailed(what, cause));
        }
    }

    private void TrySync(List<HostError> failures)
    {
        try
        {
            context.Sync.Flush();
        }
        catch (IOException cause)
        {
            failures.Add(ActivationErrors.UndoFailed("the last step", cause));
        }
    }
}
