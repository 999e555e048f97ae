using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Asks origins for models and brings them into a store, verified and scanned.</summary>
/// <param name="store">Where they go.</param>
/// <param name="network">How the network is used.</param>
/// <param name="environment">Reads a variable of the environment.</param>
public sealed class ModelSupply(ModelStore store, NetworkSettings network, Func<string, string?> environment)
{
    /// <summary>Starts programs such as git.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Told how far a fetch is; null tells nobody.</summary>
    public IModelProgress? Progress { get; init; }

    /// <summary>What is in a model now, or at a version; writes nothing.</summary>
    /// <exception cref="HostToolsException">What the origin or the network says; Offline.</exception>
    public async Task<ModelListing> ResolveAsync(ModelSource source, ModelAuth auth, string? version, CancellationToken token)
    {
        using var http = new ModelHttp(network);
        using var scratch = new Scratch();
        return await ModelOrigins.For(source).ResolveAsync(source, Context(http, auth, version, scratch), token).ConfigureAwait(false);
    }

    /// <summary>The model from the store where it is there, else from its origin; then it is looked through.</summary>
    /// <param name="declaration">What is wanted.</param>
    /// <param name="version">Which version; null for the one that the revision is now.</param>
    /// <param name="locked">What its files must be; null when that is not known.</param>
    /// <param name="preset">How it is checked.</param>
    /// <param name="token">Stops; what is whole stays.</param>
    /// <exception cref="HostToolsException">What the origin, the network, the disk or the check says; HashMismatch.</exception>
    public async Task<ModelSnapshot> GetAsync(ModelDeclaration declaration, string? version, LockedModel? locked, string preset, CancellationToken token)
    {
        var records = new SnapshotRecords(store);
        ModelSnapshot? snapshot = version is null ? null : records.Find(declaration.Source, version);
        bool wasThere = snapshot is not null;
        if (snapshot is null)
        {
            using var http = new ModelHttp(declaration.Network ?? network);
            using var scratch = new Scratch();
            ModelListing listing = await ModelOrigins.For(declaration.Source).ResolveAsync(declaration.Source, Context(http, declaration.Auth, version, scratch), token).ConfigureAwait(false);
            var options = new FetchOptions { Progress = Progress, OnFailure = declaration.OnFailure, WaitForDisk = true };
            snapshot = records.Find(declaration.Source, listing.Version);
            wasThere = snapshot is not null;
            snapshot ??= await new ModelFetcher(store, http).FetchAsync(listing, locked, options, token).ConfigureAwait(false);
        }

        try
        {
            Check(snapshot, declaration, locked, preset, token);
            return snapshot;
        }
        catch (HostToolsException) when (!wasThere) // Somebody may use what is there, whatever is asked of it now.
        {
            records.Remove(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
            throw;
        }
    }

    private OriginContext Context(ModelHttp http, ModelAuth auth, string? version, Scratch scratch) =>
        new(http, environment) { Auth = auth, PinnedVersion = version, Processes = Processes, ScratchDirectory = scratch.Path };

    /// <summary>What is wrong with the bytes, before anybody can load them.</summary>
    private void Check(ModelSnapshot snapshot, ModelDeclaration declaration, LockedModel? locked, string preset, CancellationToken token)
    {
        if (declaration.Hash is { } wanted && NarHash.Of(NarTree.Of(snapshot, file => store.OpenRead(file.Sha256)), token) is var actual && actual != wanted)
            throw new HostToolsException(ModelErrors.HashMismatch(declaration, wanted, actual, locked?.Version, snapshot.Version));
        if (preset is "none" or "minimal")
            return;
        ScanReport report = new ModelScanner().Scan(new SnapshotFiles(store, snapshot), token);
        Finding[] bad = [.. report.Findings.Where(finding => finding.Severity >= (preset == "strict" ? FindingSeverity.Warning : FindingSeverity.Error))];
        if (bad.Length > 0)
            throw new HostToolsException(ModelErrors.ModelDangerous(snapshot.Source, bad));
    }
}
