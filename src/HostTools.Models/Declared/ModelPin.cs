using HostTools.Activation;
using HostTools.Machine.Secrets;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A declared model and what the lock file beside its configuration says of it. Nothing of it becomes visible here: that is an apply's work.</summary>
/// <param name="model">As the configuration wants it.</param>
/// <param name="site">The store that its bytes come into.</param>
/// <param name="target">Whose key opens tokens that are secrets.</param>
/// <param name="environment">Reads a variable of the environment.</param>
public sealed class ModelPin(ModelResource model, ViewSite site, Target target, Func<string, string?> environment)
{
    /// <summary>Starts programs such as git.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Told how far a fetch is; null tells nobody.</summary>
    public IModelProgress? Progress { get; init; }

    /// <summary>Told what is doubtful about the model; null tells nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The version that is pinned for the source as it is declared; null when none is.</summary>
    /// <exception cref="HostToolsException">LockUnreadable or LockVersionUnknown.</exception>
    public string? Version => ModelProvider.LockOf(model)?.Version;

    /// <summary>The store of a declared model on a target.</summary>
    public static ViewSite SiteOf(Target target, ModelResource model) => new(target.Root, model.Store, model.Rights);

    /// <summary>What the origin says now.</summary>
    /// <exception cref="HostToolsException">What the origin or the network says; Offline.</exception>
    public async Task<ModelListing> ResolveAsync(CancellationToken token) =>
        await Supply().ResolveAsync(model.Source, await OpenAsync(token).ConfigureAwait(false), null, token).ConfigureAwait(false);

    /// <summary>Fetches a version, lets it pass what the configuration wants of it, and pins it. Nothing is pinned that fails.</summary>
    /// <exception cref="HostToolsException">What the origin, the network or the disk says; HashMismatch; ModelRefused; LockNotWritten.</exception>
    public async Task MoveAsync(string version, CancellationToken token)
    {
        string file = model.LockFile ?? throw new InvalidOperationException("The model is not from a configuration.");
        using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
        ModelDeclaration declaration = ModelProvider.DeclarationOf(model) with { Auth = await OpenAsync(token).ConfigureAwait(false) };
        ModelSnapshot snapshot = await Supply().GetAsync(declaration, version, null, model.Preset, token).ConfigureAwait(false);
        StorePins.Claims(site.Store).Add(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        LockFiles.Write(file, ModelLocks.KeyOf(model), snapshot);
    }

    /// <summary>Takes over bytes that were brought into the store, after they passed what the configuration wants, and pins them where nothing is pinned.</summary>
    /// <exception cref="HostToolsException">HashMismatch; ModelRefused; LockNotWritten.</exception>
    public async Task TakeAsync(ModelSnapshot snapshot, CancellationToken token)
    {
        await Supply().TakeAsync(ModelProvider.DeclarationOf(model), snapshot, model.Preset, token).ConfigureAwait(false);
        StorePins.Claims(site.Store).Add(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        if (Version is null && model.LockFile is { } file)
            LockFiles.Write(file, ModelLocks.KeyOf(model), snapshot);
    }

    private Task<ModelAuth> OpenAsync(CancellationToken token) => new ModelToken(SecretValues.Renderer(target, Processes, environment), Asker).OpenAsync(model, token);

    private ModelAsker Asker => new(target, environment);

    private ModelSupply Supply() => new(site.Store, model.Network, Asker.Environment) { HomeDirectory = Asker.HomeDirectory, Processes = Processes, Progress = Progress, Warn = Warn };
}
