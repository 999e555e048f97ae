using System.Text.Json;
using HostTools.Activation.Keys;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Files in all ways of owning them.</summary>
internal sealed class FileProvider(Target target) : PathProvider<FileResource>(target)
{
    private readonly KeyFiles _keys = new(target);

    public override string Kind => "file";

    protected override PathObservation Observe(Question question, PathObservation seen, Lazy<OwnerDatabase> owners)
    {
        if (question.Desired is not FileResource file)
            return KeyFiles.IsOurs(question.Recorded) ? _keys.Observe(seen, null, question.Recorded) : question.Recorded?.Resource is FileResource { Ownership: FileOwnership.Block } && seen.Path.Type is PathType.File
                ? seen with { Content = Target.Root.TryReadAllBytes(question.Id.Key) }
                : seen;
        seen = seen with { Owner = OwnerOf(file.Owner, file.Group, owners) };
        try
        {
            seen = seen with { Wanted = (file.Content.Hash, file.Content.Length) };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return seen with { SourceProblem = cause.Message };
        }

        if (file.Ownership is FileOwnership.Link)
            seen = seen with { StoreLink = StoreLinks.TextFor(Target, file) };
        if (file.Ownership is FileOwnership.Keys)
            return _keys.Observe(seen, file, question.Recorded);
        bool isBlock = file.Ownership is FileOwnership.Block;
        if (seen.Path.IsPrivate || (!isBlock && seen.Path.ContentHash == file.Content.Hash))
            return seen;
        return seen with
        {
            Content = seen.Path.Type is PathType.File && (isBlock || seen.Path.Size <= TextDiff.MaximumSize) ? Target.Root.TryReadAllBytes(file.Path) : null,
            WantedContent = isBlock || file.Content.Length <= TextDiff.MaximumSize ? Read(file.Content) : null,
        };
    }

    protected override Change? Diff(FileResource? desired, PathObservation observed, Recorded? recorded)
    {
        if (observed.Unobservable is not null)
            return Blind(observed, desired);
        if (desired is null)
            return recorded is null ? null : UndeclaredFile(observed, recorded);
        if (observed.SourceProblem is { } problem)
            return Refused(observed, desired, ActivationErrors.SourceUnreadable(desired, problem));

        if (observed.Path.IsPrivate && desired.Ownership is (FileOwnership.Block or FileOwnership.Keys))
            return Refused(observed, desired, ActivationErrors.SecretFileShared(desired));
        Change? change = desired.Ownership switch
        {
            FileOwnership.Seed => FileDiff.Seed(desired, observed, recorded),
            FileOwnership.Block => BlockDiff.Plan(desired, observed, recorded),
            FileOwnership.Keys => KeyDiff.Plan(desired, observed, recorded),
            FileOwnership.Link => FileDiff.Link(desired, observed, recorded),
            _ => FileDiff.Exact(desired, observed, recorded),
        };
        return change is null ? null : change with { Findings = [.. change.Findings, .. OwnerFindings(observed.Owner, desired)] };
    }

    protected override Drift? Drift(Recorded recorded, PathObservation observed)
    {
        if (recorded.Resource is not FileResource file || file.Ownership is FileOwnership.Seed)
            return null;
        if (file.Ownership is FileOwnership.Keys && observed.Path.Type is PathType.File && observed.Unobservable is null)
            return _keys.Drift(file, observed);
        if (file.Ownership is not FileOwnership.Block || observed.Path.Type is not PathType.File || observed.Unobservable is not null)
            return base.Drift(recorded, observed);
        byte[]? content = Target.Root.TryReadAllBytes(file.Path);
        byte[]? wanted = Store.TryRead(file.Content.Hash, Platform.Root.DefaultReadLimit);
        if (content is not null && wanted is not null && BlockText.Parse(content, file.CommentPrefix) is { IsPresent: true } block &&
            block.With(wanted, file.CommentPrefix).AsSpan().SequenceEqual(content))
            return file.Mode is { } mode && mode != observed.Path.Mode
                ? new Drift(observed.Id, DriftKind.Metadata, PathWords.MetadataDifference(observed.Path, observed.Path with { Mode = mode }, file))
                : null;
        return ContentDrift((PathState)recorded.Applied, observed) with { Detail = "our block was changed or removed" };
    }

    protected override ResourceState StateAfter(FileResource desired, PathObservation observed, Change? change, Recorded? recorded)
    {
        ResourceState state = base.StateAfter(desired, observed, change, recorded);
        return desired.Ownership is FileOwnership.Keys && change is not null && state is PathState path
            ? path with { BaseHash = KeyDiff.HashOf(observed.Keys?.Base) }
            : state;
    }

    protected override PathState Managed(Resource resource, PathState applied) =>
        resource is FileResource { Ownership: not FileOwnership.Link } file ? Managed(applied, file.Owner, file.Group) : base.Managed(resource, applied);

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Before: PathState before, After: PathState { Type: PathType.Link } after, Desired: FileResource { Ownership: FileOwnership.Link } file }
            ? [new PathOperation(change.Id, before, after) { Published = (file.Content.Hash, StoreLinks.IsExecutable(file)) }]
            : base.Lower(change);

    public override IReadOnlyList<FileContent> ContentOf(Resource resource) => [((FileResource)resource).Content];

    protected override void WriteResource(Utf8JsonWriter writer, FileResource resource) => FileResourceJson.Write(writer, resource);

    public override Resource ReadResource(JsonElement json, int version) => FileResourceJson.Read(json);

    private static Change Refused(PathObservation observed, FileResource desired, Platform.HostError error) => new()
    {
        Id = observed.Id,
        Action = ChangeAction.None,
        Reason = "its content cannot be read",
        Desired = desired,
        Findings = [Finding.Stop(error)],
    };

    private static Change? UndeclaredFile(PathObservation observed, Recorded recorded)
    {
        if (recorded.Resource is not FileResource file)
            return Undeclared(observed, recorded);
        return file.Ownership switch
        {
            // As it was seeded it is nobody's work.
            FileOwnership.Seed when recorded.IsRemoval && observed.Path.ContentHash == file.Content.Hash => Undeclared(observed, recorded with { Applied = observed.Path }),
            FileOwnership.Seed => FileDiff.SeedUndeclared(observed),
            FileOwnership.Block => BlockDiff.Undeclared(file, observed, recorded),
            FileOwnership.Keys => KeyDiff.Undeclared(file, observed, recorded),
            _ => Undeclared(observed, recorded),
        };
    }

    private byte[]? Read(FileContent content)
    {
        if (content.Bytes is { } bytes)
            return bytes.ToArray();
        if (content.Open() is not { } stream)
            return Store.TryRead(content.Hash, Platform.Root.DefaultReadLimit);
        using (stream)
        {
            byte[] read = new byte[stream.Length];
            stream.ReadExactly(read);
            return read;
        }
    }
}
