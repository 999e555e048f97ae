using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Model artefacts in a registry. What never changes again is the digest of what the tag names: a manifest, or an index.</summary>
/// <remarks>User and password: auth.tokenFile, auth.tokenEnvVar, then what docker login and podman login wrote down.</remarks>
public sealed class OciOrigin : IModelOrigin
{
    private const int DeepestIndex = 3;

    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is OciSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var oci = (OciSource)source;
        RegistryClient registry = Client(oci, context);
        string reference = context.PinnedVersion ?? oci.Reference;
        RegistryManifest top = await registry.FindManifestAsync(reference, token).ConfigureAwait(false) ?? throw new HostToolsException(context.PinnedVersion is { } pinned
            ? ModelErrors.VersionGone(oci, pinned, "the registry has removed it")
            : ModelErrors.RevisionMissing(oci));
        RegistryManifest manifest = await ChooseAsync(oci, registry, top, token).ConfigureAwait(false);
        return new ModelListing(oci, top.Name, OciLayers.Files(oci, registry, manifest));
    }

    private static RegistryClient Client(OciSource source, OriginContext context)
    {
        string[] parts = source.Repository.Split('/', 2);
        // Docker's own registry is elsewhere than its name says, and has a default namespace.
        (string host, string repository) = parts[0] == "docker.io"
            ? ("registry-1.docker.io", parts[1].Contains('/', StringComparison.Ordinal) ? parts[1] : "library/" + parts[1])
            : (parts[0], parts[1]);
        var server = new Uri($"{(source.IsPlainHttp ? "http" : "https")}://{host}");
        return new RegistryClient(source, context.Http, server, repository, RegistryLogins.Find(context, parts[0]));
    }

    private static async Task<RegistryManifest> ChooseAsync(OciSource source, RegistryClient registry, RegistryManifest top, CancellationToken token)
    {
        RegistryManifest manifest = top;
        for (int depth = 0; manifest.Manifests.Count > 0; depth++)
        {
            if (depth >= DeepestIndex)
                throw new HostToolsException(ModelErrors.SourceNotPossible(source, "it is an index of indexes without end."));
            RegistryDescriptor entry = Choose(source, manifest.Manifests);
            manifest = await registry.FindManifestAsync($"sha256:{entry.Digest.Hex}", token).ConfigureAwait(false)
                ?? throw new HostToolsException(ModelErrors.FileMissing(source, $"sha256:{entry.Digest.Hex}"));
        }

        return manifest;
    }

    // Weights are the same on every machine, so the entry that is for none is meant. Attestations are written as unknown/unknown.
    private static RegistryDescriptor Choose(OciSource source, IReadOnlyList<RegistryDescriptor> entries)
    {
        RegistryDescriptor[] real = [.. entries.Where(static entry => entry.Platform != "unknown/unknown")];
        RegistryDescriptor[] forNone = [.. real.Where(static entry => entry.Platform.Length == 0)];
        if ((real.Length == 1 ? real : forNone) is [var only])
            return only;
        string known = string.Join(", ", real.Take(5).Select(static entry => $"{(entry.Platform.Length > 0 ? entry.Platform + " " : string.Empty)}sha256:{entry.Digest.Hex}"));
        throw new HostToolsException(ModelErrors.SourceNotPossible(source, $"it is an index of {real.Length} manifests. Name the one you mean by its digest: {known}."));
    }
}
