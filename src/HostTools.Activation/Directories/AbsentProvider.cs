using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Entries that exact directories shall not hold. What was there is the original, which comes back like any other.</summary>
internal sealed class AbsentProvider(Target target) : PathProvider<AbsentResource>(target)
{
    public override string Kind => "absent";

    protected override Change? Diff(AbsentResource? desired, PathObservation observed, Recorded? recorded)
    {
        if (observed.Unobservable is not null)
            return Blind(observed, desired);
        if (desired is null)
            return recorded is null ? null : Undeclared(observed, recorded);
        PathState now = observed.Path;
        if (now.IsAbsent)
        {
            return recorded is not null && desired.Equals(recorded.Resource)
                ? null
                : Of(observed, desired, ChangeAction.None, "is gone; only its record changes");
        }

        // The first version is the original already; what came later would be lost.
        bool isKnown = recorded is null || (recorded.Original is PathState original && original.HasContentOf(now));
        return Of(observed, desired, ChangeAction.Remove, $"nobody declares it, and '{desired.Directory}' is exact; it comes back when it is not any more") with
        {
            After = PathState.Absent,
            Triggers = desired.Triggers,
            Keep = isKnown || now.Type is PathType.Directory ? null : now,
        };
    }

    /// <summary>What stands in an exact directory is the directory's drift.</summary>
    protected override Drift? Drift(Recorded recorded, PathObservation observed) => null;

    protected override void WriteResource(Utf8JsonWriter writer, AbsentResource resource)
    {
        writer.WriteString("path", resource.Path);
        writer.WriteString("directory", resource.Directory);
    }

    public override Resource ReadResource(JsonElement json, int version) =>
        new AbsentResource(json.CanonicalPath("path"), json.CanonicalPath("directory"));

    private static Change Of(PathObservation observed, AbsentResource desired, ChangeAction action, string reason) => new()
    {
        Id = observed.Id,
        Action = action,
        Reason = reason,
        Desired = desired,
        Before = observed.Path,
    };

    private static new Change? Undeclared(PathObservation observed, Recorded recorded) =>
        recorded.Original is PathState original && original.HasContentOf(observed.Path) && !observed.Path.IsAbsent
            ? new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is no longer kept away; it is there again already", Before = observed.Path }
            : PathRemoval.Plan(observed, recorded);
}
