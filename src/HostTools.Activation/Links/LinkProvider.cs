using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

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
        string? now = observed.Path.Type is PathType.Link ? observed.Path.LinkTarget : null;
        string text = desired.IsByName && now is not null && RootPath.NameOf(now) == RootPath.NameOf(desired.LinkTarget) ? now : desired.LinkTarget;
        var wanted = new PathState(PathType.Link) { LinkTarget = text };
        string? diff = now is not null && now != text ? $"-{now}\n+{text}" : null;
        return PathDiff.Plan(desired, wanted, observed, recorded, desired.Collision, diff);
    }

    protected override void WriteResource(Utf8JsonWriter writer, LinkResource resource)
    {
        writer.WriteString("path", resource.Path);
        writer.WriteString("target", resource.LinkTarget);
        writer.WriteString("collision", resource.Collision.ToString());
        if (resource.IsByName)
            writer.WriteBoolean("byName", true);
    }

    public override Resource ReadResource(JsonElement json, int version) =>
        new LinkResource(json.CanonicalPath("path"), PathStateJson.ReadLinkText(json, "target")) 
        {
            Collision = json.Word<CollisionPolicy>("collision"),
            IsByName = json.Flag("byName"),
        };
}
