using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What virsh complains about, as errors with a way out.</summary>
internal sealed partial class Virsh
{
    // Source: messages of libvirt's remote driver and of polkit.
    private static readonly string[] s_forbidden = ["Permission denied", "authentication unavailable", "authentication failed", "authentication cancelled", "access denied", "Operation not permitted"];

    private static readonly string[] s_unreachable = ["failed to connect to the hypervisor", "Failed to connect socket", "Connection refused", "no connection driver available", "End of file while reading data"];

    private HostToolsException Failure(string verb, string said) =>
        s_unreachable.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase)) ? Unreachable(said) : new HostToolsException(VirtualizationErrors.LibvirtRefused(verb, said));

    private HostToolsException Unreachable(string said) => new(s_forbidden.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase))
        ? VirtualizationErrors.LibvirtForbidden(uri, said)
        : VirtualizationErrors.LibvirtUnreachable(uri, said));
}
