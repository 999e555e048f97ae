using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>What the kinds of Windows have in common: things under names that are the same in capitals, each with a state to read and to write.</summary>
/// <param name="target">What is changed.</param>
/// <param name="things">The things; null where there is no Windows to ask.</param>
internal abstract class ThingProvider<R, S>(Target target, IThings<S>? things) : Provider<R, ThingObservation>
    where R : Resource
    where S : ThingState, IThingState<S>
{
    public override string PlaceOf(string key) => key.ToUpperInvariant();

    public override IReadOnlyList<IUndo> Undoes => [new ThingUndo<S>(things, Kind)];

    /// <summary>How it shall be, given how it is.</summary>
    protected abstract S Wanted(R desired, S now, Recorded? recorded);

    /// <summary>What makes it impossible; null when nothing does.</summary>
    protected virtual HostError? Problem(R desired, S now) => null;

    /// <summary>Why it can only be recorded as yet; null when it can be made.</summary>
    protected virtual string? Waits(R desired, S now) => null;

    /// <summary>How well a change can be undone.</summary>
    protected virtual UndoQuality QualityOf(S before, S after) => UndoQuality.Exact;

    /// <summary>What people could lose by a change; null when nothing.</summary>
    protected virtual string? RiskOf(string key) => null;

    /// <summary>It was there before us and nothing is said of it.</summary>
    protected virtual bool IsQuiet => false;

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Before: S before, After: S after } ? [new ThingOperation<S>(things, change.Id, before, after, change.Undo)] : [];

    protected override async Task<IReadOnlyList<ThingObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        if (things is null)
            return [.. batch.Select(static question => new ThingObservation(question.Id, S.Absent) { IsUnasked = true })];
        try
        {
            return Seen(batch, await things.ReadAsync([.. batch.Select(static question => question.Id.Key)], token).ConfigureAwait(false));
        }
        catch (Exception cause) when (cause is HostToolsException or FormatException && batch.Count == 1)
        {
            // A plan that somebody wrote may name what no configuration can.
            return [new ThingObservation(batch[0].Id, S.Absent) { Unobservable = cause.Message }];
        }
        catch (Exception cause) when (cause is HostToolsException or FormatException)
        {
            // One that cannot be looked at does not hide the others.
            var seen = new List<ThingObservation>();
            foreach (Question question in batch)
                seen.AddRange(await ObserveAsync([question], token).ConfigureAwait(false));
            return seen;
        }
    }

    private static ThingObservation[] Seen(IReadOnlyList<Question> batch, IReadOnlyList<S> states) =>
        [.. batch.Zip(states, static (question, state) => new ThingObservation(question.Id, question.Seen is S planned ? state.Like(planned) : state))];

    protected override Change? Diff(R? desired, ThingObservation observed, Recorded? recorded)
    {
        var now = (S)observed.State;
        var change = new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is recorded", Desired = desired };
        if (observed.IsUnasked)
            return Unasked(desired, change, recorded);
        if (observed.Unobservable is { } blind)
            return change with { Reason = "cannot be looked at", Findings = [Finding.Stop(things!.Unreadable(observed.Id, blind, desired?.Origins ?? []))] }; // They were asked.
        if (desired is null)
            return recorded is null ? null : Undeclared(change with { Before = now }, now, recorded);
        bool isRecorded = recorded is not null && desired.Equals(recorded.Resource);
        if (Problem(desired, now) is { } problem)
            return change with { Reason = "cannot be made", Findings = [Finding.Stop(problem)] };
        if (Waits(desired, now) is { } why)
            return isRecorded ? null : Waiting(change, why);
        S wanted = Wanted(desired, now, recorded);
        S compared = now.Like(wanted);
        change = change with { Before = compared };
        return wanted.IsMetBy(compared) ? AsWanted(change, recorded, isRecorded) : Changed(change, compared, wanted, recorded);
    }

    private Change? AsWanted(Change change, Recorded? recorded, bool isRecorded) =>
        isRecorded || IsQuiet ? null
        : recorded is null ? change with { Action = ChangeAction.Adopt, Reason = "is there already, as wanted" }
        : change with { Reason = "is as wanted; only its record changes" };

    private Change Changed(Change change, S now, S wanted, Recorded? recorded) => change with
    {
        Action = now.IsAbsent ? ChangeAction.Create : wanted.IsAbsent ? ChangeAction.Remove : ChangeAction.Update,
        Reason = now.IsAbsent
            ? recorded is { Applied.IsAbsent: false } ? "was removed by hand" : "is absent"
            : wanted.IsAbsent ? "is not wanted" : recorded?.Applied is S applied && !applied.IsMetBy(now.Like(applied)) ? "was changed by hand" : "differs",
        After = wanted,
        Triggers = change.Desired!.Triggers, // Only what is wanted comes here.
        Risk = RiskOf(change.Id.Key),
        Undo = QualityOf(now, wanted),
        Diff = DiffOf(now, wanted),
    };

    private static Change Waiting(Change change, string why) => change with
    {
        Reason = "is only recorded",
        Findings = [Finding.Warn(new PlanWarning($"The {change.Id.Kind} '{change.Id.Key}' is only recorded: {why}.", change.Id, change.Desired!.Origins is [var place, ..] ? place : null))], // It is wanted.
    };

    /// <summary>A folder has no Windows to ask; a machine of another system never will.</summary>
    private Change? Unasked(R? desired, Change change, Recorded? recorded)
    {
        if (target.IsLive && desired is not null)
            return change with { Reason = "cannot be made", Findings = [Finding.Stop(MachineErrors.WindowsMissing(desired.Id, desired.Origins))] };
        if (desired is null)
            return recorded is null ? null : change with { Reason = "is no longer declared" };
        return IsQuiet || desired.Equals(recorded?.Resource) ? null : change with { Diff = Plus(Wanted(desired, S.Absent, recorded).InWords) };
    }

    /// <summary>What we made goes, what we changed gets its old state back, and what was changed since stays.</summary>
    protected virtual Change? Undeclared(Change change, S now, Recorded recorded)
    {
        S applied = recorded.Applied as S ?? S.Absent;
        S original = (recorded.Original as S ?? S.Absent).Like(applied);
        now = now.Like(applied);
        change = change with { Before = now, Reason = "is no longer declared", Triggers = recorded.Resource.Triggers };
        if (original.Hash == now.Hash)
            return IsQuiet ? null : change with { Reason = now.IsAbsent ? "is no longer declared and gone already" : "is no longer declared; it was there before and stays" };
        if (!applied.IsMetBy(now))
            return change with { Reason = now.IsAbsent ? "is no longer declared and gone already" : "is no longer declared; it was changed by hand and stays" };
        return change with
        {
            Action = original.IsAbsent ? ChangeAction.Remove : ChangeAction.RestoreOriginal,
            After = original,
            Risk = RiskOf(change.Id.Key),
            Undo = QualityOf(now, original),
            Diff = DiffOf(now, original),
        };
    }

    protected override Drift? Drift(Recorded recorded, ThingObservation observed)
    {
        var now = (S)observed.State;
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        if (observed.IsUnasked || Waits((R)recorded.Resource, now) is not null)
            return null;
        S wanted = Wanted((R)recorded.Resource, now, recorded);
        now = now.Like(wanted);
        return wanted.IsMetBy(now) ? null
            : now.IsAbsent ? new Drift(observed.Id, DriftKind.Missing, "is gone")
            : new Drift(observed.Id, DriftKind.Content, wanted.IsAbsent ? "is there again" : "was changed") { Diff = DiffOf(wanted, now) };
    }

    protected override ResourceState StateAfter(R desired, ThingObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (change is null && recorded is not null ? recorded.Applied : observed.State);

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => ((S)state).Write(writer);

    public override ResourceState ReadState(JsonElement json, int version) => S.Read(json);

    protected static string DiffOf(S from, S to) =>
        string.Join('\n', new[] { from.IsAbsent ? null : Minus(from.InWords), to.IsAbsent ? null : Plus(to.InWords) }.OfType<string>());

    private static string Plus(string words) => "+" + words.Replace("\n", "\n+", StringComparison.Ordinal);

    private static string Minus(string words) => "-" + words.Replace("\n", "\n-", StringComparison.Ordinal);
}
