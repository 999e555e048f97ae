using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Compares wish, target and record of a path that is ours as a whole.</summary>
internal static class PathDiff
{
    public static Change? Plan(
        Resource desired, PathState wanted, PathObservation observed, Recorded? recorded, CollisionPolicy policy, string? diff)
    {
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = ChangeAction.Create,
            Reason = "is absent",
            Desired = desired,
            Before = now,
            After = wanted,
            Triggers = desired.Triggers,
            Diff = diff,
        };
        if (now.IsAbsent)
            return recorded is null or { Resource: AbsentResource } ? change : change with { Reason = "was removed by hand" };
        if (wanted.HasContentOf(now))
            return SameContent(change, wanted, now, recorded);
        if (now.Type is PathType.Other)
            return Taken(change, desired, now);
        return recorded is null ? Collision(change, desired, now, policy) : Ours(change, desired, now, recorded);
    }

    private static Change? SameContent(Change change, PathState wanted, PathState now, Recorded? recorded)
    {
        bool isMet = wanted.IsMetBy(now);
        if (recorded is not null && isMet)
        {
            bool isRecorded = change.Desired!.Equals(recorded.Resource) && recorded.Resource.Id == change.Id;
            return isRecorded
                ? null
                : change with { Action = ChangeAction.None, Reason = "is as wanted; only its record changes", After = null, Triggers = [] };
        }

        if (isMet)
            return change with { Action = ChangeAction.Adopt, Reason = "is there already, as wanted", After = null, Triggers = [] };
        return change with { Action = ChangeAction.Update, Reason = PathWords.MetadataDifference(now, wanted, change.Desired) };
    }

    private static Change Collision(Change change, Resource desired, PathState now, CollisionPolicy policy)
    {
        change = change with { Action = ChangeAction.Replace, Reason = $"{now.InWords} that is not ours stands there and is kept" };
        // Going back must not be stopped by what came to stand there since; it is kept like any original.
        if (desired.Pinned is not null && now.Type is not PathType.Directory)
            return change;
        return now.Type is PathType.Directory || policy is CollisionPolicy.Error or CollisionPolicy.Adopt
            ? Taken(change, desired, now)
            : change;
    }

    /// <summary>It cannot be made for what stands there.</summary>
    public static Change Taken(Change change, Resource desired, PathState now) => change with
    {
        Action = ChangeAction.Replace,
        Reason = now.Type is PathType.Directory or PathType.Other ? now.InWords : $"{now.InWords} that is not ours",
        Findings = [Finding.Stop(ActivationErrors.PathTaken(desired, now))],
    };

    private static Change Ours(Change change, Resource desired, PathState now, Recorded recorded)
    {
        var applied = (PathState)recorded.Applied;
        if (now.Type is PathType.Directory && applied.Type is not PathType.Directory)
            return Taken(change, desired, now);
        bool isUntouched = applied.HasContentOf(now);
        return change with
        {
            Action = now.Type == ((PathState)change.After!).Type ? ChangeAction.Update : ChangeAction.Replace, // Set by the caller.
            Reason = isUntouched ? "differs"
                : now.IsPrivate ? "was changed by hand; that version may hold the secret and is not kept"
                : now.Type == applied.Type ? "was changed by hand; that version is kept"
                : $"{now.InWords} was put there by hand; it is kept",
            Keep = isUntouched || now.Type is PathType.Directory || now.IsPrivate ? null : now,
        };
    }
}
