using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>The agent of a machine of libvirt, which keeps questions and answers in step.</summary>
/// <remarks>libvirt carries at most 4 MiB in one message, its <c>VIR_NET_MESSAGE_STRING_MAX</c>.</remarks>
internal sealed class GuestVirsh(Virsh virsh, string name, Guid machine) : IGuestChannel
{
    private const int Limit = 4 * 1024 * 1024 - 1024;

    // In the order of what they tell: libvirt's own messages.
    private static readonly string[] s_silent = ["not available for now", "Guest agent is not responding", "timed out", "Guest agent disappeared"];

    private static readonly string[] s_unreachable = ["agent is not connected", "domain is not running", "Domain not found", "failed to get domain"];

    /// <inheritdoc/>
    public async Task<JsonElement> AskAsync(string command, JsonObject? arguments, TimeSpan limit, CancellationToken token)
    {
        string question = GuestMessage.Question(command, arguments);
        if (question.Length > Limit)
            throw new HostToolsException(VirtualizationErrors.GuestMessageTooLarge(command));
        (string? answer, string said) = await virsh.AskAgentAsync(machine, question, limit, token).ConfigureAwait(false);
        if (answer is not null)
            return GuestMessage.Returned(command, Encoding.UTF8.GetBytes(answer));
        throw new HostToolsException(
            Has(said, ["agent is not configured"]) ? VirtualizationErrors.GuestChannelMissing(name)
            : Has(said, s_unreachable) ? VirtualizationErrors.GuestUnreachable(name, said)
            : Has(said, s_silent) ? VirtualizationErrors.GuestSilent(command, limit)
            : Has(said, ["too large", "Unable to encode message", "exceeds maximum"]) ? VirtualizationErrors.GuestMessageTooLarge(command)
            : VirtualizationErrors.GuestRefused(command, "libvirt", said));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Has(string said, string[] words) => words.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
