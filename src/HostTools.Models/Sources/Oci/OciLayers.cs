using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Which files the layers of a manifest are: ORAS names them in the title (directories are a tar that says so), the CNCF's model specification in a path; layers
/// without a name are unpacked when they are a tar, as those of KitOps and of images.
/// </summary>
internal static class OciLayers
{
    private const string Title = "org.opencontainers.image.title";
    private const string IsPacked = "io.deis.oras.content.unpack";
    private const string ModelPathName = "org.cncf.model.filepath";

    /// <summary>In the order of the layers.</summary>
    /// <exception cref="HostToolsException">NoFilesMatch or SourceNotPossible.</exception>
    public static IEnumerable<ListedFile> Files(OciSource source, RegistryClient registry, RegistryManifest manifest)
    {
        foreach (RegistryDescriptor layer in manifest.Layers)
        {
            (string path, bool isTar) = PathOf(layer);
            if (path.Length == 0 && !isTar)
                throw new HostToolsException(ModelErrors.SourceNotPossible(source, $"a layer of kind '{layer.MediaType}' has no name. Push it with one, for example with oras."));
            yield return new ListedFile(path, registry.Blob(layer.Digest))
            {
                Size = layer.Size,
                Sha256 = layer.Digest,
                Unpacker = isTar ? new ArchiveUnpacker($"sha256:{layer.Digest.Hex}") : null,
            };
        }
    }

    // A tar brings its paths itself, those of a packed directory included.
    private static (string Path, bool IsTar) PathOf(RegistryDescriptor layer)
    {
        if (layer.Annotation(Title) is { Length: > 0 } title)
            return layer.Annotation(IsPacked) == "true" ? (string.Empty, true) : (title, false);
        if (IsTar(layer.MediaType))
            return (string.Empty, true);
        return (layer.Annotation(ModelPathName) is { Length: > 0 } path ? path : Usual(layer.MediaType), false);
    }

    private static bool IsTar(string type) =>
        type.EndsWith(".tar", StringComparison.Ordinal) || type.Contains(".tar+", StringComparison.Ordinal) || type.Contains(".tar.", StringComparison.Ordinal);

    // Docker's own models have one file and no name for it.
    private static string Usual(string type) =>
        type.Contains("gguf", StringComparison.Ordinal) ? "model.gguf"
        : type.Contains("safetensors", StringComparison.Ordinal) ? "model.safetensors"
        : type.Contains("license", StringComparison.Ordinal) ? "LICENSE"
        : string.Empty;
}
