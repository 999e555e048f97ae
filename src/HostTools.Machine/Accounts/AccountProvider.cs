using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>What users, groups and memberships have in common: each is a line of the root's own account files, or a part of one.</summary>
internal abstract class AccountProvider<R>(Target target) : Provider<R, AccountObservation>
    where R : Resource
{
    public override Phase Phase => Phase.Users;

    public override IReadOnlyList<IUndo> Undoes { get; } = [AccountUndo.Instance];

    protected Target Target => target;

    protected AccountFiles Files { get; } = new(target.Root);

    protected override Task<IReadOnlyList<AccountObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        var seen = new List<AccountObservation>(batch.Count);
        foreach (Question question in batch)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                seen.Add(Observe(question));
            }
            catch (RootIOException cause)
            {
                seen.Add(new AccountObservation(question.Id, AccountState.Absent) { Unobservable = cause.Message });
            }
        }

        return Task.FromResult<IReadOnlyList<AccountObservation>>(seen);
    }

    /// <summary>Looks at one, also without a wish.</summary>
    protected abstract AccountObservation Observe(Question question);

    /// <summary>How it shall be, given how it is.</summary>
    protected abstract AccountState Wanted(R desired, AccountState now, AccountObservation observed);

    /// <summary>What makes it impossible; null when nothing does.</summary>
    protected virtual HostError? Problem(R desired, AccountState now, AccountObservation observed) => null;

    protected override Change? Diff(R? desired, AccountObservation observed, Recorded? recorded)
    {
        var now = (AccountState)observed.State;
        var change = new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "cannot be looked at", Desired = desired, Before = now };
        if (observed.Unobservable is { } blind)
            return change with { Findings = [Finding.Stop(MachineErrors.AccountsUnreadable(target.Root.Describe(AccountFiles.Passwd), blind))] };
        if (desired is null)
            return recorded is null ? null : Undeclared(change, now, recorded);
        bool isRecorded = recorded is not null && desired.Equals(recorded.Resource);
        if (observed.Waits is { } why && now.IsAbsent)
        {
            return isRecorded ? null : change with
            {
                Reason = "is only recorded",
                Findings = [Finding.Warn(new PlanWarning($"{Words(desired)} is only recorded: {why}.", observed.Id, desired.Origins is [var place, ..] ? place : null))],
            };
        }

        AccountState wanted = Wanted(desired, now, observed);
        IReadOnlyList<Finding> findings = Problem(desired, now, observed) is { } problem ? [Finding.Stop(problem)] : [];
        if (wanted == now)
        {
            return isRecorded && findings.Count == 0 ? null
                : recorded is null ? change with { Action = ChangeAction.Adopt, Reason = "is there already, as wanted", Findings = findings }
                : change with { Reason = "is as wanted; only its record changes", Findings = findings };
        }

        change = change with { After = wanted, Findings = findings, Triggers = desired.Triggers };
        if (now.IsAbsent)
            return change with { Action = ChangeAction.Create, Reason = recorded is { Applied.IsAbsent: false } ? "was removed by hand" : "is absent" };
        return change with
        {
            Risk = RiskOf(now, wanted),
            Action = ChangeAction.Update,
            Reason = recorded is not null && recorded.Applied.Hash != now.Hash ? "was changed by hand" : "differs",
            Diff = $"-{now.Line}\n+{wanted.Line}",
        };
    }

    /// <summary>What people could lose by going from one state to another; null when nothing.</summary>
    protected virtual string? RiskOf(AccountState now, AccountState wanted) => null;

    /// <summary>What we made goes, what we changed gets its old line back, and what was changed since stays.</summary>
    private Change Undeclared(Change change, AccountState now, Recorded recorded)
    {
        change = change with { Reason = "is no longer declared", Triggers = recorded.Resource.Triggers };
        AccountState original = recorded.Original as AccountState ?? AccountState.Absent;
        if (now.IsAbsent)
            return change with { Reason = "is no longer declared and gone already" };
        if (now == original)
            return change with { Reason = "is no longer declared; it was there before and stays" };
        if (now.Hash != recorded.Applied.Hash)
            return change with { Reason = "is no longer declared; it was changed by hand and stays" };
        return original.IsAbsent
            ? change with { Action = ChangeAction.Remove, After = AccountState.Absent, Risk = RiskOf(now, AccountState.Absent) }
            : change with { Action = ChangeAction.RestoreOriginal, After = original, Risk = RiskOf(now, original), Diff = $"-{now.Line}\n+{original.Line}" };
    }

    protected override Drift? Drift(Recorded recorded, AccountObservation observed)
    {
        var now = (AccountState)observed.State;
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        if (recorded.Applied.IsAbsent)
            return null;
        if (now.IsAbsent)
            return new Drift(observed.Id, DriftKind.Missing, "is gone");
        AccountState wanted = Wanted((R)recorded.Resource, now, observed);
        return wanted == now ? null : new Drift(observed.Id, DriftKind.Content, "was changed") { Diff = $"-{wanted.Line}\n+{now.Line}" };
    }

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Before: AccountState before, After: AccountState after } ? [new AccountOperation(change.Id, before, after)] : [];

    protected override ResourceState StateAfter(R desired, AccountObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (change is null && recorded is not null ? recorded.Applied : observed.State);

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => writer.WriteString("line", ((AccountState)state).Line);

    public override ResourceState ReadState(JsonElement json, int version) => new AccountState(json.OptionalText("line"));

    private static string Words(Resource resource) => $"The {resource.Id.Kind} '{resource.Id.Key}'";
}

/// <summary>What was seen of an account.</summary>
internal sealed record AccountObservation(ResourceId Id, AccountState Account) : Observation(Id, Account)
{
    /// <summary>Why it cannot be made yet; null when it can.</summary>
    public string? Waits { get; init; }

    /// <summary>Number of the primary group that is wished for; null when that is unknown.</summary>
    public int? GroupNumber { get; init; }
}
