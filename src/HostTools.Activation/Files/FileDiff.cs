using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Compares wish, target and record of a file that is ours as a whole, by link, or only at first.</summary>
internal static class FileDiff
{
    private const int NewFileMode = 0x1A4;

    public static Change? Exact(FileResource desired, PathObservation observed, Recorded? recorded)
    {
        PathState now = observed.Path;
        PathState wanted = PathSettle.Ours(observed.GivesOwners, Wanted(observed), desired, desired.Mode, now, recorded, NewFileMode);
        return PathDiff.Plan(desired, wanted, observed, recorded, desired.Collision, Diff(desired, observed));
    }

    public static Change? Link(FileResource desired, PathObservation observed, Recorded? recorded)
    {
        if (observed.StoreLink is not { } text)
            return Refuse(desired, observed, ActivationErrors.LinkNeedsInnerState(desired));
        if (!StoreLinks.CanHave(desired.Mode))
            return Refuse(desired, observed, ActivationErrors.LinkModeUnsupported(desired));
        // The same bytes as a plain file are nobody's loss: what was there comes back later all the same.
        CollisionPolicy policy = observed.Path.ContentHash == desired.Content.Hash ? CollisionPolicy.Backup : desired.Collision;
        return PathDiff.Plan(
            desired, new PathState(PathType.Link) { LinkTarget = text }, observed, recorded, policy, Diff(desired, observed));
    }

    public static Change? Seed(FileResource desired, PathObservation observed, Recorded? recorded)
    {
        // Once it was written, its absence too is the user's wish.
        bool wasSeeded = recorded?.Resource is FileResource { Ownership: FileOwnership.Seed };
        if (observed.Path.IsAbsent && !wasSeeded)
        {
            PathState wanted = PathSettle.Ours(observed.GivesOwners, Wanted(observed), desired, desired.Mode, observed.Path, recorded, NewFileMode);
            return PathDiff.Plan(desired, wanted, observed, recorded, desired.Collision, Diff(desired, observed));
        }

        if (recorded is not null && recorded.Resource.Equals(desired))
            return null;
        return new Change
        {
            Id = observed.Id,
            Action = recorded is null ? ChangeAction.Adopt : ChangeAction.None,
            Reason = "is there already and belongs to the user",
            Desired = desired,
            Before = observed.Path,
        };
    }

    public static Change SeedUndeclared(PathObservation observed) => new()
    {
        Id = observed.Id,
        Action = ChangeAction.None,
        Reason = "is no longer declared; it belongs to the user and stays",
        Before = observed.Path,
    };

    private static PathState Wanted(PathObservation observed) => new(PathType.File)
    {
        ContentHash = observed.Wanted!.Value.Hash, // Set whenever the source could be read, which was checked before.
        Size = observed.Wanted.Value.Size,
        UserId = observed.Owner.UserId,
        GroupId = observed.Owner.GroupId,
    };

    private static string? Diff(FileResource desired, PathObservation observed)
    {
        PathState now = observed.Path;
        if (now.IsPrivate)
            return "It held a secret, and is not shown.";
        if (now.ContentHash == desired.Content.Hash || now.Type is not (PathType.File or PathType.Absent))
            return null;
        return TextDiff.Between(now.IsAbsent ? [] : observed.Content, observed.WantedContent, desired.Path, now.Size, desired.Content.Length);
    }

    private static Change Refuse(FileResource desired, PathObservation observed, HostError error) => new()
    {
        Id = observed.Id,
        Action = ChangeAction.None,
        Reason = "cannot be linked",
        Desired = desired,
        Before = observed.Path,
        Findings = [Finding.Stop(error)],
    };
}
