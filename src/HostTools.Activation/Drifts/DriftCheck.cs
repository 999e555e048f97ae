using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Compares the current generation with the target.</summary>
internal static class DriftCheck
{
    public static async Task<IReadOnlyList<Drift>> RunAsync(Target target, ProviderSet providers, CancellationToken token)
    {
        var files = new GenerationFiles(target);
        int current = files.CurrentNumber();
        if (current == 0)
            return [];
        var json = new ActivationJson(providers);
        _ = files.ReadOriginals(current, json); // It is not compared, but nobody shall hear that all is well while the way back is lost.
        Dictionary<ResourceId, Recorded> recorded = files.ReadManifest(current, json).Entries.ToDictionary(
            static entry => entry.Resource.Id,
            static entry => new Recorded(entry.Resource, entry.Applied, null, entry.IsImplied));
        Question[] questions = [.. recorded.Select(static pair => new Question(pair.Key, null, pair.Value))];
        IReadOnlyDictionary<ResourceId, Observation> observed = await Planner.ObserveAsync(providers, questions, token).ConfigureAwait(false);
        var trace = new DriftTrace(target, providers, files.ReadHeader(current, current).CreatedAt);
        Drift[] found =
        [
            .. recorded.OrderBy(static pair => pair.Key)
                .Select(pair => providers.Of(pair.Key.Kind).Drift(pair.Value, observed[pair.Key]))
                .OfType<Drift>(),
            .. ExactDirectories.Drift(target, recorded.Values),
        ];
        return [.. found.Select(trace.Of)];
    }
}
