using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Files with secrets that lie in memory and are gone since the machine started: they are written again as the current generation has them, without a tree.</summary>
internal sealed class SecretMemory(Target target, ProviderSet providers)
{
    // Forgotten when the machine stops.
    private const string Memory = "/run";

    /// <summary>Paths of those that are gone.</summary>
    public IReadOnlyList<string> Missing => [.. Find(Read()).Select(static entry => entry.Resource.Id.Key)];

    /// <summary>Writes them with the folders above them; the caller holds the lock. What cannot be had does not keep the others.</summary>
    /// <returns>Paths of those written.</returns>
    /// <exception cref="HostToolsException">Why some could not be had.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(OperationContext context, CancellationToken token)
    {
        IReadOnlyList<ManifestEntry> all = Read();
        var written = new List<string>();
        var errors = new List<HostError>();
        foreach (ManifestEntry entry in Find(all))
        {
            var secret = (SecretResource)entry.Resource;
            SecretRendering rendering = await ((SecretProvider)providers.Of(SecretResource.KindName)).RenderAsync(secret, token).ConfigureAwait(false);
            if (rendering.Bytes is not { } bytes)
            {
                errors.AddRange(rendering.Errors);
                continue;
            }

            foreach (ManifestEntry folder in FoldersOf(secret.Path, all))
                await RunAsync(new PathOperation(folder.Resource.Id, PathState.Absent, (PathState)folder.Applied), context, token).ConfigureAwait(false);
            // The one there is now, as for a generation that is brought back; a drift check tells that it is another one.
            PathState wanted = (PathState)entry.Applied with { ContentHash = target.Key.HashOf(bytes), Size = bytes.Length };
            await RunAsync(new PathOperation(secret.Id, PathState.Absent, wanted) { Render = _ => Task.FromResult(bytes) }, context, token).ConfigureAwait(false);
            written.Add(secret.Path);
        }

        return errors.Count == 0 ? written : throw new HostToolsException([.. errors.DistinctBy(static error => (error.Id, error.Message))]);
    }

    /// <summary>All of the current generation; nothing of one that was written elsewhere, as it could name any file of this machine.</summary>
    private IReadOnlyList<ManifestEntry> Read()
    {
        var files = new GenerationFiles(target);
        int current = target.IsLive && target.Machine is null ? files.CurrentNumber() : 0;
        return current > 0 && files.ReadManifest(current, new ActivationJson(providers)) is { IsFromHere: true } manifest ? manifest.Entries : [];
    }

    private IEnumerable<ManifestEntry> Find(IReadOnlyList<ManifestEntry> entries) => entries.Where(entry =>
        entry is { Resource: SecretResource secret, Applied: PathState { Type: PathType.File } } && RootPath.IsBelow(secret.Path, Memory) && target.Root.Stat(secret.Path) is null);

    private IEnumerable<ManifestEntry> FoldersOf(string path, IReadOnlyList<ManifestEntry> entries) => entries
        .Where(entry => entry is { Resource: DirectoryResource folder, Applied: PathState { Type: PathType.Directory } } && RootPath.IsBelow(path, folder.Path) && target.Root.Stat(folder.Path) is null)
        .OrderBy(static entry => entry.Resource.Id.Key.Length);

    private static async Task RunAsync(PathOperation operation, OperationContext context, CancellationToken token)
    {
        await operation.PrepareAsync(context, token).ConfigureAwait(false);
        context.Sync.Flush();
        await operation.DoAsync(context, token).ConfigureAwait(false);
        context.Sync.Flush();
        await operation.VerifyAsync(context, token).ConfigureAwait(false);
    }
}
