using System.Text.Json;
using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Networks, or storage pools, of the libvirt of the running machine.</summary>
/// <param name="sort">Which of them.</param>
/// <param name="target">Where.</param>
/// <param name="processes">Runs virsh.</param>
/// <param name="uri">Address of libvirt.</param>
internal sealed class ObjectProvider(LibvirtKind sort, Target target, IProcessRunner processes, string uri = Virsh.System) : Provider<ObjectResource, ObjectObservation>
{
    private readonly ObjectThings _things = new(sort, target.IsLive ? new Virsh(processes, uri) : null);

    public override string Kind => sort.Name;

    /// <summary>libvirt was started by then.</summary>
    public override Phase Phase => Phase.Start;

    public override IReadOnlyList<IUndo> Undoes => [new ObjectUndo(sort, _things)];

    public override bool IsKept => target.IsLive;

    public override IReadOnlyList<Operation> Lower(Change change) => change.After is ObjectState after ? [new ObjectOperation(sort, _things, change.Id, after, change.Desired is ObjectResource { Keeps: true })] : [];

    public override Resource ReadResource(JsonElement json, int version)
    {
        string name = json.Text("name");
        return VmNames.IsName(name)
            ? new ObjectResource(sort, name, ObjectState.Read(json, sort.Element).Definition ?? throw new FormatException("has no definition"))
            {
                IsAutostart = json.Flag("autostart"),
                IsActive = json.Flag("active"),
                Adopts = json.Flag("adopts"),
                Keeps = json.Flag("keeps"),
            }
            : throw new FormatException($"has '{name}' where a {sort.Word} is expected");
    }

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => ObjectState.Write(writer, (ObjectState)state);

    public override ResourceState ReadState(JsonElement json, int version) => ObjectState.Read(json, sort.Element);

    protected override void WriteResource(Utf8JsonWriter writer, ObjectResource resource)
    {
        writer.WriteString("name", resource.Name);
        ObjectState.Write(writer, new ObjectState(resource.Definition, resource.IsAutostart, resource.IsActive));
        writer.WriteBoolean("adopts", resource.Adopts);
        writer.WriteBoolean("keeps", resource.Keeps);
    }

    protected override async Task<IReadOnlyList<ObjectObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        var answers = new List<ObjectObservation>();
        try
        {
            (IReadOnlySet<string> all, IReadOnlySet<string> autostart, IReadOnlySet<string> active) = await _things.NamesAsync(token).ConfigureAwait(false);
            foreach (Question question in batch)
            {
                string name = question.Id.Key;
                answers.Add(new ObjectObservation(question.Id, all.Contains(name)
                    ? new ObjectState(await _things.DefinitionAsync(name, token).ConfigureAwait(false), autostart.Contains(name), active.Contains(name))
                    : ObjectState.Absent));
            }

            return answers;
        }
        catch (HostToolsException silent)
        {
            // Before libvirt is installed there is nothing; where something was, its silence is news.
            return [.. batch.Select(question => question.Recorded is null
                ? new ObjectObservation(question.Id, ObjectState.Absent)
                : new ObjectObservation(question.Id, ObjectState.Absent) { Unobservable = silent.Errors[0].Message, Problem = silent.Errors[0] })];
        }
    }

    protected override Change? Diff(ObjectResource? desired, ObjectObservation observed, Recorded? recorded) => ObjectDecision.Of(desired, observed, recorded);

    protected override Drift? Drift(Recorded recorded, ObjectObservation observed)
    {
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        var applied = (ObjectState)recorded.Applied;
        if (observed.Seen.Xml is not { } there)
            return new Drift(observed.Id, DriftKind.Missing, "is not defined any more");
        bool isDefined = recorded.Resource is ObjectResource { Keeps: false };
        List<string> words = [.. (isDefined && applied.Xml is { } wanted ? DomainComparison.Compare(wanted, there) : []).Select(static difference => difference.ToString())];
        if (observed.Seen.IsAutostart != applied.IsAutostart)
            words.Add(applied.IsAutostart ? "does not start with the machine" : "starts with the machine");
        if (applied.IsActive && !observed.Seen.IsActive)
            words.Add("is not started");
        return words.Count == 0 ? null : new Drift(observed.Id, DriftKind.Content, string.Join("; ", words.Take(5)));
    }

    protected override ResourceState StateAfter(ObjectResource desired, ObjectObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (observed.Problem is null ? ObjectDecision.WantedOf(desired, observed.Seen, recorded) : recorded?.Applied ?? observed.Seen);
}
