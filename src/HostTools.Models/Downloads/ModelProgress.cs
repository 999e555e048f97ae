using System.Globalization;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Sees how far a fetch is. Called by several threads, one at a time, at most five times a second and once at the end.</summary>
public interface IModelProgress
{
    /// <summary>How far it is now.</summary>
    void Report(ModelProgress progress);
}

/// <summary>How far a fetch is.</summary>
/// <param name="Model">Name of the model as it is shown.</param>
/// <param name="BytesDone">Bytes that are here, those of earlier runs included.</param>
/// <param name="BytesTotal">Bytes of all files whose size is known.</param>
/// <param name="FilesDone">Files that are here.</param>
/// <param name="FilesTotal">Files of the model.</param>
public sealed record ModelProgress(string Model, long BytesDone, long BytesTotal, int FilesDone, int FilesTotal)
{
    /// <summary>Bytes a second over the last seconds; 0 at the beginning.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Time that the rest takes at this rate; null when nobody can tell.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>0 to 100; null when no size is known.</summary>
    public int? Percent => BytesTotal > 0 ? (int)Math.Clamp(100 * BytesDone / BytesTotal, 0, 100) : null;

    /// <summary>For people: <c>12.0 MiB of 30.5 MiB, 4.1 MiB/s, 5s left</c>.</summary>
    public string Status
    {
        get
        {
            string left = TimeLeft is { } time ? $", {new Duration(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} left" : string.Empty;
            return $"{Size(BytesDone)} of {Size(BytesTotal)}, {Size((long)BytesPerSecond)}/s{left}";
        }
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):#,0.0} MiB");
}
