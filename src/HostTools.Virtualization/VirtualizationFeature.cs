using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Virtual machines: <c>virtualisation.vms</c>, and what libvirt has beside them: <c>virtualisation.libvirt</c>.</summary>
/// <param name="library">Where the modules are; the same as of the base.</param>
public sealed class VirtualizationFeature(ModuleSource library) : IFeature
{
    /// <inheritdoc/>
    public string Name => "virtualization";

    /// <summary>Runs virsh.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <inheritdoc/>
    public ModuleSource Library => library;

    /// <inheritdoc/>
    public IEnumerable<IProvider> Providers(Target target) =>
        [new VmProvider(target, Processes), new ObjectProvider(LibvirtKind.Network, target, Processes), new ObjectProvider(LibvirtKind.Pool, target, Processes)];

    /// <inheritdoc/>
    public void Realise(HostConfig config, ResourceSet into)
    {
        new DeclaredVms(config, into).Realise();
        new DeclaredDomains(config, into).Realise();
        new DeclaredObjects(config, into).Realise();
    }

    /// <summary>Homes have none.</summary>
    public void RealiseHome(HostConfig home, ResourceSet into)
    {
    }
}
