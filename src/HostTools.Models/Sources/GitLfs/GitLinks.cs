using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Links of a commit. Those to files of the same commit are these files; all others are refused.</summary>
/// <param name="source">The repository, for messages.</param>
/// <param name="entries">All of the commit, by their paths.</param>
/// <param name="targets">What stands in the links, by the names of their blobs.</param>
internal sealed class GitLinks(GitLfsSource source, IReadOnlyDictionary<string, GitEntry> entries, IReadOnlyDictionary<string, byte[]> targets)
{
    private const int LongestChain = 8;
    private const int LongestTarget = 4096;

    /// <summary>A link whose target can be one.</summary>
    public static bool IsSmallLink(GitEntry entry) => entry is { IsLink: true, Size: <= LongestTarget };

    /// <summary>The file that an entry is or leads to.</summary>
    /// <exception cref="HostToolsException">PathUnsafe.</exception>
    public GitEntry Follow(GitEntry entry)
    {
        GitEntry? at = entry;
        for (int step = 0; step < LongestChain && at is { IsLink: true }; step++)
            at = Next(at);
        return at is { IsFile: true } ? at : throw new HostToolsException(ModelErrors.PathUnsafe(source, entry.Path, "it is a link that leads to no file of the repository"));
    }

    private GitEntry? Next(GitEntry link)
    {
        string target = targets.TryGetValue(link.Oid, out byte[]? bytes) ? Encoding.UTF8.GetString(bytes) : string.Empty;
        string? path = RelativePath.Resolve(link.Path[..(link.Path.LastIndexOf('/') + 1)], target);
        return path is null ? null : entries.GetValueOrDefault(path);
    }
}
