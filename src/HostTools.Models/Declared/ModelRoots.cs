using HostTools.Activation;

namespace HostTools.Models;

/// <summary>Snapshots that generations would bring back.</summary>
public static class ModelRoots
{
    /// <summary>Names of the records that the kept generations of a target need.</summary>
    /// <exception cref="HostTools.Platform.HostToolsException">A generation cannot be read, so what it needs is not known.</exception>
    public static IReadOnlyList<string> Of(ActivationSession session) =>
    [
        .. session.Generations.List()
            .SelectMany(generation => session.Generations.ResourcesOf(generation.Number))
            .Where(static entry => entry is { Resource: ModelResource, Applied: ModelState { Version: not null } })
            .Select(static entry => SnapshotRecords.IdOf(((ModelResource)entry.Resource).Source, ((ModelState)entry.Applied).Version!)) // The filter leaves only those.
            .Distinct(StringComparer.Ordinal),
    ];
}
