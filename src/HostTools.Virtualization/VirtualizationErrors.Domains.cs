using HostTools.Platform;

namespace HostTools.Virtualization;

public static partial class VirtualizationErrors
{
    /// <summary>What libvirt said cannot be read.</summary>
    /// <remarks>Run the command of virsh by hand; a version of libvirt that is too new or too old may say other things.</remarks>
    /// <example><code lang="text">virsh domcapabilities prints a warning where its answer should be.</code></example>
    public static HostError LibvirtAnswerMalformed(string what, string problem) =>
        new(nameof(LibvirtAnswerMalformed), ErrorKind.Failed, $"libvirt's <{what}> cannot be read: {problem.TrimEnd('.')}. Run virsh by hand to see what it says.", what);
}
