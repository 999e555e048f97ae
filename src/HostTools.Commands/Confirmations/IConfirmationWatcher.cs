using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>What takes an apply back when nobody confirms it, after the command that applied has ended.</summary>
public interface IConfirmationWatcher
{
    /// <summary>Begins to watch a target on which an apply waits to be confirmed.</summary>
    /// <returns>Why it could not; null when it watches.</returns>
    Task<string?> StartAsync(Target target, CancellationToken token);
}
