using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Repositories of git whose large files are in LFS. What never changes again is the commit.</summary>
/// <remarks>
/// Token: auth.tokenFile, auth.tokenEnvVar, else git's own means without asking anybody (credential helpers, keys of ssh). Git only fetches one commit into a bare copy;
/// nothing is checked out.
/// </remarks>
public sealed class GitLfsOrigin : IModelOrigin
{
    private const int LongestChain = 8;

    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is GitLfsSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var git = (GitLfsSource)source;
        FoundToken? found = FoundToken.Find(context);
        GitCopy copy = await GitCopy.FetchAsync(git, context.PinnedVersion ?? git.Revision, found, context, token).ConfigureAwait(false);
        Dictionary<string, GitEntry> entries = (await copy.ListAsync(git, token).ConfigureAwait(false)).ToDictionary(static entry => entry.Path, StringComparer.Ordinal);
        LfsStorage storage = await LfsStorage.OfAsync(git, copy, entries, context, found, token).ConfigureAwait(false);
        var filter = new PathFilter(git.Files);
        string below = git.Subdirectory is { } directory ? directory.TrimEnd('/') + "/" : string.Empty;
        var files = new List<ListedFile>();
        foreach (GitEntry entry in entries.Values.Where(entry => (entry.IsFile || entry.IsLink) && entry.Path.StartsWith(below, StringComparison.Ordinal)))
        {
            string path = entry.Path[below.Length..];
            if (filter.Takes(path))
                files.Add(await FileAsync(path, await FollowAsync(git, copy, entries, entry, token).ConfigureAwait(false), copy, storage, token).ConfigureAwait(false));
        }

        return new ModelListing(git, copy.Commit, files);
    }

    private static async Task<ListedFile> FileAsync(string path, GitEntry entry, GitCopy copy, LfsStorage storage, CancellationToken token)
    {
        if (entry.Size <= LfsPointer.Largest && LfsPointer.Read(await copy.ReadAsync(entry.Oid, token).ConfigureAwait(false)) is { } pointer)
            return new ListedFile(path, storage.Bytes(entry.Path, pointer)) { Size = pointer.Size, Sha256 = pointer.Sha256 };
        return new ListedFile(path, new LocalBytes(_ => ValueTask.FromResult<Stream>(copy.Open(entry.Oid))))
        {
            Size = entry.Size,
            // Repositories with SHA-256 have longer names.
            GitBlobSha1 = entry.Oid.Length == 40 ? entry.Oid : null,
        };
    }

    /// <summary>The file that a link leads to, in the same commit.</summary>
    private static async Task<GitEntry> FollowAsync(GitLfsSource source, GitCopy copy, IReadOnlyDictionary<string, GitEntry> entries, GitEntry entry, CancellationToken token)
    {
        GitEntry at = entry;
        for (int step = 0; at.IsLink; step++)
        {
            string target = at.Size <= 4096 ? System.Text.Encoding.UTF8.GetString(await copy.ReadAsync(at.Oid, token).ConfigureAwait(false)) : string.Empty;
            string? path = RelativePath.Resolve(at.Path[..(at.Path.LastIndexOf('/') + 1)], target);
            if (step >= LongestChain || path is null || !entries.TryGetValue(path, out at!) || !(at.IsFile || at.IsLink))
                throw new HostToolsException(ModelErrors.PathUnsafe(source, entry.Path, "it is a link that leads to no file of the repository"));
        }

        return at;
    }
}
