using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Symbolic links.</summary>
internal sealed class LinkProvider(Target target) : PathProvider<LinkResource>(target)
{
    public override string Kind => "link";

    protected override Change? Diff(LinkResource? desired, PathObservation observed, Recorded? recorded)
    {
        if (observed.Unobservable is not null)
            return Blind(observed, desired);
        if (desired is null)
            return recorded is null ? null : Undeclared(observed, recorded);
        var wanted = new PathState(PathType.Link) { LinkTarget = desired.LinkTarget };
        string? diff = observed.Path is { Type: PathType.Link, LinkTarget: { } old } && old != desired.LinkTarget
            ? $"-{old}\n+{desired.LinkTarget}"
            : null;
        return PathDiff.Plan(desired, wanted, observed, recorded, desired.Collision, diff);
    }

    protected override void WriteResource(Utf8JsonWriter writer, LinkResource resource)
    {
        writer.WriteString("path", resource.Path);
        writer.WriteString("target", resource.LinkTarget);
        writer.WriteString("collision", resource.Collision.ToString());
    }

    public override Resource ReadResource(JsonElement json, int version) =>
        new LinkResource(json.CanonicalPath("path"), PathStateJson.ReadLinkText(json, "target")) { Collision = json.Word<CollisionPolicy>("collision") };
}
