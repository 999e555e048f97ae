using HostTools.Commands.Framework;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Names of machines that libvirt has.</summary>
public sealed class VmNameCompleter : ICompleter
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(180);

    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        // An address by network, or one that first starts a daemon, is too slow for somebody who types.
        using var limit = new CancellationTokenSource(s_limit);
        var host = new VmHost(request.Environment.Processes, request.Given.TryGetValue("ConnectionUri", out string? uri) && uri.Length > 0 ? uri : VmHost.DefaultUri(request.Environment.Variable));
        return [.. host.ListAsync(limit.Token).GetAwaiter().GetResult().Select(static machine => new Completion(machine.Name, machine.Uuid.ToString()))];
    }
}

/// <summary>Addresses of libvirt.</summary>
public sealed class ConnectionUriCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) => [new("qemu:///system", "Machines of this host"), new("qemu:///session", "One's own machines")];
}
