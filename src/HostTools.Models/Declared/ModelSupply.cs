using HostTools.Models.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Asks origins for models and brings them into a store, verified and validated.</summary>
/// <param name="store">Where they go.</param>
/// <param name="network">How the network is used.</param>
/// <param name="environment">Reads a variable of the environment.</param>
public sealed class ModelSupply(ModelStore store, NetworkSettings network, Func<string, string?> environment)
{
    private readonly NetworkSettings _network = new OfflineSwitch(store).Over(network);

    /// <summary>No server is asked, because of the settings or the store.</summary>
    public bool IsOffline => _network.IsOffline;

    /// <summary>Starts programs such as git.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Home with well-known files of tokens; empty where none count. Default: that of the user who runs this.</summary>
    public string HomeDirectory { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Told how far a fetch is; null tells nobody.</summary>
    public IModelProgress? Progress { get; init; }

    /// <summary>Told what is doubtful about a model and does not refuse it; null tells nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>What is in a model now, or at a version; writes nothing.</summary>
    /// <exception cref="HostToolsException">What the origin or the network says; Offline.</exception>
    public async Task<ModelListing> ResolveAsync(ModelSource source, ModelAuth auth, string? version, CancellationToken token)
    {
        using var http = new ModelHttp(_network);
        using var scratch = new Scratch();
        return await ModelOrigins.For(source).ResolveAsync(source, Context(http, auth, version, scratch), token).ConfigureAwait(false);
    }

    /// <summary>The model from the store where it is there, else from its origin; then it is validated.</summary>
    /// <param name="declaration">What is wanted.</param>
    /// <param name="version">Which version; null for the one that the revision is now.</param>
    /// <param name="locked">What its files must be; null when that is not known.</param>
    /// <param name="preset">How it is checked.</param>
    /// <param name="token">Stops; what is whole stays.</param>
    /// <exception cref="HostToolsException">What the origin, the network or the disk says; HashMismatch; ModelRefused.</exception>
    public async Task<ModelSnapshot> GetAsync(ModelDeclaration declaration, string? version, LockedModel? locked, string preset, CancellationToken token)
    {
        using var http = new ModelHttp(declaration.Network is { } own ? new OfflineSwitch(store).Over(own) : _network);
        var installer = new ModelInstaller(store, http, environment) { Processes = Processes, HomeDirectory = HomeDirectory };
        var options = new InstallOptions
        {
            // A hash that is declared is held against it all the same, and one of all A asks what it is.
            TrustOnFirstUse = declaration.Hash is not { IsPlaceholder: true },
            Version = version,
            Fetch = new FetchOptions { Progress = Progress, WaitForDisk = true },
        };
        LockedModel? pin = version is null || locked?.Version == version ? locked : null;
        InstalledModel model = await installer.InstallAsync(declaration, pin, options, token).ConfigureAwait(false);
        await ValidateAsync(declaration.Name, model, preset, token).ConfigureAwait(false);
        return model.Snapshot;
    }

    /// <summary>Takes over a model whose bytes were brought into the store, after all of them were hashed and validated.</summary>
    /// <param name="declaration">What is wanted.</param>
    /// <param name="snapshot">What was brought.</param>
    /// <param name="preset">How it is checked.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">HashMismatch; ModelRefused, and the store does not know the model.</exception>
    public async Task TakeAsync(ModelDeclaration declaration, ModelSnapshot snapshot, string preset, CancellationToken token)
    {
        var records = new SnapshotRecords(store);
        bool isKnown = records.Read(snapshot.Source, snapshot.Version) is not null;
        bool isTaken = false;
        records.Add(snapshot);
        try
        {
            await GetAsync(declaration, snapshot.Version, null, preset, token).ConfigureAwait(false);
            isTaken = true;
        }
        finally
        {
            if (!isTaken && !isKnown)
                records.Remove(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        }
    }

    /// <summary>Looks for what is wrong with the bytes, before anybody can load them.</summary>
    private async Task ValidateAsync(string name, InstalledModel model, string preset, CancellationToken token)
    {
        ModelSnapshot snapshot = model.Snapshot;
        ValidationPlan plan = ValidationPlan.Of(new ValidationOptions { Preset = preset });
        // What has just come was hashed while it came.
        if (model.IsFetched)
            plan = plan with { Validators = [.. plan.Validators.Where(static validator => validator.Name != "checksums")] };
        var context = new ValidationContext(new SnapshotFiles(store, snapshot), Processes)
        {
            Sha256 = snapshot.Files.ToDictionary(static file => file.Path, static file => file.Sha256.Hex, StringComparer.Ordinal),
        };
        ValidationReport report = await ModelValidator.RunAsync(plan, context, token).ConfigureAwait(false);
        foreach (ValidatorResult doubtful in report.Results.Where(static result => result.IsFailure && !result.Refuses && result.OnFailure is FailureAction.Warn))
            Warn?.Invoke($"{name}: {doubtful.Message}");
        if (!report.IsAccepted && model.IsFetched) // Somebody may use what was there before, whatever is asked of it now.
            PutAway(snapshot, report);
        report.Require(name);
    }

    private void PutAway(ModelSnapshot snapshot, ValidationReport report)
    {
        ValidatorResult[] refusing = [.. report.Results.Where(static result => result.Refuses)];
        new SnapshotRecords(store).Remove(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        new StoreQuarantine(store).Take(snapshot, [.. refusing.SelectMany(static result => result.Files)], string.Join("; ", refusing.Select(static result => $"{result.Name}: {result.Message}")));
    }

    private OriginContext Context(ModelHttp http, ModelAuth auth, string? version, Scratch scratch) =>
        new(http, environment) { Auth = auth, PinnedVersion = version, Processes = Processes, ScratchDirectory = scratch.Path, HomeDirectory = HomeDirectory };
}
