using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Gets a declared model: as the lock file says when it does, else as the server has it now, checked against the declared hash. What is pinned and in
/// the store is found there without asking anybody. Thread-safe.
/// </summary>
/// <param name="store">Where the bytes are.</param>
/// <param name="http">The way to servers.</param>
/// <param name="environment">Reads a variable of the environment; null when it is not set.</param>
public sealed class ModelInstaller(ModelStore store, ModelHttp http, Func<string, string?> environment)
{
    private readonly SnapshotRecords _records = new(store);

    /// <summary>Starts programs such as git.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Home with well-known files of tokens; empty where none count. Default: that of the user who runs this.</summary>
    public string HomeDirectory { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Gets one model.</summary>
    /// <param name="model">What is wanted.</param>
    /// <param name="locked">What the lock file says of it; null when nothing.</param>
    /// <param name="options">How.</param>
    /// <param name="token">Stops; what is whole is kept.</param>
    /// <exception cref="HostToolsException">HashUnknown, HashMismatch, LockMismatch, or what the server, the way and the disk say.</exception>
    public async Task<InstalledModel> InstallAsync(ModelDeclaration model, LockedModel? locked, InstallOptions options, CancellationToken token)
    {
        SourceRules.Require(model.Source);
        bool isPinned = locked is not null && !options.Update && locked.Source == model.Source.Canonical;
        (ModelSnapshot snapshot, bool isFetched) = await GetAsync(model, isPinned ? locked : null, options, token).ConfigureAwait(false);
        ContentHash? hash = RequireHash(model, snapshot, isPinned ? locked : null, locked, options, token);
        return new InstalledModel(model.Name, snapshot, LockedModel.Of(snapshot) with { Hash = hash })
        {
            OldVersion = locked is not null && locked.Version != snapshot.Version ? locked.Version : null,
            IsFetched = isFetched,
        };
    }

    private async Task<(ModelSnapshot Snapshot, bool IsFetched)> GetAsync(ModelDeclaration model, LockedModel? pin, InstallOptions options, CancellationToken token)
    {
        if (pin is not null && _records.Find(model.Source, pin.Version) is { } known && known.Files.SequenceEqual(pin.Files))
            return (known, false);
        if (pin is null && options.Version is { } meant && _records.Find(model.Source, meant) is { } found)
            return (found, false);
        if (pin is null && options.Version is null && http.Settings.IsOffline && _records.Latest(model.Source) is { } last)
            return (last, false);
        using var scratch = new Scratch();
        ModelListing listing = await ResolveAsync(model, pin?.Version ?? options.Version, scratch, token).ConfigureAwait(false);
        if (pin is not null && listing.Version != pin.Version)
            throw new HostToolsException(ModelErrors.VersionGone(model.Source, pin.Version, "another one is there now"));
        // A mutable name may be served other bytes as the same version; a commit may not.
        if (pin is null && _records.Find(model.Source, listing.Version) is { } here && IsSame(here, listing))
            return (here, false);
        return (await new ModelFetcher(store, http).FetchAsync(listing, pin, options.Fetch with { OnFailure = model.OnFailure }, token).ConfigureAwait(false), true);
    }

    private Task<ModelListing> ResolveAsync(ModelDeclaration model, string? version, Scratch scratch, CancellationToken token) => ModelOrigins.For(model.Source).ResolveAsync(
        model.Source, new OriginContext(http, environment) { Auth = model.Auth, PinnedVersion = version, Processes = Processes, ScratchDirectory = scratch.Path, HomeDirectory = HomeDirectory }, token);

    private static bool IsSame(ModelSnapshot here, ModelListing listing)
    {
        if (listing.Files.Any(static file => file.Unpacker is not null))
            return true; // Its version is made of what is known of the archives.
        Dictionary<string, ModelFile> files = here.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        return files.Count == listing.Files.Count && listing.Files.All(listed => files.TryGetValue(listed.Path, out ModelFile? file)
            && (listed.Size ?? file.Size) == file.Size && (listed.Sha256 ?? file.Sha256) == file.Sha256 && (listed.GitBlobSha1 ?? file.GitBlobSha1) == file.GitBlobSha1);
    }

    private ContentHash? RequireHash(ModelDeclaration model, ModelSnapshot snapshot, LockedModel? pin, LockedModel? before, InstallOptions options, CancellationToken token)
    {
        if (model.Hash is not { } wanted || wanted.IsPlaceholder)
        {
            if (pin is not null || options.TrustOnFirstUse)
                return pin?.Hash;
            throw new HostToolsException(ModelErrors.HashUnknown(model, HashOf(snapshot, token)));
        }

        ContentHash actual = pin?.Hash ?? HashOf(snapshot, token);
        return actual == wanted ? actual : throw new HostToolsException(ModelErrors.HashMismatch(model, wanted, actual, before?.Version, snapshot.Version));
    }

    private ContentHash HashOf(ModelSnapshot snapshot, CancellationToken token) => NarHash.Of(NarTree.Of(snapshot, file => store.OpenRead(file.Sha256)), token);
}
