using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>What takes an apply back when nobody confirms it, after the command that applied has ended.</summary>
public interface IConfirmationWatcher
{
    /// <summary>Before the first write of such an apply: what has to be there if the machine goes down in the middle.</summary>
    /// <returns>Why it could not; null when it is there, or nothing is needed.</returns>
    Task<string?> PrepareAsync(Target target, CancellationToken token);

    /// <summary>Begins to watch a target on which an apply waits to be confirmed.</summary>
    /// <param name="target">The target.</param>
    /// <param name="until">The moment from which on it is taken back.</param>
    /// <param name="token">Gives up.</param>
    /// <returns>Why it could not; null when it watches.</returns>
    Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token);

    /// <summary>Has the next start of the machine put right what waits for it.</summary>
    /// <returns>Why it could not; null when it does.</returns>
    Task<string?> AtStartAsync(Target target, CancellationToken token);

    /// <summary>Nothing waits any more: leaves nothing behind.</summary>
    Task EndAsync(Target target, CancellationToken token);
}

/// <summary>The watcher that a target can have: systemd's timer on a live machine, a process of its own elsewhere.</summary>
public sealed class ConfirmationWatcher : IConfirmationWatcher
{
    private readonly DetachedWatcher _process = new();
    private readonly TimerWatcher _timer = new(new Platform.SystemProcessRunner(), Platform.Root.At("/"));

    /// <inheritdoc/>
    public Task<string?> PrepareAsync(Target target, CancellationToken token) => Of(target).PrepareAsync(target, token);

    /// <inheritdoc/>
    public Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token) => Of(target).StartAsync(target, until, token);

    /// <inheritdoc/>
    public Task<string?> AtStartAsync(Target target, CancellationToken token) => Of(target).AtStartAsync(target, token);

    /// <inheritdoc/>
    public Task EndAsync(Target target, CancellationToken token) => Of(target).EndAsync(target, token);

    private IConfirmationWatcher Of(Target target) => _timer.Fits(target) ? _timer : _process;
}
