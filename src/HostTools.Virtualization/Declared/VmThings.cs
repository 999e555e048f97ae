using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Reads and writes how machines are defined.</summary>
/// <param name="virsh">libvirt; null on a target that has none.</param>
internal sealed class VmThings(Virsh? virsh)
{
    public Virsh Virsh => virsh ?? throw new HostToolsException(VirtualizationErrors.LibvirtUnreachable(Virtualization.Virsh.System, "this target is not the running machine"));

    public async Task<VmState> ReadAsync(string name, CancellationToken token) =>
        (await Virsh.NamesAsync(token).ConfigureAwait(false)).All.Contains(name)
            ? new VmState(DomainText.Write(await Virsh.DefinitionAsync(name, token).ConfigureAwait(false)), await Virsh.IsAutostartAsync(name, token).ConfigureAwait(false))
            : VmState.Absent;

    /// <summary>Brings a machine to a state, whatever it is in.</summary>
    public async Task WriteAsync(string name, VmState state, CancellationToken token)
    {
        if (state.Xml is { } definition)
        {
            await Virsh.DefineAsync(definition, token).ConfigureAwait(false);
            if (await Virsh.IsAutostartAsync(name, token).ConfigureAwait(false) != state.IsAutostart)
                await Virsh.AutostartAsync(name, state.IsAutostart, token).ConfigureAwait(false);
        }
        else if ((await Virsh.NamesAsync(token).ConfigureAwait(false)).All.Contains(name))
        {
            await Virsh.UndefineAsync(name, token).ConfigureAwait(false);
        }
    }
}
