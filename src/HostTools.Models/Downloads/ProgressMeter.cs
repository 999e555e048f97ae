using System.Diagnostics;

namespace HostTools.Models;

/// <summary>Adds up what all streams bring, and tells it now and then. Thread-safe.</summary>
internal sealed class ProgressMeter(string model, long total, int files, IModelProgress? listener)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Bytes)> _recent = new();
    private long _bytes;
    private int _files;
    private long _told = long.MinValue / 2;

    /// <summary>Bytes that arrived, or were here before; negative when they have to be fetched again.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isFresh">They came over the network now, so they say something about its speed.</param>
    public void Add(long bytes, bool isFresh)
    {
        Interlocked.Add(ref _bytes, bytes);
        if (isFresh)
            Tell(isLast: false);
    }

    /// <summary>A file is here.</summary>
    public void FileDone() => Interlocked.Increment(ref _files);

    /// <summary>The end, also of a fetch that failed.</summary>
    public void Finish() => Tell(isLast: true);

    private void Tell(bool isLast)
    {
        long now = Stopwatch.GetTimestamp();
        if (listener is null || (!isLast && Stopwatch.GetElapsedTime(Volatile.Read(ref _told), now) < s_interval))
            return;
        lock (_lock)
        {
            if (!isLast && Stopwatch.GetElapsedTime(_told, now) < s_interval)
                return;
            _told = now;
            listener.Report(State(now));
        }
    }

    private ModelProgress State(long now)
    {
        long bytes = Interlocked.Read(ref _bytes);
        _recent.Enqueue((now, bytes));
        while (_recent.Count > 2 && Stopwatch.GetElapsedTime(_recent.Peek().At, now) > s_window)
            _recent.Dequeue();
        double seconds = Stopwatch.GetElapsedTime(_recent.Peek().At, now).TotalSeconds;
        double rate = seconds > 0 ? Math.Max(0, (bytes - _recent.Peek().Bytes) / seconds) : 0;
        return new ModelProgress(model, bytes, total, _files, files)
        {
            BytesPerSecond = rate,
            TimeLeft = rate > 0 && bytes < total && (total - bytes) / rate is < 1e7 and var left ? TimeSpan.FromSeconds(left) : null,
        };
    }
}
