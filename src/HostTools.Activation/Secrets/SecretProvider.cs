using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Files with secrets: compared by a keyed hash, written from memory, never shown.</summary>
internal sealed class SecretProvider(Target target, ISecretRenderer renderer) : PathProvider<SecretResource>(target)
{
    public override string Kind => SecretResource.KindName;

    protected override async Task<IReadOnlyList<PathObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        IReadOnlyList<PathObservation> seen = await base.ObserveAsync(batch, token).ConfigureAwait(false);
        var all = new List<PathObservation>(seen.Count);
        foreach ((Question question, PathObservation observation) in batch.Zip(seen))
        {
            all.Add(question.Desired is SecretResource desired && !desired.IsDeferredOn(Target) && observation.Unobservable is null && desired.Content.Sources.All(source => Problem(desired, source) is null)
                ? await WithContentAsync(desired, observation, token).ConfigureAwait(false)
                : observation);
        }

        return all;
    }

    protected override PathObservation Observe(Question question, PathObservation seen, Lazy<OwnerDatabase> owners) =>
        question.Desired is SecretResource desired ? seen with { Owner = OwnerOf(desired.Owner, desired.Group, owners) } : seen;

    /// <summary>Only what we wrote without secrets may be known by its plain hash.</summary>
    protected override bool IsPrivate(Question question) =>
        question.IsPrivate ?? question.Recorded?.Applied is not PathState { Type: PathType.File, IsPrivate: false };

    protected override Change? Diff(SecretResource? desired, PathObservation observed, Recorded? recorded)
    {
        bool isOnlyRecorded = recorded is { Resource: SecretResource, Applied: PathState { IsAbsent: true } };
        if (desired is null && isOnlyRecorded)
            return Recorded(observed, null, "is no longer declared");
        if (desired?.Content.Sources.Select(source => Problem(desired, source)).OfType<HostError>().ToList() is { Count: > 0 } problems)
            return Recorded(observed, desired, "its secret cannot be had") with { Findings = [.. problems.Select(Finding.Stop)] };
        if (desired?.IsDeferredOn(Target) == true)
            return Deferred(desired, observed, recorded, isOnlyRecorded);
        if (observed.Unobservable is not null)
            return Blind(observed, desired);
        if (desired is null)
            return recorded is null ? null : Undeclared(observed, recorded);
        if (observed.Errors.Count > 0)
            return Recorded(observed, desired, "its secret cannot be had") with { Findings = [.. observed.Errors.Select(Finding.Stop)] };
        PathState wanted = PathSettle.Ours(observed.GivesOwners, Wanted(observed), desired, desired.Mode, observed.Path, recorded, desired.Mode);
        Change? change = PathDiff.Plan(desired, wanted, observed, isOnlyRecorded ? null : recorded, desired.Collision, diff: null);
        return change is null ? null : change with { Findings = [.. change.Findings, .. OwnerFindings(observed.Owner, desired)] };
    }

    protected override Drift? Drift(Recorded recorded, PathObservation observed) =>
        recorded.Applied.IsAbsent ? null : base.Drift(recorded, observed);

    protected override PathState Managed(Resource resource, PathState applied) =>
        resource is SecretResource secret ? Managed(applied, secret.Owner, secret.Group) : base.Managed(resource, applied);

    protected override ResourceState StateAfter(SecretResource desired, PathObservation observed, Change? change, Recorded? recorded) =>
        desired.IsDeferredOn(Target) ? PathState.Absent : base.StateAfter(desired, observed, change, recorded);

    public override async Task<IReadOnlyList<HostError>> GetReadyAsync(IReadOnlyList<Change> changes, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        var errors = new List<HostError>();
        var stale = new List<string>();
        foreach (Change change in changes)
        {
            if (change is not { Desired: SecretResource desired, After: PathState { IsPrivate: true, ContentHash: { } hash } } || change.Action is ChangeAction.RestoreOriginal)
                continue;
            SecretRendering rendering = await renderer.RenderAsync(desired.Content, token).ConfigureAwait(false);
            errors.AddRange(rendering.Errors);
            if (rendering.Bytes is { } bytes && Target.Key.HashOf(bytes) != hash)
                stale.Add($"a secret of '{desired.Path}' is another one now");
        }

        if (stale.Count > 0)
            errors.Add(ActivationErrors.PlanStale(Target.ToString(), stale));
        return [.. errors.DistinctBy(static error => (error.Id, error.Message))];
    }

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Action: not ChangeAction.RestoreOriginal, Before: PathState before, After: PathState { IsPrivate: true } after, Desired: SecretResource desired }
            ? [new PathOperation(change.Id, before, after) { Render = token => RenderAsync(desired, after, token) }]
            : base.Lower(change);

    public override IReadOnlyList<FileContent> ContentOf(Resource resource) =>
        [.. ((SecretResource)resource).Content.Sources.Select(static source => source.Encrypted).OfType<FileContent>()];

    protected override void WriteResource(Utf8JsonWriter writer, SecretResource resource) => SecretResourceJson.Write(writer, resource);

    public override Resource ReadResource(JsonElement json, int version) => SecretResourceJson.Read(json);

    /// <summary>Gets what a file consists of, as it is now.</summary>
    internal Task<SecretRendering> RenderAsync(SecretResource secret, CancellationToken token) => renderer.RenderAsync(secret.Content, token);

    private async Task<PathObservation> WithContentAsync(SecretResource desired, PathObservation seen, CancellationToken token)
    {
        SecretRendering rendering = await renderer.RenderAsync(desired.Content, token).ConfigureAwait(false);
        if (rendering.Bytes is not { } bytes)
            return seen with { Errors = rendering.Errors };
        try
        {
            return seen with { Wanted = (Target.Key.HashOf(bytes), bytes.Length) };
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.AccessDenied)
        {
            return seen with { Unobservable = cause.Message, Failure = cause }; // Who may not compare secrets may look at the rest.
        }
    }

    private static HostError? Problem(SecretResource desired, SecretSource source)
    {
        try
        {
            _ = source.Encrypted?.Hash;
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return ActivationErrors.SecretFileUnreadable(desired, source, cause.Message);
        }
    }

    private static PathState Wanted(PathObservation observed) => new(PathType.File)
    {
        IsPrivate = true,
        ContentHash = observed.Wanted!.Value.Hash, // Set whenever there is no error, which was checked before.
        Size = observed.Wanted.Value.Size,
        UserId = observed.Owner.UserId,
        GroupId = observed.Owner.GroupId,
    };

    /// <summary>An image is given away and kept; what is in it stays there.</summary>
    private Change? Deferred(SecretResource desired, PathObservation observed, Recorded? recorded, bool isOnlyRecorded)
    {
        if (isOnlyRecorded && desired.Equals(recorded!.Resource))
            return null;
        if (recorded is not null && !isOnlyRecorded)
            return observed.Unobservable is not null ? Blind(observed, desired) : Undeclared(observed, recorded)! with { Desired = desired };
        return Recorded(observed, desired, "is recorded; the machine itself writes it") with
        {
            Findings =
            [
                Finding.Warn(new PlanWarning(
                    $"'{desired.Path}' holds {Names(desired)} and is not written into a folder, where it would stay. " +
                    $"To write it all the same, say {string.Join(", ", desired.Content.Names.Select(static name => $"secrets.{name}.persistent: true"))}.",
                    desired.Id, PathWords.FirstOrigin(desired))),
            ],
        };
    }

    private static string Names(SecretResource desired) =>
        (desired.Content.Names.Count == 1 ? "the secret " : "the secrets ") + string.Join(", ", desired.Content.Names.Select(static name => $"'{name}'"));

    private static Change Recorded(PathObservation observed, SecretResource? desired, string reason) => new()
    {
        Id = observed.Id, Action = ChangeAction.None, Reason = reason, Desired = desired,
    };

    internal async Task<byte[]> RenderAsync(SecretResource desired, PathState after, CancellationToken token)
    {
        SecretRendering rendering = await renderer.RenderAsync(desired.Content, token).ConfigureAwait(false);
        byte[] bytes = rendering.Bytes ?? throw new HostToolsException(rendering.Errors);
        return Target.Key.HashOf(bytes) == after.ContentHash ? bytes
            : throw new HostToolsException(ActivationErrors.PlanStale(Target.ToString(), [$"a secret of '{desired.Path}' is another one now"]));
    }
}

/// <summary>The kind of resources that bear secrets.</summary>
public static class SecretFiles
{
    /// <summary>The provider for a target.</summary>
    /// <param name="target">What is worked on.</param>
    /// <param name="renderer">Gets the secrets.</param>
    public static IProvider Provider(Target target, ISecretRenderer renderer) => new SecretProvider(target, renderer);

    /// <summary>The machine that secrets and keys come from, with the rights of whom the target belongs to.</summary>
    public static Root Sources(Target target) => target.Account is { } account ? Root.At("/", account.Ids) : Root.At("/");

    /// <summary>It is recorded only: a folder does not get secrets that nobody wants to stay in it.</summary>
    internal static bool IsDeferredOn(this SecretResource secret, Target target) => !secret.IsPersistent && !target.IsLive;

    /// <summary>The bytes of an encrypted file, from the tree or, for a kept generation, from the target's store.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="HostToolsException">ContentMissing.</exception>
    public static byte[] Read(Target target, FileContent content)
    {
        using var bytes = new MemoryStream();
        var own = new ContentStore(target.State);
        using Stream stream = content.Open() ?? (own.Has(content.Hash) ? own : new ContentStore(target.MachineState)).OpenRead(content.Hash);
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Refuses secrets that state tells of which did not come from this machine: it could name any file of it.</summary>
    internal static IEnumerable<HostError> Untrusted(Target target, IEnumerable<Resource> resources) => resources.OfType<SecretResource>()
        .Where(secret => !secret.IsDeferredOn(target)).Select(secret => ActivationErrors.SecretNotTrusted(target.ToString(), secret));
}
