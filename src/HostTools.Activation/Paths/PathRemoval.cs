using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What happens to a path that is no longer declared. What we never made is never deleted.</summary>
internal static class PathRemoval
{
    public static Change? Plan(PathObservation observed, Recorded recorded)
    {
        var applied = (PathState)recorded.Applied;
        PathState original = recorded.Original as PathState ?? PathState.Absent;
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = ChangeAction.None,
            Reason = "is no longer declared",
            Before = now,
            IsImplied = recorded.IsImplied,
            Triggers = recorded.Resource.Triggers,
        };
        if (applied.Type is PathType.Directory)
            return Directory(change, now, original);
        if (now.IsAbsent)
            return original.IsAbsent ? change with { Reason = "is no longer declared and gone already", Triggers = [] } : PutBack(change, original);
        if (applied.HasContentOf(now))
            return original.IsAbsent ? Remove(change) : PutBack(change, original);
        if (now.Type != applied.Type)
            return Foreign(change, now, original);
        // It was there before us, and what stands there now is its owner's later work.
        if (original.HasContentOf(applied))
            return change with { Reason = "is no longer declared; it was there before and stays as it was changed by hand", Triggers = [] };
        if (now.IsPrivate)
            return original.IsAbsent ? Remove(change) : PutBack(change, original);
        Change kept = change with { Keep = now, Reason = "is no longer declared; it was changed by hand, and that version is kept" };
        return original.IsAbsent ? Remove(kept) : PutBack(kept, original);
    }

    private static Change Remove(Change change) => change with { Action = ChangeAction.Remove, After = PathState.Absent };

    private static Change PutBack(Change change, PathState original)
    {
        if (change.Before is PathState now && original.IsMetBy(now))
            return change with { Reason = "is no longer declared; it was there before and stays", Triggers = [] };
        return change with { Action = ChangeAction.RestoreOriginal, After = original };
    }

    private static Change Directory(Change change, PathState now, PathState original)
    {
        if (now.Type is not PathType.Directory)
            return change with { Reason = "is no longer declared and gone already", Triggers = [] };
        return original.IsAbsent ? Remove(change) : PutBack(change, original);
    }

    private static Change Foreign(Change change, PathState now, PathState original) => change with
    {
        Reason = $"is no longer declared; {now.InWords} stands there that is not ours, and stays",
        Keep = original.IsAbsent ? null : original,
        Triggers = [],
        Findings =
        [
            Finding.Warn(new PlanWarning(original.IsAbsent
                ? $"'{change.Id.Key}' was replaced by hand with {now.InWords}; it is left as it is."
                : $"'{change.Id.Key}' was replaced by hand with {now.InWords}; it is left as it is, and what was there first stays in the store.",
                change.Id)),
        ],
    };
}
