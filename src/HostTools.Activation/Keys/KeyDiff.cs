using System.Security.Cryptography;
using HostTools.Activation.Resources;

namespace HostTools.Activation.Keys;

/// <summary>Compares wish, target and record of keys in somebody else's file.</summary>
internal static class KeyDiff
{
    public static Change? Plan(FileResource desired, PathObservation observed, Recorded? recorded)
    {
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = now.IsAbsent ? ChangeAction.Create : ChangeAction.Update,
            Reason = now.IsAbsent ? "is absent" : "keys differ",
            Desired = desired,
            Before = now,
            Triggers = desired.Triggers,
        };
        if (observed.Keys is not { } keys)
            return PathDiff.Taken(change, desired, now);
        if (keys.Problem is { } problem)
            return Refuse(change, problem, desired);
        PathState after = PathSettle.Theirs(observed.GivesOwners, new PathState(PathType.File)
            {
                ContentHash = HashOf(keys.After), Size = keys.After!.Length, UserId = observed.Owner.UserId, GroupId = observed.Owner.GroupId,
            },
            desired, desired.Mode, now, 0x1A4);
        FileContent[] content = [.. new[] { keys.After, keys.Base }.OfType<byte[]>().Select(static bytes => new FileContent(bytes, null))];
        if (after.IsMetBy(now))
        {
            if (recorded is null)
                return change with { Action = ChangeAction.Adopt, Reason = "holds our keys already", Triggers = [], Content = content };
            return desired.Equals(recorded.Resource) && recorded.Resource.Id == change.Id
                ? null
                : change with { Action = ChangeAction.None, Reason = "is as wanted; only its record changes", Triggers = [], Content = content };
        }

        string? diff = TextDiff.Between(now.IsAbsent ? [] : observed.Content, keys.After, desired.Path, now.Size, after.Size);
        return change with
        {
            After = after,
            Diff = diff,
            Content = content,
            Keep = keys.ByHand.Count > 0 ? now : null,
            Reason = now.IsAbsent ? recorded is null ? "is absent" : "was removed by hand"
                : diff is null ? PathWords.MetadataDifference(now, after, desired)
                : keys.ByHand.Count > 0 ? $"sets {Some(keys.Changed)}; {Some(keys.ByHand)} changed by hand, and that version is kept"
                : $"sets {Some(keys.Changed)}",
        };
    }

    public static Change Undeclared(FileResource file, PathObservation observed, Recorded recorded)
    {
        PathState now = observed.Path;
        var change = new Change
        {
            Id = observed.Id,
            Action = ChangeAction.None,
            Reason = "is no longer declared; its keys are not there any more",
            Before = now,
        };
        if (now.Type is not PathType.File || observed.Keys is not { } keys)
            return change;
        if (keys.Problem is { } problem)
            return Refuse(change, problem, null);
        change = change with { Triggers = file.Triggers, Keep = keys.ByHand.Count > 0 ? now : null };
        if (keys.After is not { } rest)
            return change with { Action = ChangeAction.Remove, Reason = Reason("is no longer declared"), After = PathState.Absent };
        PathState original = recorded.Original as PathState ?? PathState.Absent;
        bool isModeOurs = file.Mode is { } mode && mode == now.Mode && original.Type is PathType.File;
        PathState after = now with { ContentHash = HashOf(rest), Size = rest.Length, Mode = isModeOurs ? original.Mode : now.Mode };
        if (after.IsMetBy(now))
            return change with { Reason = "is no longer declared; it was as declared before and stays", Triggers = [] };
        return change with
        {
            Action = original.HasContentOf(after) ? ChangeAction.RestoreOriginal : ChangeAction.Update,
            Reason = Reason("is no longer declared; what its keys were comes back"),
            After = after,
            Diff = TextDiff.Between(observed.Content, rest, file.Path, now.Size, rest.Length),
            Content = [new FileContent(rest, null)],
        };

        string Reason(string text) => keys.ByHand.Count > 0 ? $"{text}; {Some(keys.ByHand)} changed by hand, and that version is kept" : text;
    }

    public static string? HashOf(byte[]? content) => content is null ? null : Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The first of many.</summary>
    public static string Some(IReadOnlyList<string> names, string between = ", ") =>
        string.Join(between, names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : string.Empty);

    private static Change Refuse(Change change, string problem, Resource? desired) => change with
    {
        Action = ChangeAction.None,
        Findings = [Finding.Stop(ActivationErrors.KeysNotPossible(change.Id.Key, problem, desired))],
    };
}
