using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Puts changes into levels: those of one level do not depend on each other and share a barrier.</summary>
internal sealed class ChangeOrder
{
    private readonly Dictionary<ResourceId, Change> _changes;
    private readonly Dictionary<ResourceId, List<ResourceId>> _before = [];
    private readonly Dictionary<ResourceId, int> _levels = [];

    private ChangeOrder(IReadOnlyList<Change> changes) => _changes = changes.ToDictionary(static change => change.Id);

    /// <summary>The changes with their levels, in the order they are shown in.</summary>
    /// <param name="changes">All changes.</param>
    /// <param name="desired">Graph of what is wanted.</param>
    /// <param name="recorded">Graph of what the current generation has: what goes, goes in its reverse order.</param>
    public static IReadOnlyList<Change> Arrange(IReadOnlyList<Change> changes, ResourceGraph desired, ResourceGraph recorded)
    {
        var order = new ChangeOrder(changes);
        foreach (Change change in changes)
        {
            if (change.Desired is not null)
                order.Edges(change.Id).AddRange(desired.Before(change.Id));
            else
                order.AddReversed(change, recorded);
            order.AddBelow(change);
        }

        return [.. changes.Select(change => change with { Level = order.LevelOf(change.Id, desired) })];
    }

    private List<ResourceId> Edges(ResourceId id) => _before.TryGetValue(id, out List<ResourceId>? edges) ? edges : _before[id] = [];

    private void AddReversed(Change removal, ResourceGraph recorded)
    {
        foreach (ResourceId needed in recorded.Before(removal.Id).Where(id => _changes.TryGetValue(id, out Change? other) && other.Desired is null))
        {
            // Putting back a directory comes before what goes back into it; removing one comes after what leaves it.
            bool isPutBack = _changes[needed].Action is ChangeAction.RestoreOriginal;
            if (isPutBack)
                Edges(removal.Id).Add(needed);
            else
                Edges(needed).Add(removal.Id);
        }
    }

    /// <summary>What is removed below a path goes before the path itself changes its kind or goes.</summary>
    private void AddBelow(Change change)
    {
        if (change is not { Before: PathState { Type: PathType.Directory }, After: PathState { Type: not PathType.Directory } })
            return;
        foreach (Change other in _changes.Values)
        {
            if (other.After is PathState { IsAbsent: true } && RootPath.IsBelow(other.Id.Key, change.Id.Key))
                Edges(change.Id).Add(other.Id);
        }
    }

    private int LevelOf(ResourceId id, ResourceGraph desired)
    {
        if (_levels.TryGetValue(id, out int known))
            return known;
        _levels[id] = 0; // Circles are refused before; this only keeps a mistake from running forever.
        int level = 0;
        // What itself does not change still passes on the order of what it comes after.
        foreach (ResourceId before in _before.TryGetValue(id, out List<ResourceId>? edges) ? edges : desired.Before(id))
            level = Math.Max(level, LevelOf(before, desired) + (_changes.ContainsKey(before) ? 1 : 0));
        return _levels[id] = level;
    }
}
