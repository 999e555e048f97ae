using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Models of Ollama's registry, which is an OCI one with kinds of its own. What never changes again is the digest of the manifest.</summary>
public sealed class OllamaOrigin : IModelOrigin
{
    /// <summary>Path of the blob that Ollama calls the configuration: family, size, quantisation.</summary>
    internal const string ConfigPath = "ollama.json";

    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is OllamaSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var ollama = (OllamaSource)source;
        (string host, string space, string name, string tag) = OllamaLayout.NameOf(ollama);
        var registry = new RegistryClient(ollama, context.Http, ollama.Endpoint ?? new Uri($"https://{host}"), $"{space}/{name}", RegistryLogins.Find(context, host));
        RegistryManifest manifest = context.PinnedVersion is { } pinned
            ? await PinnedAsync(ollama, registry, pinned, token).ConfigureAwait(false)
            : await registry.FindManifestAsync(tag, token).ConfigureAwait(false) ?? throw new HostToolsException(ModelErrors.RevisionMissing(ollama));
        if (manifest.Manifests.Count > 0 || manifest.Config is null)
            throw new HostToolsException(ModelErrors.SourceNotPossible(ollama, "it is no model of Ollama. For other artefacts of registries write oci:host/name:tag."));
        return new ModelListing(ollama, manifest.Name, Files(registry, manifest));
    }

    // Not every registry gives old manifests of Ollama by their digest; the tag may still name the same one.
    private static async Task<RegistryManifest> PinnedAsync(OllamaSource source, RegistryClient registry, string pinned, CancellationToken token)
    {
        if (await registry.FindManifestAsync(source.Tag, token).ConfigureAwait(false) is { } current && current.Name == pinned)
            return current;
        return await registry.FindManifestAsync(pinned, token).ConfigureAwait(false)
            ?? throw new HostToolsException(ModelErrors.VersionGone(source, pinned, $"the tag '{source.Tag}' names another model now"));
    }

    private static IEnumerable<ListedFile> Files(RegistryClient registry, RegistryManifest manifest)
    {
        yield return new ListedFile(OllamaLayout.ManifestPath, LocalBytes.Of(manifest.Bytes)) { Size = manifest.Bytes.Length, Sha256 = manifest.Digest };
        yield return Blob(ConfigPath, manifest.Config!);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        // The same text may stand there twice.
        foreach (RegistryDescriptor layer in manifest.Layers.DistinctBy(static layer => (layer.MediaType, layer.Digest)))
        {
            int count = counts.GetValueOrDefault(layer.MediaType);
            counts[layer.MediaType] = count + 1;
            yield return Blob(OllamaLayout.PathOf(layer.MediaType, layer.Digest, count), layer);
        }

        ListedFile Blob(string path, RegistryDescriptor descriptor) =>
            new(path, registry.Blob(descriptor.Digest)) { Size = descriptor.Size, Sha256 = descriptor.Digest };
    }
}
