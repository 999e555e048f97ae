using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Compares what two generations were applied as. Looks at their records only, not at the target.</summary>
internal sealed class GenerationComparison(ContentStore store)
{
    public IReadOnlyList<GenerationDifference> Between(Manifest first, Manifest second)
    {
        Dictionary<ResourceId, ManifestEntry> before = ById(first);
        Dictionary<ResourceId, ManifestEntry> after = ById(second);
        return [.. before.Keys.Union(after.Keys).Order().Select(id => Compare(id, before.GetValueOrDefault(id), after.GetValueOrDefault(id))).OfType<GenerationDifference>()];
    }

    private GenerationDifference? Compare(ResourceId id, ManifestEntry? before, ManifestEntry? after)
    {
        if (before is null)
            return new GenerationDifference(id, DifferenceKind.Added, "is new") { Diff = Diff(id, null, after!.Applied) }; // One of the two has it.
        if (after is null)
            return new GenerationDifference(id, DifferenceKind.Removed, "is gone") { Diff = Diff(id, before.Applied, null) };
        if (before.Applied.Hash != after.Applied.Hash)
            return new GenerationDifference(id, DifferenceKind.Changed, Detail(before.Applied, after)) { Diff = Diff(id, before.Applied, after.Applied) };
        return before.Resource.Equals(after.Resource) ? null : new GenerationDifference(id, DifferenceKind.Changed, "is as before; what is recorded of it differs");
    }

    private static string Detail(ResourceState before, ManifestEntry after) => (before, after.Applied) switch
    {
        (PathState was, PathState now) when was.Type != now.Type => $"was {was.InWords}, is {now.InWords}",
        (PathState was, PathState now) when was.HasContentOf(now) => PathWords.MetadataDifference(was, now, after.Resource),
        (PathState { Type: PathType.Link } was, PathState now) => $"led to '{was.LinkTarget}', leads to '{now.LinkTarget}'",
        (PathState, PathState) => "has other content",
        _ => "is otherwise",
    };

    private string? Diff(ResourceId id, ResourceState? before, ResourceState? after)
    {
        if ((before ?? after) is not PathState { Type: PathType.File } || before is PathState { Type: not PathType.File } || after is PathState { Type: not PathType.File })
            return null;
        (byte[]? old, long oldSize) = Read(before);
        (byte[]? now, long nowSize) = Read(after);
        return TextDiff.Between(old, now, id.Key, oldSize, nowSize);
    }

    private (byte[]? Content, long Size) Read(ResourceState? state) => state is PathState { ContentHash: { } hash } file
        ? (store.TryRead(hash, TextDiff.MaximumSize), file.Size)
        : (null, 0);

    private static Dictionary<ResourceId, ManifestEntry> ById(Manifest manifest) =>
        manifest.Entries.Where(static entry => !entry.IsImplied).ToDictionary(static entry => entry.Resource.Id);
}
