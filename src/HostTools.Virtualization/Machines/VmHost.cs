using System.Globalization;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>The machines of one libvirt.</summary>
/// <param name="processes">Starts virsh.</param>
/// <param name="uri">Address of libvirt: <c>qemu:///system</c>.</param>
public sealed class VmHost(IProcessRunner processes, string uri)
{
    /// <summary>Address of libvirt.</summary>
    public string Uri => uri;

    /// <summary>Its machines run here, and their files are here.</summary>
    public bool IsLocal { get; } = uri.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon && uri.AsSpan(colon + 3).StartsWith('/')
        && uri.AsSpan(0, colon) is var scheme && (scheme.IndexOf('+') < 0 || scheme.EndsWith("+unix"));

    internal Virsh Virsh { get; } = new(processes, uri);

    /// <summary>Where machines are when nobody says: LIBVIRT_DEFAULT_URI, else the system's for root, else the user's own.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string DefaultUri(Func<string, string?> variable) =>
        variable("LIBVIRT_DEFAULT_URI") is { Length: > 0 } given ? given : Environment.IsPrivilegedProcess ? Virsh.System : "qemu:///session";

    /// <summary>Names and identities of all machines, by name.</summary>
    /// <exception cref="HostToolsException">LibvirtMissing; LibvirtForbidden; LibvirtUnreachable.</exception>
    public Task<IReadOnlyList<(string Name, Guid Uuid)>> ListAsync(CancellationToken token) => Virsh.ListAsync(token);

    /// <summary>What libvirt has of a machine; null when it has gone meanwhile.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused and others of libvirt.</exception>
    public async Task<HostVm?> ReadAsync(string name, Guid uuid, CancellationToken token)
    {
        try
        {
            IReadOnlyDictionary<string, string> info = await Virsh.InfoAsync(uuid, token).ConfigureAwait(false);
            VmRunState state = VmStates.Of(info.GetValueOrDefault("State"));
            XElement defined = await Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false);
            IReadOnlyList<DomainDifference> late = VmStates.IsActive(state) ? RestartNeeds.Of(defined, await Virsh.DefinitionAsync(uuid, isRunning: true, token).ConfigureAwait(false)) : [];
            return new HostVm(name, state)
            {
                Uuid = uuid,
                Memory = Kibibytes(info.GetValueOrDefault("Max memory")),
                Processors = int.TryParse(info.GetValueOrDefault("CPU(s)"), NumberStyles.None, CultureInfo.InvariantCulture, out int processors) ? processors : null,
                IsAutostart = info.GetValueOrDefault("Autostart") == "enable",
                IsPersistent = info.GetValueOrDefault("Persistent") == "yes",
                IsOurs = DomainXml.IsOurs(defined),
                RestartReasons = [.. late.Select(static difference => difference.ToString())],
                ConnectionUri = uri,
            };
        }
        catch (HostToolsException) when (!token.IsCancellationRequested)
        {
            if (await IsThereAsync(uuid, token).ConfigureAwait(false))
                throw;
            return null;
        }
    }

    /// <summary>What a machine does; <see cref="VmRunState.Undefined"/> for one that is gone.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused and others of libvirt.</exception>
    public async Task<VmRunState> StateAsync(Guid uuid, CancellationToken token)
    {
        try
        {
            return VmStates.Of(await Virsh.StateAsync(uuid, token).ConfigureAwait(false));
        }
        catch (HostToolsException) when (!token.IsCancellationRequested)
        {
            if (await IsThereAsync(uuid, token).ConfigureAwait(false))
                throw;
            return VmRunState.Undefined;
        }
    }

    /// <summary>How a machine is defined, and how it runs; null for what there is not.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused and others of libvirt.</exception>
    public async Task<(XElement Defined, XElement? Running)> DefinitionsAsync(Guid uuid, CancellationToken token) =>
        (await Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false),
            VmStates.IsActive(await StateAsync(uuid, token).ConfigureAwait(false)) ? await Virsh.DefinitionAsync(uuid, isRunning: true, token).ConfigureAwait(false) : null);

    /// <summary>The agent in a machine.</summary>
    public GuestAgent Agent(string name, Guid uuid) => new(new GuestVirsh(Virsh, name, uuid));

    private async Task<bool> IsThereAsync(Guid uuid, CancellationToken token) => (await ListAsync(token).ConfigureAwait(false)).Any(machine => machine.Uuid == uuid);

    private static ByteSize? Kibibytes(string? text) =>
        text?.Split(' ') is [var number, "KiB"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long amount) ? new ByteSize(amount << 10) : null;
}
