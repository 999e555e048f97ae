using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Says what machines are on this host, which is looked at once.</summary>
/// <param name="root">Where the host's files are.</param>
/// <param name="virsh">libvirt; null while it does not answer.</param>
internal sealed class VmRendering(Root root, Virsh? virsh)
{
    private readonly Lazy<CpuTopology?> _topology = new(() => TargetFacts.Read(root).Topology);
    private readonly Dictionary<bool, HostAbilities> _abilities = [];

    public async Task<VmObservation> CompleteAsync(VmObservation seen, VmResource wanted, CancellationToken token)
    {
        // A generation that is brought back is what it was.
        if (wanted.Pinned is VmState pinned)
            return seen with { Wanted = pinned };
        try
        {
            var notes = new List<string>();
            XElement definition = DomainXml.Of(SpecOf(wanted, seen), await AbilitiesAsync(wanted.Spec.IsEmulated, notes, token).ConfigureAwait(false), Pins(wanted, notes));
            if (seen.Vm.Xml is { } present)
                DomainAddresses.Keep(definition, present);
            return seen with { Wanted = new VmState(DomainText.Write(definition), wanted.IsAutostart), Notes = notes };
        }
        catch (HostToolsException failed)
        {
            return seen with { Problem = failed.Errors[0] with { Origin = wanted.Origins is [var place, ..] ? place : null } };
        }
    }

    /// <summary>A machine that is taken over keeps its identity: TPM and licences hang on it.</summary>
    private static VmSpec SpecOf(VmResource wanted, VmObservation seen) =>
        wanted.Adopts && seen.Vm.Xml is { } present && Guid.TryParse((string?)present.Element("uuid"), out Guid uuid) ? wanted.Spec with { Uuid = uuid } : wanted.Spec;

    private async Task<HostAbilities> AbilitiesAsync(bool isEmulated, List<string> notes, CancellationToken token)
    {
        if (virsh is null)
        {
            notes.Add("libvirt does not answer yet, so it is defined for a host of which nothing is known; the next apply defines it for this one");
            return HostAbilities.Unknown;
        }

        if (!_abilities.TryGetValue(isEmulated, out HostAbilities? abilities))
            _abilities[isEmulated] = abilities = await virsh.AbilitiesAsync(isEmulated, token).ConfigureAwait(false);
        return abilities;
    }

    private VmPins? Pins(VmResource wanted, List<string> notes)
    {
        if (!wanted.IsPinned || wanted.Spec.IsEmulated)
            return null;
        if (_topology.Value is not { } topology)
        {
            notes.Add("the kernel does not tell how processors belong together, so it is tied to none");
            return null;
        }

        VmPins pins = VmPinning.Choose(topology, wanted.Spec.Cpu, wanted.ReservedCores);
        if (pins.IsSplit)
            notes.Add("no group of cores behind one cache is large enough for it, so it is slower than it could be; give it fewer cores");
        return pins;
    }
}
