using HostTools.Platform;

namespace HostTools.Virtualization;

public static partial class VirtualizationErrors
{
    /// <summary>There is no way to the agent of a guest.</summary>
    /// <remarks>Start the machine, give it a channel org.qemu.guest_agent.0, and install the agent in it (qemu-guest-agent; on Windows the virtio tools).</remarks>
    /// <example><code lang="text">Invoke-HostVmCommand for a machine that is off.</code></example>
    public static HostError GuestUnreachable(string place, string reason) =>
        new(nameof(GuestUnreachable), ErrorKind.NotFound,
            $"The guest agent cannot be reached at '{place}': {reason.TrimEnd('.')}. Start the machine, and install the guest agent in it.", place);

    /// <summary>The agent of a guest did not answer in time.</summary>
    /// <remarks>The system may still be starting, or the agent does not run: look at its service in the guest.</remarks>
    /// <example><code lang="text">A guest that has not come up yet.</code></example>
    public static HostError GuestSilent(string command, TimeSpan limit) =>
        new(nameof(GuestSilent), ErrorKind.Failed,
            $"The guest agent did not answer '{command}' within {new Duration(limit)}. The guest may still be starting (wait with Wait-HostVm), or the agent does not run in it.", command);

    /// <summary>The agent of a guest said no.</summary>
    /// <remarks>The message has its reason. Commands may be switched off in the guest, in /etc/sysconfig/qemu-ga or qemu-ga.conf.</remarks>
    /// <example><code lang="text">A program that is not there.</code></example>
    public static HostError GuestRefused(string command, string kind, string reason) =>
        new(nameof(GuestRefused), ErrorKind.Failed, $"The guest agent refused '{command}': {Printable(reason).TrimEnd('.')} ({Printable(kind)}).", command);

    /// <summary>What came from the agent of a guest is no answer.</summary>
    /// <remarks>Update the agent in the guest; if somebody else may run programs as its administrator, do not trust it.</remarks>
    /// <example><code lang="text">An answer without end.</code></example>
    public static HostError GuestAnswerMalformed(string command, string problem) =>
        new(nameof(GuestAnswerMalformed), ErrorKind.Failed, $"The guest agent's answer to '{command}' cannot be read: {problem}. Update the agent in the guest.", command);

    /// <summary>A program in a guest did not end in time; it runs on.</summary>
    /// <remarks>Give it more time, or end it in the guest by its process number.</remarks>
    /// <example><code lang="text">An installer that waits for somebody.</code></example>
    public static HostError GuestCommandTimedOut(string program, TimeSpan limit, long process) =>
        new(nameof(GuestCommandTimedOut), ErrorKind.Failed,
            $"'{program}' did not end in the guest within {new Duration(limit)}. It runs on there as process {process}: end it, or give it more time.", program);

    /// <summary>A file in a guest is larger than what is taken from it.</summary>
    /// <remarks>Raise the limit, or carry it by a shared folder.</remarks>
    /// <example><code lang="text">A result file that never ends.</code></example>
    public static HostError GuestFileTooLarge(string path, long limit) =>
        new(nameof(GuestFileTooLarge), ErrorKind.Failed, $"'{path}' in the guest is larger than {limit:#,0} bytes, which is the most that is taken. Raise the limit.", path);

    private static string Printable(string text) => string.Concat(text.Take(300).Select(static letter => char.IsControl(letter) ? ' ' : letter));
}
