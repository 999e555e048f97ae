using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Counts attempts that brought nothing, and waits between them. Not thread-safe.</summary>
/// <param name="settings">How often and how long.</param>
/// <param name="wait">Waits; tests do not.</param>
internal sealed class Attempts(NetworkSettings settings, Func<TimeSpan, CancellationToken, Task> wait)
{
    private int _failed;

    /// <summary>Something arrived, so the next failure is the first again.</summary>
    public void Progress() => _failed = 0;

    /// <summary>Waits before the next attempt.</summary>
    /// <param name="error">What failed, thrown when it was the last attempt or the server wants too long a pause.</param>
    /// <param name="asked">What the server asked for; null when it said nothing.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="HostToolsException">The error.</exception>
    public async Task PauseAsync(HostError error, TimeSpan? asked, CancellationToken token)
    {
        if (++_failed >= settings.MaxAttempts || asked > settings.LongestServerDelay)
            throw new HostToolsException(error);
        double seconds = Math.Min(settings.BaseDelay.TotalSeconds * Math.Pow(2, _failed - 1), settings.MaxDelay.TotalSeconds);
        TimeSpan own = TimeSpan.FromSeconds(seconds * (0.75 + Random.Shared.NextDouble() / 2));
        await wait(asked > own ? asked.Value : own, token).ConfigureAwait(false);
    }
}
