using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>Variables of the environment. Of lists only our own entries are touched.</summary>
internal sealed class VariableProvider(Target target, WindowsMachine? windows)
    : ThingProvider<VariableResource, VariableState>(target, windows is null ? null : new Variables(windows.Registry, target.Scope.User is null))
{
    public override string Kind => VariableResource.KindName;

    public override Phase Phase => Phase.Files;

    protected override VariableState Wanted(VariableResource desired, VariableState now, Recorded? recorded)
    {
        if (desired.Text is { } whole)
            return new VariableState(RegistryData.Of(TypeFor(now, whole), whole));
        (string text, IReadOnlyList<string> ours) = VariableEntries.Merge(now.Text, OursIn(recorded), desired.First, desired.Last);
        return new VariableState(RegistryData.Of(TypeFor(now, text), text)) { Ours = ours };
    }

    /// <summary>Of a list our entries go, whatever became of it otherwise.</summary>
    protected override Change? Undeclared(Change change, VariableState now, Recorded recorded)
    {
        if (recorded.Resource is VariableResource { Text: not null })
            return base.Undeclared(change, now, recorded);
        change = change with { Reason = "is no longer declared", Triggers = recorded.Resource.Triggers };
        (string text, _) = VariableEntries.Merge(now.Text, OursIn(recorded), [], []);
        if (now.IsAbsent || text == now.Text)
            return change with { Reason = now.IsAbsent ? "is no longer declared and gone already" : "is no longer declared; nothing of ours is in it" };
        bool goes = text.Length == 0 && recorded.Original is null or VariableState { IsAbsent: true };
        VariableState after = goes ? VariableState.Absent : new VariableState(RegistryData.Of(TypeBefore(now, recorded), text));
        return change with { Action = goes ? ChangeAction.Remove : ChangeAction.RestoreOriginal, After = after, Diff = DiffOf(now, after) };
    }

    /// <summary>A later apply keeps what an earlier one found to be ours.</summary>
    protected override ResourceState StateAfter(VariableResource desired, ThingObservation observed, Change? change, Recorded? recorded) =>
        change is { After: null } && !observed.IsUnasked ? Wanted(desired, (VariableState)observed.State, recorded) : base.StateAfter(desired, observed, change, recorded);

    public override Resource ReadResource(JsonElement json, int version) => new VariableResource(Variables.IsName(json.Text("name")) ? json.Text("name") : throw new FormatException("has a variable without a name"))
    {
        Text = json.OptionalText("text"), First = json.Texts("first"), Last = json.Texts("last"),
    };

    protected override void WriteResource(Utf8JsonWriter writer, VariableResource resource)
    {
        writer.WriteString("name", resource.Name);
        if (resource.Text is not null)
            writer.WriteString("text", resource.Text);
        WriteTexts(writer, "first", resource.First);
        WriteTexts(writer, "last", resource.Last);
    }

    private static IReadOnlyList<string> OursIn(Recorded? recorded) => recorded?.Applied is VariableState applied ? applied.Ours : [];

    // What expands others stays so: Path would lose the meaning of %SystemRoot%.
    private static RegistryType TypeFor(VariableState now, string text) =>
        now.Data?.Type is RegistryType.ExpandString || text.Contains('%', StringComparison.Ordinal) ? RegistryType.ExpandString : RegistryType.String;

    private static RegistryType TypeBefore(VariableState now, Recorded recorded) =>
        (recorded.Original as VariableState)?.Data?.Type ?? now.Data?.Type ?? RegistryType.String;

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
