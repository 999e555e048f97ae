using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>What systemd does with units whose definitions change. On a folder no systemd runs, so there is nothing to tell it.</summary>
internal sealed class UnitProvider(Target target, IProcessRunner processes) : Provider<UnitResource, UnitObservation>
{
    private readonly UnitObserver _observer = new(target, new Systemd(target, processes));

    public override string Kind => UnitResource.KindName;

    public override Phase Phase => Phase.Start;

    public override bool IsKept => target.IsLive;

    public override bool KeepsOriginals => false;

    /// <summary>Files may be named in triggers, and a unit's own tell what becomes of its sockets.</summary>
    public override IReadOnlyList<string> ComesAfter => ["file"];

    public override IReadOnlyList<IUndo> Undoes { get; } = [UnitStatesUndo.Instance, UnitStartUndo.Instance];

    public override IReadOnlyList<Operation> Lower(Change change) => Lower([change]);

    /// <summary>One call of systemctl for each verb. What was asked for twice, as by a service and its socket, is done once; stopping weighs most.</summary>
    public override IReadOnlyList<Operation> Lower(IReadOnlyList<Change> changes)
    {
        (UnitVerb Verb, string Unit)[] actions =
        [
            .. changes.Select(static change => change.After).OfType<UnitState>().SelectMany(static state => state.Actions)
                .GroupBy(static action => action.Unit, StringComparer.Ordinal)
                .Select(static unit => (Verb: unit.Max(static action => action.Verb), unit.Key))
                .OrderBy(static action => action.Key, StringComparer.Ordinal),
        ];
        return actions.Length == 0 ? [] : [new UnitStopOperation(changes[0].Id, actions), new UnitStartOperation(changes[0].Id, actions)];
    }

    protected override Task<IReadOnlyList<UnitObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) => _observer.ObserveAsync(batch, token);

    protected override Change? Diff(UnitResource? desired, UnitObservation observed, Recorded? recorded)
    {
        (UnitSituation Unit, UnitVerdict Verdict)[] verdicts =
            [.. observed.Situations.Select(unit => (unit, UnitRules.Decide(desired is null ? unit with { WantedBy = null } : unit))).Where(static decided => decided.Item2.Verb is not UnitVerb.None)];
        if (verdicts.Length == 0)
            return null;
        (UnitVerb, string)[] actions = [.. verdicts.SelectMany(static decided => ActionsOf(decided.Unit, decided.Verdict))];
        return new Change
        {
            Id = observed.Id,
            Action = actions.Length == 0 ? ChangeAction.None : ChangeAction.Run,
            Reason = string.Join("; ", verdicts.Select(decided => (decided.Unit.Name == observed.Id.Key ? string.Empty : $"{decided.Unit.Name} ") + Words(decided.Unit, decided.Verdict))),
            Desired = desired,
            After = actions.Length == 0 ? null : new UnitState { Actions = actions },
            Undo = UndoQuality.BestEffort,
        };
    }

    protected override Drift? Drift(Recorded recorded, UnitObservation observed) =>
        observed.Situations.FirstOrDefault(static unit => unit.Waits is not null) is { Waits: { } waits } ? new Drift(observed.Id, DriftKind.Content, waits)
            : observed.Situations.FirstOrDefault(static unit => unit.Down is not null) is { Down: { } down } unit
            ? new Drift(observed.Id, DriftKind.Content, $"{(unit.Name == observed.Id.Key ? string.Empty : unit.Name + ": ")}{down}")
            : null;

    protected override ResourceState StateAfter(UnitResource desired, UnitObservation observed, Change? change, Recorded? recorded) => UnitState.Nothing;

    protected override void WriteResource(Utf8JsonWriter writer, UnitResource resource)
    {
        writer.WriteString("name", resource.Name);
        writer.WriteString("folder", resource.Folder);
        if (resource.Text is not null)
            writer.WriteString("text", resource.Text);
        if (resource.DropIn is not null)
            writer.WriteString("dropIn", resource.DropIn);
        if (resource.IsMasked)
            writer.WriteBoolean("masked", true);
        if (resource.IsOfFstab)
            writer.WriteBoolean("fstab", true);
        WriteTexts(writer, "wantedBy", resource.WantedBy);
    }

    public override Resource ReadResource(JsonElement json, int version) => new UnitResource(json.Text("name"))
    {
        Folder = json.CanonicalPath("folder"),
        Text = json.OptionalText("text"),
        DropIn = json.OptionalText("dropIn"),
        IsMasked = json.Optional("masked") is not null,
        IsOfFstab = json.Optional("fstab") is not null,
        WantedBy = json.Texts("wantedBy"),
    };

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) =>
        WriteTexts(writer, "actions", ((UnitState)state).Actions.Select(static action => $"{action.Verb} {action.Unit}"));

    public override ResourceState ReadState(JsonElement json, int version) => new UnitState
    {
        Actions = [.. json.Texts("actions").Select(static text => text.Split(' ') is [var verb, var unit] && Enum.TryParse(verb, out UnitVerb known) && DeclaredUnits.IsUnitName(unit)
            ? (known, unit) : throw new FormatException($"has '{text}' where an action on a unit is expected"))],
    };

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static IEnumerable<(UnitVerb, string)> ActionsOf(UnitSituation unit, UnitVerdict verdict) => verdict.Verb switch
    {
        UnitVerb.Skip => [],
        UnitVerb.StopStartSockets => [(UnitVerb.Stop, unit.Name), .. unit.Sockets.Select(static socket => (UnitVerb.StopStart, socket))],
        var verb => [(verb, unit.Name)],
    };

    private static string Words(UnitSituation unit, UnitVerdict verdict) => verdict.Verb switch
    {
        UnitVerb.Leave => $"stays mounted as it is until the machine starts again: {verdict.Reason}",
        UnitVerb.Skip => $"goes on by its old definition: {verdict.Reason}",
        UnitVerb.Reload => $"reloads: {verdict.Reason}",
        UnitVerb.Restart => $"restarts: {verdict.Reason}",
        UnitVerb.StopStart => $"stops by its old definition and starts by its new one: {verdict.Reason}",
        UnitVerb.StopStartSockets => $"stops with {string.Join(", ", unit.Sockets)}, which starts it again when it is needed: {verdict.Reason}",
        UnitVerb.Start => $"starts: {verdict.Reason}",
        _ => $"stops: {verdict.Reason}",
    };
}
