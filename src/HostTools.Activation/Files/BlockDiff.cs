using System.Security.Cryptography;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Compares wish, target and record of lines in somebody else's file.</summary>
internal static class BlockDiff
{
    public static Change? Plan(FileResource desired, PathObservation observed, Recorded? recorded)
    {
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = now.IsAbsent ? ChangeAction.Create : ChangeAction.Update,
            Reason = now.IsAbsent ? "is absent" : "the lines between our markers differ",
            Desired = desired,
            Before = now,
            Triggers = desired.Triggers,
        };
        if (now.Type is not (PathType.File or PathType.Absent))
            return PathDiff.Taken(change, desired, now);
        if (Problem(desired, observed) is { } problem)
            return change with { Findings = [Finding.Stop(problem)] };
        byte[] old = now.IsAbsent ? [] : observed.Content!; // Read whenever a file stands there; Problem refuses one that could not be.
        BlockText block = BlockText.Parse(old, desired.CommentPrefix)!; // Problem refuses damaged markers.
        byte[] wanted = block.With(observed.WantedContent, desired.CommentPrefix);
        PathState after = Whole(wanted, desired, observed);
        string? diff = TextDiff.Between(old, wanted, desired.Path, old.Length, wanted.Length);
        if (after.IsMetBy(now))
        {
            if (recorded is null)
                return change with { Action = ChangeAction.Adopt, Reason = "holds our lines already", Triggers = [] };
            return desired.Equals(recorded.Resource) && recorded.Resource.Id == change.Id
                ? null
                : change with { Action = ChangeAction.None, Reason = "is as wanted; only its record changes", Triggers = [] };
        }

        if (!now.IsAbsent && !block.IsPresent)
            change = change with { Reason = recorded is null ? "our lines are added" : "our lines were removed by hand" };
        else if (diff is null)
            change = change with { Reason = PathWords.MetadataDifference(now, after, desired) };
        return change with { After = after, Diff = diff, Content = [new FileContent(wanted, null)] };
    }

    public static Change? Undeclared(FileResource recordedFile, PathObservation observed, Recorded recorded)
    {
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = ChangeAction.None,
            Reason = "is no longer declared; our lines are gone already",
            Before = now,
        };
        if (now.Type is not PathType.File || observed.Content is null ||
            BlockText.Parse(observed.Content, recordedFile.CommentPrefix) is not { IsPresent: true } block)
            return change;
        PathState original = recorded.Original as PathState ?? PathState.Absent;
        byte[] rest = block.Without();
        change = change with
        {
            Triggers = recordedFile.Triggers,
            Reason = "is no longer declared; our lines go",
            Diff = TextDiff.Between(observed.Content, rest, recordedFile.Path, now.Size, rest.Length),
        };
        if (rest.Length == 0 && original.IsAbsent)
            return change with { Action = ChangeAction.Remove, Reason = "is no longer declared", After = PathState.Absent };
        bool isModeOurs = recordedFile.Mode is { } mode && mode == now.Mode && original.Type is PathType.File;
        PathState after = now with { ContentHash = HashOf(rest), Size = rest.Length, Mode = isModeOurs ? original.Mode : now.Mode };
        return change with
        {
            Action = original.HasContentOf(after) ? ChangeAction.RestoreOriginal : ChangeAction.Update,
            After = after,
            Content = [new FileContent(rest, null)],
        };
    }

    private static HostError? Problem(FileResource desired, PathObservation observed)
    {
        if (!observed.Path.IsAbsent && (observed.Content is null || observed.Content.AsSpan().Contains((byte)0)))
            return ActivationErrors.BlockNeedsText(desired);
        if (observed.WantedContent is null || BlockText.HasMarker(observed.WantedContent, desired.CommentPrefix))
            return ActivationErrors.BlockHoldsMarker(desired);
        return observed.Content is { } content && BlockText.Parse(content, desired.CommentPrefix) is null
            ? ActivationErrors.BlockMarkersDamaged(desired)
            : null;
    }

    private static PathState Whole(byte[] content, FileResource desired, PathObservation observed)
    {
        var wanted = new PathState(PathType.File)
        {
            ContentHash = HashOf(content),
            Size = content.Length,
            UserId = observed.Owner.UserId,
            GroupId = observed.Owner.GroupId,
        };
        return PathSettle.Theirs(observed.GivesOwners, wanted, desired, desired.Mode, observed.Path, 0x1A4);
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
