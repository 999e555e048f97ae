using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Repositories of git whose large files are in LFS. What never changes again is the commit.</summary>
/// <remarks>
/// Token: auth.tokenFile, auth.tokenEnvVar, else git's own means without asking anybody (credential helpers, keys of ssh). Git only fetches one commit into a bare copy;
/// nothing is checked out.
/// </remarks>
public sealed class GitLfsOrigin : IModelOrigin
{
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
        var links = new GitLinks(git, entries, await copy.ReadAsync(entries.Values.Where(GitLinks.IsSmallLink).Select(static entry => entry.Oid), token).ConfigureAwait(false));
        (string Path, GitEntry Entry)[] taken =
        [
            .. entries.Values.Where(entry => (entry.IsFile || entry.IsLink) && entry.Path.StartsWith(below, StringComparison.Ordinal) && filter.Takes(entry.Path[below.Length..]))
                .Select(entry => (entry.Path[below.Length..], links.Follow(entry))),
        ];
        IEnumerable<string> candidates = taken.Where(static file => file.Entry.Size <= LfsPointer.Largest).Select(static file => file.Entry.Oid);
        IReadOnlyDictionary<string, byte[]> small = await copy.ReadAsync(candidates, token).ConfigureAwait(false);
        return new ModelListing(git, copy.Commit, taken.Select(file => File(file.Path, file.Entry)));

        ListedFile File(string path, GitEntry entry) => small.TryGetValue(entry.Oid, out byte[]? bytes) && LfsPointer.Read(bytes) is { } pointer
            ? new ListedFile(path, storage.Bytes(entry.Path, pointer)) { Size = pointer.Size, Sha256 = pointer.Sha256 }
            : new ListedFile(path, new LocalBytes(_ => ValueTask.FromResult<Stream>(copy.Open(entry.Oid))))
            {
                Size = entry.Size,
                // Repositories with SHA-256 have longer names.
                GitBlobSha1 = entry.Oid.Length == 40 ? entry.Oid : null,
            };
    }
}
