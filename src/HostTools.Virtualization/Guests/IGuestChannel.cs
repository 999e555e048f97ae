using System.Text.Json;
using System.Text.Json.Nodes;

namespace HostTools.Virtualization;

/// <summary>A way to the agent that runs in a guest: one question, one answer. Not thread-safe.</summary>
public interface IGuestChannel : IAsyncDisposable
{
    /// <summary>Asks the agent, and gives what it returned.</summary>
    /// <param name="command">Name of the command, such as <c>guest-info</c>.</param>
    /// <param name="arguments">Its arguments; null for none. They may hold secrets and are shown nowhere.</param>
    /// <param name="limit">Longest wait for the answer.</param>
    /// <param name="token">Gives up waiting.</param>
    /// <exception cref="Platform.HostToolsException">GuestSilent, GuestRefused, GuestAnswerMalformed, GuestUnreachable.</exception>
    Task<JsonElement> AskAsync(string command, JsonObject? arguments, TimeSpan limit, CancellationToken token);
}
