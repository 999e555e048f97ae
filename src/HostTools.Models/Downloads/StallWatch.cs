using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Notices a transfer that goes on and comes to nothing. One for each answer; not thread-safe.</summary>
internal sealed class StallWatch(NetworkSettings settings)
{
    private readonly long _needed = (long)(settings.StallRate.Bytes * settings.StallTime.TotalSeconds);
    private long _since = Stopwatch.GetTimestamp();
    private long _bytes;

    /// <summary>Bytes that arrived.</summary>
    /// <exception cref="TimeoutException">Too few for too long.</exception>
    public void Add(int bytes)
    {
        _bytes += bytes;
        if (Stopwatch.GetElapsedTime(_since) < settings.StallTime)
            return;
        // Where the rate is limited on purpose, slowness is no fault.
        if (_bytes < _needed && settings.BandwidthLimit is null)
            throw new TimeoutException($"{_bytes} bytes came in {new Duration(settings.StallTime)}");
        (_since, _bytes) = (Stopwatch.GetTimestamp(), 0);
    }
}
