using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Says what machines are on this host, which is looked at once.</summary>
/// <param name="root">Where the host's files are.</param>
/// <param name="virsh">libvirt; null while it does not answer.</param>
internal sealed class VmRendering(Root root, Virsh? virsh)
{
    private readonly Lazy<TargetFacts> _facts = new(() => TargetFacts.Read(root));
    private readonly Dictionary<bool, HostAbilities> _abilities = [];

    public async Task<VmObservation> CompleteAsync(VmObservation seen, VmResource wanted, CancellationToken token)
    {
        // A generation that is brought back is what it was.
        if (wanted.Pinned is VmState pinned)
            return seen with { Wanted = pinned };
        try
        {
            var notes = new List<string>();
            HostAbilities abilities = wanted.Spec.Definition is null ? await AbilitiesAsync(wanted.Spec.IsEmulated, notes, token).ConfigureAwait(false) : HostAbilities.Unknown;
            XElement definition = DomainXml.Of(SpecOf(wanted, seen), abilities, Pins(wanted, notes));
            notes.AddRange(VmPlaces.Missing(wanted, root, _facts));
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
        if (_facts.Value.Topology is not { } topology)
        {
            notes.Add("the kernel does not tell how processors belong together, so it is tied to none");
            return null;
        }

        VmPins pins = wanted.StartCpu is { } first ? VmPinning.From(topology, wanted.Spec.Cpu, first) : VmPinning.Choose(topology, wanted.Spec.Cpu, wanted.ReservedCores, NodeOf(wanted.Spec, topology));
        if (CpuList.Parse(wanted.EmulatorCpus) is { Count: > 0 } chosen)
        {
            if (chosen.Except(topology.Cores.SelectMany(static core => core.Threads)).ToArray() is [var none, ..])
                throw new HostToolsException(VirtualizationErrors.ProcessorMissing(wanted.Spec.Name, none));
            if (chosen.Intersect(pins.Vcpus).ToArray() is { Length: > 0 } both)
                notes.Add($"cpu.pinning.emulatorCpus has {CpuList.Format(both)}, which it runs on itself");
            pins = pins with { Host = chosen };
        }

        if (pins.IsSplit)
            notes.Add("its cores are not behind one cache, so it is slower than it could be; give it fewer cores");
        return pins;
    }

    /// <summary>The memory node of its graphics card, where the host has several.</summary>
    private int? NodeOf(VmSpec spec, CpuTopology topology) =>
        topology.Nodes.Count > 1 && spec.PciDevices is [var card, ..] ? _facts.Value.Pci.FirstOrDefault(device => device.Address == card.Address)?.NumaNode : null;
}
