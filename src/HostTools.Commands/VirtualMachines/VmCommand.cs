using HostTools.Commands.Framework;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>The parameter of commands that talk to libvirt.</summary>
public abstract class VmCommand
{
    /// <summary>Address of libvirt: qemu:///system has the host's machines, qemu:///session one's own. Without it LIBVIRT_DEFAULT_URI, else the first for root and the second for others.</summary>
    [Argument(Pipeline = Pipeline.Property, Cli = "connect", Completer = typeof(ConnectionUriCompleter))]
    public string? ConnectionUri { get; set; }

    private protected VmHost Open(CommandContext context)
    {
        var host = new VmHost(context.Environment.Processes, ConnectionUri is { Length: > 0 } uri ? uri : VmHost.DefaultUri(context.Environment.Variable));
        context.Verbose($"libvirt: {host.Uri}");
        return host;
    }

    /// <summary>Machines that names and wildcards mean, each as it is when its turn comes; a name that there is not gives an error.</summary>
    private protected static async IAsyncEnumerable<HostVm> MatchingAsync(CommandContext context, VmHost host, IReadOnlyList<string> names, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        IReadOnlyList<(string Name, Guid Uuid)> all;
        using (context.WhenSlow("Asking libvirt", host.Uri))
            all = await host.ListAsync(token).ConfigureAwait(false);
        foreach ((string name, Guid uuid) in VmNames.Matching(context, host.Uri, names, all))
        {
            HostVm? vm = await Attempt.OfAsync(context, () => host.ReadAsync(name, uuid, token)).ConfigureAwait(false);
            if (vm is not null)
                yield return vm;
        }
    }
}
