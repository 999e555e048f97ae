using HostTools.Platform;

namespace HostTools.Virtualization;

public static partial class VirtualizationErrors
{
    /// <summary>libvirt's command is not installed.</summary>
    /// <remarks>Install virsh: libvirt-clients on Debian and Ubuntu, libvirt-client on Fedora, libvirt on Arch. A host with the module vms gets it by an apply.</remarks>
    /// <example><code lang="sh">PATH=/nowhere hosttools vm list</code></example>
    public static HostError LibvirtMissing(string uri) =>
        new(nameof(LibvirtMissing), ErrorKind.NotFound,
            "The program 'virsh' is not installed, and libvirt is asked by it. Install libvirt-clients (Debian, Ubuntu), libvirt-client (Fedora) or libvirt (Arch), or apply a host that enables virtualisation.libvirtd.", uri);

    /// <summary>libvirt does not let this user in.</summary>
    /// <remarks>Be root, or a member of the group libvirt (log in anew afterwards); qemu:///session has machines of one's own.</remarks>
    /// <example><code lang="sh">hosttools vm list --connect qemu:///system</code></example>
    public static HostError LibvirtForbidden(string uri, string reason) =>
        new(nameof(LibvirtForbidden), ErrorKind.PermissionDenied,
            $"libvirt at {uri} does not let this user in: {Printable(reason).TrimEnd('.')}. Run it as root, join the group libvirt and log in anew, or use one's own machines with -ConnectionUri qemu:///session (--connect).", uri);

    /// <summary>A machine does not run, and has to.</summary>
    /// <remarks>Start it with Start-HostVm (hosttools vm start).</remarks>
    /// <example><code lang="sh">hosttools vm wait windows11 --for agent</code></example>
    public static HostError VmNotRunning(string name, VmRunState state, string what) =>
        new(nameof(VmNotRunning), ErrorKind.Conflict,
            $"The machine '{name}' does not run (it is {Spoken(state)}), so {what}. Start it with Start-HostVm (hosttools vm start).", name);

    /// <summary>A machine runs, and must not.</summary>
    /// <remarks>Stop it with Stop-HostVm (hosttools vm stop).</remarks>
    /// <example><code lang="sh">hosttools vm unregister windows11 --remove-storage --yes</code></example>
    public static HostError VmStillRuns(string name, string what) =>
        new(nameof(VmStillRuns), ErrorKind.Conflict, $"The machine '{name}' runs, so {what}. Stop it with Stop-HostVm (hosttools vm stop).", name);

    /// <summary>A machine was asked to go down, and did not in time.</summary>
    /// <remarks>Give it more time, look at its screen, or end it with -Force (--force), which is like pulling its plug.</remarks>
    /// <example><code lang="sh">hosttools vm stop windows11 --timeout 5s</code></example>
    public static HostError VmDidNotStop(string name, TimeSpan limit) =>
        new(nameof(VmDidNotStop), ErrorKind.Failed,
            $"The machine '{name}' was asked to go down, and still runs after {new Duration(limit)}. Perhaps somebody has to answer a question in it. Give it more time (-Timeout, --timeout), or end it with -Force (--force), which loses what it has not written.", name);

    /// <summary>What was waited for did not come in time.</summary>
    /// <remarks>Give it more time; for agent and address the guest needs qemu-guest-agent, on Windows the virtio tools.</remarks>
    /// <example><code lang="sh">hosttools vm wait server --for address --timeout 5s</code></example>
    public static HostError VmWaitTimedOut(string name, string what, TimeSpan limit, string seen) =>
        new(nameof(VmWaitTimedOut), ErrorKind.Failed,
            $"The machine '{name}' did not get to '{what}' within {new Duration(limit)}: {seen.TrimEnd('.')}. Give it more time (-Timeout, --timeout), or look at its screen.", name);

    /// <summary>Something is too large for one message to or from an agent.</summary>
    /// <remarks>Carry it as a file with -Send or -Receive, which go in pieces, and let the program read or write that.</remarks>
    /// <example><code lang="text">A program in a guest writes 10 MiB to its standard output.</code></example>
    public static HostError GuestMessageTooLarge(string command) =>
        new(nameof(GuestMessageTooLarge), ErrorKind.Failed,
            $"What '{command}' takes or gives is larger than libvirt carries in one message (4 MiB, about 3 MiB of a program's input or output). Let the program use a file, and carry that with -Send and -Receive (--send, --receive).", command);

    /// <summary>A machine has no channel by which its guest's agent could be asked.</summary>
    /// <remarks>Declared machines have one. Others need a channel to org.qemu.guest_agent.0 in their definition, and a new start.</remarks>
    /// <example><code lang="text">Invoke-HostVmCommand for a machine that somebody defined without the channel.</code></example>
    public static HostError GuestChannelMissing(string name) =>
        new(nameof(GuestChannelMissing), ErrorKind.NotFound,
            $"The machine '{name}' has no channel to a guest agent. Add <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel> to its devices, start it anew, and install the agent in the guest.", name);

    /// <summary>A machine that is to be defined has the name of another one.</summary>
    /// <remarks>Its message says whose it is. Give it another name, or say -Force (--force).</remarks>
    /// <example><code lang="sh">hosttools vm register --file windows11.xml</code></example>
    public static HostError VmNameTaken(string name, bool isOurs) =>
        new(nameof(VmNameTaken), ErrorKind.Conflict, isOurs
            ? $"The machine '{name}' was defined from a configuration, which would be undone by a file. Change it there, or say -Force (--force): the next apply then finds a machine of somebody else."
            : $"There is another machine '{name}', with an identity of its own, on which TPM and licences hang. Give yours another name, take the <uuid> out of the file to change the one there is, or say -Force (--force) to replace it.", name);

    /// <summary>A file does not define a machine.</summary>
    /// <remarks>The message says what is wrong and where. It has to be XML of libvirt that begins with domain, without a document type, of at most 4 MiB.</remarks>
    /// <example><code lang="sh">hosttools vm check --path hosts/toaster/default.yaml</code></example>
    public static HostError VmXmlUnreadable(string source, int line, int column, string problem) =>
        new(nameof(VmXmlUnreadable), ErrorKind.InvalidInput, $"'{source}' does not define a machine: {Printable(problem).TrimEnd('.')}. It has to be libvirt's XML, as 'virsh dumpxml' prints it.", source)
        {
            Origin = line > 0 ? new Origin(source, line, Math.Max(1, column)) : null,
        };

    private static string Spoken(VmRunState state) => state switch
    {
        VmRunState.Off => "off",
        VmRunState.Undefined => "not defined",
        VmRunState.ShuttingDown => "shutting down",
        VmRunState.Unknown => "in a state that libvirt does not tell",
        _ => state.ToString().ToLowerInvariant(),
    };
}
