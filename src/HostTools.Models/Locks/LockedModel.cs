namespace HostTools.Models;

/// <summary>What was resolved for a model: an immutable version, and every file with its hash.</summary>
/// <param name="Source">Canonical line of the source it was resolved for; another line makes the entry stale.</param>
/// <param name="Version">Commit, digest or whatever never changes again.</param>
/// <param name="Files">The files, ordinally by path.</param>
public sealed record LockedModel(string Source, string Version, IReadOnlyList<ModelFile> Files)
{
    /// <summary>NAR hash of the snapshot; null when nobody asked for it.</summary>
    public ContentHash? Hash { get; init; }

    /// <summary>Of a fetched snapshot.</summary>
    public static LockedModel Of(ModelSnapshot snapshot) => new(snapshot.Source.Canonical, snapshot.Version, snapshot.Files);
}
