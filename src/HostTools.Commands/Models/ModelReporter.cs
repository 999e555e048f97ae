using System.Globalization;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Says how far a fetch is: bytes, rate and the time that is left.</summary>
internal sealed class ModelReporter(CommandContext context) : IModelProgress
{
    public void Report(ModelProgress progress)
    {
        string left = progress.TimeLeft is { } time ? $", {new Duration(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} left" : string.Empty;
        string status = string.Create(CultureInfo.InvariantCulture, $"{Size(progress.BytesDone)} of {Size(progress.BytesTotal)}, {Size((long)progress.BytesPerSecond)}/s{left}");
        context.Progress(new ProgressReport($"Fetching {progress.Model}", status, progress.BytesTotal > 0 ? (int)Math.Clamp(100 * progress.BytesDone / progress.BytesTotal, 0, 100) : null));
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):#,0.0} MiB");
}
