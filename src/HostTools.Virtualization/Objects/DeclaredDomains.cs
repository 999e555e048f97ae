using System.Xml.Linq;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Renders <c>virtualisation.libvirt.domains</c>: machines whose definition is said rather than made.</summary>
internal sealed class DeclaredDomains(HostConfig config, ResourceSet into)
{
    private readonly List<HostError> _errors = [];

    /// <summary>Adds all of them.</summary>
    /// <exception cref="HostToolsException">VmDeclarationWrong, for each.</exception>
    public void Realise()
    {
        if (!config.TryGet(out object? value, "virtualisation", "libvirt", "domains") || value is not ConfigMap all)
            return;
        foreach ((string name, object? one) in all.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (one is ConfigMap values && new VmOptions(values) is var own && own.Flag("enable"))
                Add(name, own);
        }

        if (_errors.Count > 0)
            throw new HostToolsException(_errors);
    }

    private void Add(string name, VmOptions own)
    {
        IReadOnlyList<Origin> places = config.OriginsOf("virtualisation", "libvirt", "domains", name);
        try
        {
            if (!VmNames.IsName(name))
                throw new FormatException(VmNames.Rule + ".");
            into.Add(new VmResource(SpecOf(name, own)) { IsAutostart = own.Flag("autostart"), Adopts = own.Flag("adopt"), Origins = places, After = LibvirtUnit.In(into) });
        }
        catch (FormatException problem)
        {
            _errors.Add(VirtualizationErrors.VmDeclarationWrong(name, problem.Message, places is [var place, ..] ? place : null));
        }
    }

    private VmSpec SpecOf(string name, VmOptions own)
    {
        Guid uuid = own.Text("uuid") is { } text ? Guid.Parse(text) : VmIdentity.Uuid(config.Meta.Hostname, name);
        (XElement devices, IReadOnlyList<VmDisk> images) = DomainDeviceTree.Of(own, uuid);
        XElement definition = DomainTree.Of(name, uuid, own, devices);
        return new VmSpec(name, uuid)
        {
            Memory = new ByteSize(DomainValue.AmountOf(definition.Element("memory")!) ?? 0), // It has an amount in a unit.
            Cpu = new VmCpu { Cores = (int)own.Number("vcpu", "count"), Threads = 1 },
            Disks = images,
            IsEmulated = own.Text("type") == "qemu",
            Definition = definition,
            Overlay = own.Text("xml") is { } xml ? DeclaredOverlay.Read(xml, "domain") : null,
        };
    }
}
