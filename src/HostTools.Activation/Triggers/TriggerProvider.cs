using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Commands that follow from changes. They have no state on the target; the planner asks for them.</summary>
internal sealed class TriggerProvider(Target target) : Provider<TriggerResource, TriggerProvider.Nothing>
{
    public override string Kind => "trigger";

    public override Phase Phase => Phase.Triggers;

    public override IReadOnlyList<IUndo> Undoes { get; } = [new TriggerUndo()];

    public override bool KeepsOriginals => false;

    /// <summary>Program and arguments on this target; empty when nothing runs here.</summary>
    public static IReadOnlyList<string> CommandOn(Target target, TriggerResource trigger)
    {
        if (target.IsLive)
            return trigger.Command;
        return [.. trigger.OfflineCommand.Select(part => part.Replace("{root}", target.Root.Directory, StringComparison.Ordinal))];
    }

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change is { Action: ChangeAction.Run, Desired: TriggerResource trigger } && CommandOn(target, trigger) is { Count: > 0 } command
            ? [new TriggerOperation(trigger.Id, command)]
            : [];

    public override Resource ReadResource(JsonElement json, int version) => new TriggerResource(json.Text("name"))
    {
        Command = json.Texts("command"),
        OfflineCommand = json.Texts("offlineCommand"),
    };

    public override void WriteState(Utf8JsonWriter writer, ResourceState state)
    {
    }

    public override ResourceState ReadState(JsonElement json, int version) => None.Value;

    protected override Task<IReadOnlyList<Nothing>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<Nothing>>([.. batch.Select(static question => new Nothing(question.Id))]);

    // A definition alone changes nothing on the target; it is recorded with the next generation.
    protected override Change? Diff(TriggerResource? desired, Nothing observed, Recorded? recorded) => null;

    protected override Drift? Drift(Recorded recorded, Nothing observed) => null;

    protected override ResourceState StateAfter(TriggerResource desired, Nothing observed, Change? change, Recorded? recorded) => None.Value;

    protected override void WriteResource(Utf8JsonWriter writer, TriggerResource resource)
    {
        writer.WriteString("name", resource.Name);
        WriteList(writer, "command", resource.Command);
        WriteList(writer, "offlineCommand", resource.OfflineCommand);
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> items)
    {
        writer.WriteStartArray(name);
        foreach (string item in items)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    /// <summary>There is nothing to see.</summary>
    internal sealed record Nothing(ResourceId Id) : Observation(Id, None.Value);

    /// <summary>There is no state.</summary>
    internal sealed record None : ResourceState
    {
        public static None Value { get; } = new();

        public override bool IsAbsent => false;

        public override string Hash => string.Empty;
    }
}
