using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Reads and writes how networks or storage pools are defined.</summary>
/// <param name="sort">Which of them.</param>
/// <param name="virsh">libvirt; null on a target that has none.</param>
internal sealed class ObjectThings(LibvirtKind sort, Virsh? virsh)
{
    private Virsh Virsh => virsh ?? throw new HostToolsException(VirtualizationErrors.LibvirtUnreachable(Virtualization.Virsh.System, "this target is not the running machine"));

    /// <summary>Names of all that are defined, of those that start with the host, of those that are started.</summary>
    /// <exception cref="HostToolsException">LibvirtUnreachable.</exception>
    public async Task<(IReadOnlySet<string> All, IReadOnlySet<string> Autostart, IReadOnlySet<string> Active)> NamesAsync(CancellationToken token) => (
        await Virsh.ListAsync([$"{sort.Verb}-list", "--all", "--persistent", "--name"], token).ConfigureAwait(false),
        await Virsh.ListAsync([$"{sort.Verb}-list", "--all", "--persistent", "--autostart", "--name"], token).ConfigureAwait(false),
        await Virsh.ListAsync([$"{sort.Verb}-list", "--name"], token).ConfigureAwait(false));

    public async Task<ObjectState> ReadAsync(string name, CancellationToken token)
    {
        (IReadOnlySet<string> all, IReadOnlySet<string> autostart, IReadOnlySet<string> active) = await NamesAsync(token).ConfigureAwait(false);
        return all.Contains(name) ? new ObjectState(await DefinitionAsync(name, token).ConfigureAwait(false), autostart.Contains(name), active.Contains(name)) : ObjectState.Absent;
    }

    /// <summary>What one is defined as, whatever of it is started.</summary>
    public async Task<string> DefinitionAsync(string name, CancellationToken token)
    {
        XElement definition = DomainText.Parse(await SayAsync(["dumpxml", "--inactive", name], token).ConfigureAwait(false), sort.Element);
        // How full a pool is is no part of what it shall be.
        definition.Elements().Where(static element => element.Name.LocalName is "capacity" or "allocation" or "available").Remove();
        return DomainText.Write(definition);
    }

    /// <summary>Brings one to a state, whatever it is in. What machines use is not stopped.</summary>
    public async Task WriteAsync(string name, ObjectState state, CancellationToken token)
    {
        (IReadOnlySet<string> all, IReadOnlySet<string> autostart, IReadOnlySet<string> active) = await NamesAsync(token).ConfigureAwait(false);
        if (state.Definition is { } definition)
        {
            await Virsh.SayAsync([$"{sort.Verb}-define", "/dev/stdin", "--validate"], definition, token).ConfigureAwait(false);
            if (autostart.Contains(name) != state.IsAutostart)
                await SayAsync(state.IsAutostart ? ["autostart", name] : ["autostart", name, "--disable"], token).ConfigureAwait(false);
            if (state.IsActive && !active.Contains(name))
                await SayAsync(["start", name], token).ConfigureAwait(false);
        }

        if (!state.IsActive && active.Contains(name) && !await IsUsedAsync(name, token).ConfigureAwait(false))
            await SayAsync(["destroy", name], token).ConfigureAwait(false);
        if (state.IsAbsent && all.Contains(name))
            await SayAsync(["undefine", name], token).ConfigureAwait(false);
    }

    /// <summary>Whether machines that run are connected to it. Nothing that runs breaks when a pool is stopped.</summary>
    public async Task<bool> IsUsedAsync(string name, CancellationToken token) =>
        sort == LibvirtKind.Network && (await SayAsync(["port-list", name, "--uuid"], token).ConfigureAwait(false)).Trim().Length > 0;

    private Task<string> SayAsync(string[] words, CancellationToken token) => Virsh.SayAsync([$"{sort.Verb}-{words[0]}", .. words[1..]], null, token);
}
