using System.Diagnostics;

namespace HostTools.Models;

/// <summary>Keeps all streams together below a rate. Thread-safe.</summary>
/// <param name="bytesPerSecond">The rate; null is no limit.</param>
internal sealed class BandwidthLimiter(long? bytesPerSecond)
{
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _free;

    /// <summary>Waits until so many bytes may have come.</summary>
    public ValueTask TakeAsync(int bytes, CancellationToken token)
    {
        if (bytesPerSecond is not { } rate)
            return ValueTask.CompletedTask;
        TimeSpan wait;
        lock (_lock)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(_start);
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)bytes / rate);
            wait = _free - now;
        }

        return wait > TimeSpan.FromMilliseconds(1) ? new ValueTask(Task.Delay(wait, token)) : ValueTask.CompletedTask;
    }
}
