using System.Diagnostics.CodeAnalysis;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Settles the mode and owner that a wish leaves open.</summary>
internal static class PathSettle
{
    /// <summary>Of what is ours as a whole: as in the generation brought back, as it was when applied, as it is, or as for new things.</summary>
    /// <remarks>What was adopted or replaced is recorded with the mode it had then, so its owner's earlier choice is what stays.</remarks>
    public static PathState Ours(bool givesOwners, PathState wanted, Resource desired, int? mode, PathState now, Recorded? recorded, int newMode)
    {
        // A seed's mode is its user's matter, so what was recorded of it binds nobody.
        bool isBinding = recorded is { Resource: not FileResource { Ownership: FileOwnership.Seed or FileOwnership.Block or FileOwnership.Keys } };
        PathState? applied = isBinding ? SameType(recorded!.Applied, wanted) : null;
        return From(wanted, mode, newMode, [Comparable(givesOwners, SameType(desired.Pinned, wanted)), Comparable(givesOwners, applied), SameType(now, wanted)]);
    }

    /// <summary>Of somebody else's file, in which only some lines are ours: as it is.</summary>
    public static PathState Theirs(bool givesOwners, PathState wanted, Resource desired, int? mode, PathState now, int newMode) =>
        From(wanted, mode, newMode, [SameType(now, wanted), Comparable(givesOwners, SameType(desired.Pinned, wanted))]);

    /// <summary>As much of an applied state as can be brought about on the target: without root rights, and in a home, nothing is given an owner.</summary>
    [return: NotNullIfNotNull(nameof(applied))]
    public static PathState? Comparable(bool givesOwners, PathState? applied) =>
        applied is null || givesOwners ? applied : applied with { UserId = -1, GroupId = -1 };

    private static PathState From(PathState wanted, int? mode, int newMode, PathState?[] models) => wanted with
    {
        Mode = OperatingSystem.IsWindows() ? -1 : mode ?? First(models, static model => model.Mode) ?? newMode,
        UserId = wanted.UserId >= 0 ? wanted.UserId : First(models, static model => model.UserId) ?? -1,
        GroupId = wanted.GroupId >= 0 ? wanted.GroupId : First(models, static model => model.GroupId) ?? -1,
    };

    private static int? First(PathState?[] models, Func<PathState, int> read) =>
        models.OfType<PathState>().Select(read).Where(static value => value >= 0).Select(static value => (int?)value).FirstOrDefault();

    private static PathState? SameType(ResourceState? state, PathState wanted) => state is PathState path && path.Type == wanted.Type ? path : null;
}
