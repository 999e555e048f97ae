namespace HostTools.Models;

/// <summary>A model as it was fetched: an immutable version and the files in it. All bytes are in the store.</summary>
public sealed record ModelSnapshot
{
    /// <summary>Makes one of files that were checked before.</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="version">Commit, digest or whatever never changes again.</param>
    /// <param name="files">At least one; every path safe, no two that one file system could take for one.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">PathUnsafe or PathsCollide.</exception>
    public ModelSnapshot(ModelSource source, string version, IEnumerable<ModelFile> files)
    {
        Source = source;
        Version = version;
        Files = [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
        ModelPath.Require(source, [.. Files.Select(static file => file.Path)]);
    }

    /// <summary>What was asked for, with the revision.</summary>
    public ModelSource Source { get; }

    /// <summary>Commit, digest or whatever never changes again.</summary>
    public string Version { get; }

    /// <summary>The files, ordinally by path.</summary>
    public IReadOnlyList<ModelFile> Files { get; }

    /// <summary>Bytes of all files.</summary>
    public long Size => Files.Sum(static file => file.Size);
}
