using HostTools.Activation;

namespace HostTools.Models;

/// <summary>Tells how far the fetch of a declared model is to who watches the apply.</summary>
internal sealed class ApplyFetch(ModelResource model, IProgress<ApplyProgress> watcher) : IModelProgress
{
    public void Report(ModelProgress progress) =>
        watcher.Report(new ApplyProgress(0, 0, $"Fetching the model '{model.Name}': {progress.Status}", model.Id) { Percent = progress.Percent });
}
