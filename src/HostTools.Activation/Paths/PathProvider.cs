using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What files, directories and links have in common: all are a state of a path.</summary>
internal abstract class PathProvider<R>(Target target) : Provider<R, PathObservation>
    where R : Resource
{
    public override string Space => PathRules.Space;

    public override Phase Phase => Phase.Files;

    public override IReadOnlyList<IUndo> Undoes => PathUndo.All;

    protected Target Target => target;

    protected ContentStore Store { get; } = new(target.State);

    protected override Task<IReadOnlyList<PathObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        var seen = new List<PathObservation>(batch.Count);
        // Read anew for each batch: between two plans of a long session an account may have come.
        var owners = new Lazy<OwnerDatabase>(() => OwnerDatabase.Read(target.Root).With(batch[0].Owners)); // A batch is never empty; all of it have the same.
        foreach (Question question in batch)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                seen.Add(Observe(question, new PathObservation(question.Id, PathReader.Read(target, question.Id.Key, IsPrivate(question))) { GivesOwners = target.GivesOwners }, owners));
            }
            catch (RootIOException cause)
            {
                seen.Add(new PathObservation(question.Id, PathState.Absent) { Unobservable = cause.Message, Failure = cause });
            }
        }

        return Task.FromResult<IReadOnlyList<PathObservation>>(seen);
    }

    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes) => new PathPreflight(target).Check(changes);

    public override IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) => PathRules.KeepFullDirectories(target, changes);

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Before: PathState before, After: PathState after } ? [new PathOperation(change.Id, before, after)] : [];

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => PathStateJson.Write(writer, (PathState)state);

    public override ResourceState ReadState(JsonElement json, int version) => PathStateJson.Read(json);

    /// <summary>What stands there may hold secrets.</summary>
    protected virtual bool IsPrivate(Question question) => question.IsPrivate ?? question.Recorded?.Applied is PathState { IsPrivate: true };

    /// <summary>Adds what comparing needs to what was seen.</summary>
    protected virtual PathObservation Observe(Question question, PathObservation seen, Lazy<OwnerDatabase> owners) => seen;

    protected static OwnerWish OwnerOf(string? owner, string? group, Lazy<OwnerDatabase> owners) =>
        owner is null && group is null ? OwnerWish.None : owners.Value.Resolve(owner, group);

    protected override Drift? Drift(Recorded recorded, PathObservation observed)
    {
        var applied = (PathState)recorded.Applied;
        PathState now = observed.Path;
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        if (now.IsAbsent)
            return new Drift(observed.Id, DriftKind.Missing, "is gone");
        if (now.Type != applied.Type)
            return new Drift(observed.Id, DriftKind.Type, $"{now.InWords} stands where {applied.InWords} was applied");
        if (!applied.HasContentOf(now))
            return ContentDrift(applied, observed);
        PathState managed = Managed(recorded.Resource, applied);
        return managed.IsMetBy(now) ? null : new Drift(observed.Id, DriftKind.Metadata, PathWords.MetadataDifference(now, managed, recorded.Resource));
    }

    /// <summary>What is said when the content differs.</summary>
    protected Drift ContentDrift(PathState applied, PathObservation observed)
    {
        PathState now = observed.Path;
        if (now.Type is PathType.Link)
            return new Drift(observed.Id, DriftKind.Content, $"leads to '{now.LinkTarget}', should lead to '{applied.LinkTarget}'");
        if (applied.IsPrivate || now.IsPrivate)
            return new Drift(observed.Id, DriftKind.Content, "content was changed");
        byte[]? old = applied.ContentHash is { } hash ? Store.TryRead(hash, TextDiff.MaximumSize) : null;
        byte[]? content = observed.Content ?? target.Root.TryReadAllBytes(observed.Id.Key);
        return new Drift(observed.Id, DriftKind.Content, "content was changed")
        {
            Diff = TextDiff.Between(old, content, observed.Id.Key, applied.Size, now.Size),
        };
    }

    protected override ResourceState StateAfter(R desired, PathObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (change is null && recorded is not null ? recorded.Applied : observed.Path);

    /// <summary>As much of a state as drift is about. Of a link mode and owner mean nothing.</summary>
    protected virtual PathState Managed(Resource resource, PathState applied) => applied with { Mode = -1, UserId = -1, GroupId = -1 };

    /// <summary>The whole of it; an owner nobody asked for only where an apply could put it back.</summary>
    protected PathState Managed(PathState applied, string? owner, string? group) => applied with
    {
        UserId = owner is null ? PathSettle.Comparable(Target.GivesOwners, applied).UserId : applied.UserId,
        GroupId = group is null ? PathSettle.Comparable(Target.GivesOwners, applied).GroupId : applied.GroupId,
    };

    /// <summary>What happens to something that is no longer declared.</summary>
    protected static Change? Undeclared(PathObservation observed, Recorded recorded) => PathRemoval.Plan(observed, recorded);

    /// <summary>It could not be looked at, so nothing can be said or done.</summary>
    protected Change Blind(PathObservation observed, R? desired) => new()
    {
        Id = observed.Id,
        Action = ChangeAction.None,
        Reason = "cannot be looked at",
        Desired = desired,
        Findings = [Finding.Stop(ActivationErrors.Unobservable(target.Root.Describe(observed.Id.Key), observed.Failure!, desired))],
    };

    protected IEnumerable<Finding> OwnerFindings(OwnerWish wish, R desired) => wish.Missing.Count == 0
        ? []
        : [Finding.Stop(ActivationErrors.OwnerMissing(target.Root.Describe(desired.Id.Key), wish.Missing, desired))];
}
