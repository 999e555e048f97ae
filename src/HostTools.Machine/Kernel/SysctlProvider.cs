using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Kernel;

/// <summary>Settings of the kernel that runs. A folder has none; there only the file is written.</summary>
internal sealed class SysctlProvider(Target target) : Provider<SysctlResource, SysctlObservation>
{
    private readonly KernelSettings _settings = new(target.Root);

    public override string Kind => SysctlResource.KindName;

    public override Phase Phase => Phase.Kernel;

    public override bool IsKept => target.Kind is TargetKind.Machine && OperatingSystem.IsLinux();

    public override IReadOnlyList<IUndo> Undoes { get; } = [SysctlUndo.Instance];

    public override IReadOnlyList<Operation> Lower(Change change) =>
        change.After is SysctlState after ? [new SysctlOperation(change.Id, after, change.Desired is not SysctlResource { IsOptional: false })] : [];

    protected override Task<IReadOnlyList<SysctlObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<SysctlObservation>>([.. batch.Select(Look)]);

    private SysctlObservation Look(Question question)
    {
        try
        {
            SysctlResource setting = (question.Desired ?? question.Recorded?.Resource) as SysctlResource ?? new SysctlResource(question.Id.Key) { Value = string.Empty };
            // A plan that is looked at again is about what it saw.
            IReadOnlyList<string> found = question.Seen is SysctlState { IsAbsent: false } seen ? [.. seen.Values.Keys] : _settings.Find(setting.Name, setting.Except);
            if (found.Select(_settings.WhyFixed).OfType<string>().FirstOrDefault() is { } why)
                return new SysctlObservation(question.Id, SysctlState.Absent) { Waits = why };
            (string Name, string? Value)[] values = [.. found.Select(name => (name, _settings.TryRead(name)))];
            return values.Any(static pair => pair.Value is not null)
                ? new SysctlObservation(question.Id, SysctlState.Of(values.Where(static pair => pair.Value is not null).Select(static pair => new KeyValuePair<string, string>(pair.Name, pair.Value!)))) // The filter leaves only those.
                : new SysctlObservation(question.Id, SysctlState.Absent) { Waits = found.Count > 0 ? "the kernel does not tell its value" : "the kernel that runs has no such setting, or not yet" };
        }
        catch (RootIOException cause)
        {
            return new SysctlObservation(question.Id, SysctlState.Absent) { Waits = cause.Message };
        }
    }

    protected override Change? Diff(SysctlResource? desired, SysctlObservation observed, Recorded? recorded)
    {
        var now = (SysctlState)observed.State;
        var change = new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is recorded", Desired = desired, Before = now };
        if (desired is null)
            return recorded is null ? null : Undeclared(change, now, recorded);
        bool isRecorded = desired.Equals(recorded?.Resource);
        if (observed.Waits is { } why)
            return isRecorded ? null : change with { Reason = "is only written to its file", Findings = [Finding.Warn(new PlanWarning($"'{desired.Name}' is only written to its file: {why}.", observed.Id, desired.Origins is [var place, ..] ? place : null))] };
        SysctlState wanted = now.With(desired.Value);
        if (wanted.IsMetBy(now))
        {
            return isRecorded ? null
                : recorded is null ? change with { Action = ChangeAction.Adopt, Reason = "is so already, as wanted" }
                : change with { Reason = "is as wanted; only its record changes" };
        }

        return change with
        {
            Action = ChangeAction.Update,
            Reason = recorded?.Applied is SysctlState { IsAbsent: false } applied && !applied.In(now).IsMetBy(now) ? "was changed by hand" : "differs",
            After = wanted,
            Triggers = desired.Triggers,
            Diff = SysctlState.DiffOf(now, wanted),
        };
    }

    /// <summary>The value from before comes back, unless somebody has set another one since.</summary>
    private static Change Undeclared(Change change, SysctlState now, Recorded recorded)
    {
        change = change with { Reason = "is no longer declared", Triggers = recorded.Resource.Triggers };
        SysctlState applied = ((SysctlState)recorded.Applied).In(now), original = (recorded.Original as SysctlState ?? SysctlState.Absent).In(now);
        if (original.IsMetBy(now))
            return change with { Reason = "is no longer declared; its value was so before and stays" };
        return applied.IsMetBy(now)
            ? change with { Action = ChangeAction.RestoreOriginal, After = original, Diff = SysctlState.DiffOf(now, original) }
            : change with { Reason = "is no longer declared; it was changed by hand and stays" };
    }

    protected override Drift? Drift(Recorded recorded, SysctlObservation observed)
    {
        var now = (SysctlState)observed.State;
        SysctlState wanted = now.With(((SysctlResource)recorded.Resource).Value);
        return observed.Waits is not null || wanted.IsMetBy(now) ? null : new Drift(observed.Id, DriftKind.Content, "has another value") { Diff = SysctlState.DiffOf(wanted, now) };
    }

    protected override ResourceState StateAfter(SysctlResource desired, SysctlObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (change is null && recorded is not null ? recorded.Applied : observed.State);

    protected override void WriteResource(Utf8JsonWriter writer, SysctlResource resource)
    {
        writer.WriteString("name", resource.Name);
        writer.WriteString("value", resource.Value);
        writer.WriteBoolean("optional", resource.IsOptional);
        writer.WriteStartArray("except");
        foreach (string name in resource.Except)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    public override Resource ReadResource(JsonElement json, int version) => new SysctlResource(ReadName(json.Text("name")))
    {
        Value = json.Text("value"),
        IsOptional = json.Flag("optional"),
        Except = [.. json.Texts("except").Select(ReadName)],
    };

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => ((SysctlState)state).Write(writer);

    public override ResourceState ReadState(JsonElement json, int version) => SysctlState.Read(json);

    private static string ReadName(string name) => SysctlResource.IsName(name) ? name : throw new FormatException($"has '{name}' where a setting of the kernel is expected");
}

/// <summary>What was seen of a setting.</summary>
internal sealed record SysctlObservation(ResourceId Id, SysctlState Values) : Observation(Id, Values)
{
    /// <summary>Why it cannot be set now; null when it can.</summary>
    public string? Waits { get; init; }
}
