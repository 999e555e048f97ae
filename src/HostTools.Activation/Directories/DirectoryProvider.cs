using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Directories, declared or needed by something else.</summary>
internal sealed class DirectoryProvider(Target target) : PathProvider<DirectoryResource>(target)
{
    private const int NewDirectoryMode = 0x1ED;

    public override string Kind => "directory";

    protected override PathObservation Observe(Question question, PathObservation seen, Lazy<OwnerDatabase> owners) =>
        question.Desired is DirectoryResource directory ? seen with { Owner = OwnerOf(directory.Owner, directory.Group, owners) } : seen;

    protected override Change? Diff(DirectoryResource? desired, PathObservation observed, Recorded? recorded)
    {
        if (observed.Unobservable is not null)
            return Blind(observed, desired);
        if (desired is null)
            return recorded is null ? null : Undeclared(observed, recorded);
        var open = new PathState(PathType.Directory) { UserId = observed.Owner.UserId, GroupId = observed.Owner.GroupId };
        PathState wanted = PathSettle.Ours(observed.GivesOwners, open, desired, desired.Mode, observed.Path, recorded, NewDirectoryMode);
        Change? change = PathDiff.Plan(desired, wanted, observed, recorded, CollisionPolicy.Error, diff: null);
        return change is null ? null : change with { Findings = [.. change.Findings, .. OwnerFindings(observed.Owner, desired)] };
    }

    protected override PathState Managed(Resource resource, PathState applied) =>
        resource is DirectoryResource directory ? Managed(applied, directory.Owner, directory.Group) : base.Managed(resource, applied);

    protected override void WriteResource(Utf8JsonWriter writer, DirectoryResource resource)
    {
        writer.WriteString("path", resource.Path);
        if (resource.Mode is { } mode)
            writer.WriteString("mode", PathStateJson.Octal(mode));
        if (resource.Owner is { } owner)
            writer.WriteString("owner", owner);
        if (resource.Group is { } group)
            writer.WriteString("group", group);
        if (!resource.IsExact)
            return;
        writer.WriteBoolean("exact", true);
        ActivationJson.WriteTexts(writer, "ignore", resource.Ignore);
    }

    public override Resource ReadResource(JsonElement json, int version) => new DirectoryResource(json.CanonicalPath("path"))
    {
        Mode = PathStateJson.ReadMode(json),
        Owner = json.OptionalText("owner"),
        Group = json.OptionalText("group"),
        IsExact = json.Flag("exact"),
        Ignore = json.Texts("ignore"),
    };
}
