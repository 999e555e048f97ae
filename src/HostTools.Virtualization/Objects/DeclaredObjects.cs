using System.Xml.Linq;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Renders <c>virtualisation.libvirt.networks</c> and <c>.pools</c>.</summary>
internal sealed class DeclaredObjects(HostConfig config, ResourceSet into)
{
    private static readonly string[] s_ours = ["enable", "adopt", "keep", "autostart", "active", "xml"];

    private readonly List<HostError> _errors = [];

    /// <summary>Adds all of them.</summary>
    /// <exception cref="HostToolsException">LibvirtDeclarationWrong, for each.</exception>
    public void Realise()
    {
        Realise(LibvirtKind.Network, "networks");
        Realise(LibvirtKind.Pool, "pools");
        if (_errors.Count > 0)
            throw new HostToolsException(_errors);
    }

    private void Realise(LibvirtKind sort, string group)
    {
        if (!config.TryGet(out object? value, "virtualisation", "libvirt", group) || value is not ConfigMap all)
            return;
        foreach ((string name, object? one) in all.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (one is ConfigMap values && new VmOptions(values) is var own && own.Flag("enable"))
                Add(sort, group, name, values, own);
        }
    }

    private void Add(LibvirtKind sort, string group, string name, ConfigMap values, VmOptions own)
    {
        IReadOnlyList<Origin> places = config.OriginsOf("virtualisation", "libvirt", group, name);
        try
        {
            if (!VmNames.IsName(name))
                throw new FormatException(VmNames.Rule + ".");
            into.Add(new ObjectResource(sort, name, DomainText.Write(DefinitionOf(sort, name, values, own)))
            {
                IsAutostart = own.Flag("autostart"),
                IsActive = own.Flag("active"),
                Adopts = own.Flag("adopt"),
                Keeps = own.Flag("keep"),
                After = LibvirtUnit.In(into),
                Origins = places,
            });
        }
        catch (FormatException problem)
        {
            _errors.Add(VirtualizationErrors.LibvirtDeclarationWrong(sort.Word, name, problem.Message, places is [var place, ..] ? place : null));
        }
    }

    private XElement DefinitionOf(LibvirtKind sort, string name, ConfigMap values, VmOptions own)
    {
        Guid uuid = VmIdentity.Uuid(config.Meta.Hostname, $"{sort.Element} {name}");
        var definition = new XElement(sort.Element, new XElement("name", name), new XElement("uuid", uuid.ToString("D")));
        LibvirtTree.Fill(definition, values, name, s_ours);
        Tidy(definition);
        if (sort == LibvirtKind.Network && (string?)definition.Element("forward")?.Attribute("mode") is null or "nat" or "route" or "open")
            Settle(definition, uuid);
        if (own.Text("xml") is { } xml)
            DomainOverlay.Lay(DeclaredOverlay.Read(xml, sort.Element), definition);
        return definition;
    }

    /// <summary>What libvirt would choose anew with each definition: the bridge, whose name rules of firewalls know, and its address.</summary>
    private static void Settle(XElement network, Guid uuid)
    {
        XElement bridge = network.Element("bridge") ?? new XElement("bridge");
        if (bridge.Parent is null)
            network.Add(bridge);
        if (bridge.Attribute("name") is null)
            bridge.SetAttributeValue("name", $"virbr-{uuid:N}"[..12]);
        if (network.Element("mac") is null)
            network.Add(new XElement("mac", new XAttribute("address", DomainDevices.MacText(VmIdentity.Mac(uuid, 0)))));
    }

    /// <summary>Groups of options of which nothing is said are no elements.</summary>
    private static void Tidy(XElement definition)
    {
        foreach (XElement element in definition.Descendants().Reverse().ToArray())
        {
            if (element is { HasAttributes: false, HasElements: false, Value: "" })
                element.Remove();
        }
    }
}
