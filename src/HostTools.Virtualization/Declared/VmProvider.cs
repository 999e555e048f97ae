using System.Text.Json;
using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Machines of libvirt on the running machine. What a definition says is settled when planning: it depends on the host's processors and libvirt.</summary>
/// <param name="target">Where.</param>
/// <param name="processes">Runs virsh.</param>
/// <param name="uri">Address of libvirt.</param>
public sealed class VmProvider(Target target, IProcessRunner processes, string uri = Virsh.System) : Provider<VmResource, VmObservation>
{
    private readonly VmThings _things = new(target.IsLive ? new Virsh(processes, uri) : null);

    /// <inheritdoc/>
    public override string Kind => VmResource.KindName;

    /// <summary>libvirt was started by then.</summary>
    public override Phase Phase => Phase.Start;

    /// <inheritdoc/>
    public override IReadOnlyList<IUndo> Undoes => [new VmUndo(_things)];

    /// <inheritdoc/>
    public override bool IsKept => target.IsLive;

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Lower(Change change) =>
        change.After is VmState after ? [new VmOperation(_things, change.Id, (change.Desired as VmResource)?.Spec, after)] : [];

    /// <inheritdoc/>
    public override Resource ReadResource(JsonElement json, int version) => new VmResource(VmJson.Read(json.Member("spec")))
    {
        IsAutostart = json.Flag("autostart"),
        IsPinned = json.Flag("pinned"),
        ReservedCores = json.Number("reservedCores"),
        StartCpu = json.TryGetProperty("startCpu", out JsonElement start) && start.TryGetInt32(out int cpu) ? cpu : null,
        EmulatorCpus = json.OptionalText("emulatorCpus"),
        Adopts = json.Flag("adopts"),
    };

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => VmState.Write(writer, (VmState)state);

    /// <inheritdoc/>
    public override ResourceState ReadState(JsonElement json, int version) => VmState.Read(json);

    /// <inheritdoc/>
    protected override void WriteResource(Utf8JsonWriter writer, VmResource resource)
    {
        VmJson.Write(writer, resource.Spec);
        writer.WriteBoolean("autostart", resource.IsAutostart);
        writer.WriteBoolean("pinned", resource.IsPinned);
        writer.WriteNumber("reservedCores", resource.ReservedCores);
        if (resource.StartCpu is { } start)
            writer.WriteNumber("startCpu", start);
        if (resource.EmulatorCpus is { } rest)
            writer.WriteString("emulatorCpus", rest);
        writer.WriteBoolean("adopts", resource.Adopts);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<VmObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        (IReadOnlySet<string> all, IReadOnlySet<string> running, HostError? silence) = await NamesAsync(token).ConfigureAwait(false);
        var answers = new List<VmObservation>();
        var rendering = new VmRendering(target.Root, silence is null ? _things.Virsh : null);
        foreach (Question question in batch)
        {
            VmState now = all.Contains(question.Id.Key) ? await _things.ReadAsync(question.Id.Key, token).ConfigureAwait(false) : VmState.Absent;
            // Before libvirt is installed there are no machines; where one was, its silence is news.
            bool isHidden = silence is not null && question.Recorded is not null;
            var seen = new VmObservation(question.Id, now) { IsRunning = running.Contains(question.Id.Key), Unobservable = isHidden ? silence!.Message : null, Problem = isHidden ? silence : null };
            answers.Add(question.Desired is VmResource wanted && question.Seen is null && !isHidden ? await rendering.CompleteAsync(seen, wanted, token).ConfigureAwait(false) : seen);
        }

        return answers;
    }

    /// <inheritdoc/>
    protected override Change? Diff(VmResource? desired, VmObservation observed, Recorded? recorded) => VmDecision.Of(desired, observed, recorded);

    /// <inheritdoc/>
    protected override Drift? Drift(Recorded recorded, VmObservation observed)
    {
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        var applied = (VmState)recorded.Applied;
        if (observed.Vm.Xml is not { } there)
            return new Drift(observed.Id, DriftKind.Missing, "is not defined any more");
        IReadOnlyList<DomainDifference> differences = applied.Xml is { } wanted ? DomainComparison.Compare(wanted, there) : [];
        return differences.Count > 0 ? new Drift(observed.Id, DriftKind.Content, string.Join("; ", differences.Take(5)))
            : observed.Vm.IsAutostart != applied.IsAutostart ? new Drift(observed.Id, DriftKind.Content, applied.IsAutostart ? "does not start with the machine" : "starts with the machine")
            : null;
    }

    /// <inheritdoc/>
    protected override ResourceState StateAfter(VmResource desired, VmObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? observed.Wanted ?? recorded?.Applied ?? observed.Vm;

    private async Task<(IReadOnlySet<string> All, IReadOnlySet<string> Running, HostError? Silence)> NamesAsync(CancellationToken token)
    {
        try
        {
            (IReadOnlySet<string> all, IReadOnlySet<string> running) = await _things.Virsh.NamesAsync(token).ConfigureAwait(false);
            return (all, running, null);
        }
        catch (HostToolsException silent)
        {
            return (new HashSet<string>(), new HashSet<string>(), silent.Errors[0]);
        }
    }
}
