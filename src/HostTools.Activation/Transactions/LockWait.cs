using System.Diagnostics;

namespace HostTools.Activation;

/// <summary>How long a command waits, in all, for others to end their work on its targets.</summary>
/// <param name="longest">The longest time; counted from the first wait.</param>
/// <param name="waiting">Hears once for whom it waits; null when that is not known.</param>
public sealed class LockWait(TimeSpan longest, Action<TargetWork?>? waiting = null)
{
    private const int ShortestPause = 5;
    private const int LongestPause = 50;

    private long? _started;

    /// <summary>Waits a little; false when the time is over.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the wait ends at once.</exception>
    internal async Task<bool> PauseAsync(LockOwner? owner, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (_started is null)
        {
            _started = Stopwatch.GetTimestamp();
            waiting?.Invoke(owner is null ? null : TargetWork.Of(owner));
        }

        TimeSpan left = longest - Stopwatch.GetElapsedTime(_started.Value);
        if (left <= TimeSpan.Zero)
            return false;
        // By chance, so that many who wait do not all come at once.
        var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestPause, LongestPause));
        await Task.Delay(pause < left ? pause : left, token).ConfigureAwait(false);
        return true;
    }
}
