using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Optional features of Windows.</summary>
internal sealed class FeatureProvider(Target target, WindowsMachine? windows)
    : ThingProvider<FeatureResource, FeatureState>(target, windows is null ? null : new OptionalFeatures(windows.Processes))
{
    public override string Kind => FeatureResource.KindName;

    public override Phase Phase => Phase.Packages;

    // DISM tells of all in one go, and takes seconds for it.
    public override int BatchSize => int.MaxValue;

    protected override FeatureState Wanted(FeatureResource desired, FeatureState now, Recorded? recorded) =>
        new(desired.IsEnabled) { IncludesParents = desired is { IsEnabled: true, IncludesParents: true } };

    protected override HostError? Problem(FeatureResource desired, FeatureState now) => now.IsAbsent ? MachineErrors.FeatureUnknown(desired.Name, desired.Origins) : null;

    /// <summary>What came along with it stays: by now others may need it.</summary>
    protected override Change? Undeclared(Change change, FeatureState now, Recorded recorded) =>
        base.Undeclared(change, now, recorded.Original is FeatureState original ? recorded with { Original = original with { Disabled = [] } } : recorded);

    // Its own files are back afterwards; what it kept in them is not looked at.
    protected override UndoQuality QualityOf(FeatureState before, FeatureState after) => UndoQuality.BestEffort;

    public override Resource ReadResource(JsonElement json, int version) =>
        OptionalFeatures.IsName(json.Text("name")) ? new FeatureResource(json.Text("name")) { IsEnabled = json.Flag("enabled"), IncludesParents = json.Flag("parents") }
            : throw new FormatException($"has '{json.Text("name")}' where a feature is expected");

    protected override void WriteResource(Utf8JsonWriter writer, FeatureResource resource)
    {
        writer.WriteString("name", resource.Name);
        writer.WriteBoolean("enabled", resource.IsEnabled);
        writer.WriteBoolean("parents", resource.IncludesParents);
    }
}
