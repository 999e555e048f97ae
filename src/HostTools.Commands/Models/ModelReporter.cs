using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Says how far a fetch is: bytes, rate and the time that is left.</summary>
internal sealed class ModelReporter(CommandContext context) : IModelProgress
{
    public void Report(ModelProgress progress) => context.Progress(new ProgressReport($"Fetching {progress.Model}", progress.Status, progress.Percent));
}
