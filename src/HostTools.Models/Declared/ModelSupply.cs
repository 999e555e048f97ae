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

    /// <summary>What is in a model now, or at a version; writes nothing.</summary>
    /// <exception cref="HostToolsException">What the origin or the network says; Offline.</exception>
    public async Task<ModelListing> ResolveAsync(ModelSource source, ModelAuth auth, string? version, CancellationToken token)
    {
        using var http = new ModelHttp(network);
        return await ModelOrigins.For(source).ResolveAsync(source, Context(http, auth, version, null), token).ConfigureAwait(false);
    }

    /// <summary>The model from the store where it is there, else from its origin; then it is looked through.</summary>
    /// <param name="declaration">What is wanted.</param>
    /// <param name="version">Which version; null for the one that the revision is now.</param>
    /// <param name="locked">What its files must be; null when that is not known.</param>
    /// <param name="preset">How it is checked.</param>
    /// <param name="token">Stops; what is whole stays.</param>
    /// <exception cref="HostToolsException">What the origin, the network, the disk or the check says; TreeMismatch.</exception>
    public async Task<ModelSnapshot> GetAsync(ModelDeclaration declaration, string? version, LockedModel? locked, string preset, CancellationToken token)
    {
        var records = new SnapshotRecords(store);
        ModelSnapshot? snapshot = version is null ? null : records.Find(declaration.Source, version);
        if (snapshot is null)
        {
            using var http = new ModelHttp(declaration.Network ?? network);
            ModelListing listing = await ModelOrigins.For(declaration.Source).ResolveAsync(declaration.Source, Context(http, declaration.Auth, version, null), token).ConfigureAwait(false);
            snapshot = records.Find(declaration.Source, listing.Version) ?? await FetchAsync(listing, locked, http, token).ConfigureAwait(false);
        }

        try
        {
            Check(snapshot, declaration.Hash, preset, token);
            return snapshot;
        }
        catch (HostToolsException)
        {
            records.Remove(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
            throw;
        }
    }

    private async Task<ModelSnapshot> FetchAsync(ModelListing listing, LockedModel? locked, ModelHttp http, CancellationToken token) =>
        await new PlainFetch(store, http).RunAsync(listing, locked, token).ConfigureAwait(false);

    private OriginContext Context(ModelHttp http, ModelAuth auth, string? version, string? scratch) =>
        new(http, environment) { Auth = auth, PinnedVersion = version, Processes = Processes, ScratchDirectory = scratch };

    /// <summary>What is wrong with the bytes, before anybody can load them.</summary>
    private void Check(ModelSnapshot snapshot, ContentHash? hash, string preset, CancellationToken token)
    {
        if (hash is { } wanted && NarHash.Of(NarTree.Of(snapshot, file => store.OpenRead(file.Sha256)), token) is var actual && actual != wanted)
            throw new HostToolsException(ModelErrors.TreeMismatch(snapshot.Source, wanted, actual));
        if (preset is "none" or "minimal")
            return;
        ScanReport report = new ModelScanner().Scan(new SnapshotFiles(store, snapshot), token);
        Finding[] bad = [.. report.Findings.Where(finding => finding.Severity >= (preset == "strict" ? FindingSeverity.Warning : FindingSeverity.Error))];
        if (bad.Length > 0)
            throw new HostToolsException(ModelErrors.ModelDangerous(snapshot.Source, bad));
    }
}
