using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HostTools.Models;

/// <summary>A model in Ollama's directory, under the name that <c>ollama run</c> takes.</summary>
/// <param name="Folder">The directory that <c>OLLAMA_MODELS</c> names.</param>
/// <param name="Model">Name there: <c>name</c>, <c>namespace/name</c> or <c>host/namespace/name</c>.</param>
/// <param name="Tag">Tag there.</param>
public sealed record OllamaView(string Folder, string Model, string Tag) : ViewWish(Folder)
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string ConfigType = "application/vnd.docker.container.image.v1+json";
    private const string WeightsType = "application/vnd.ollama.image.model";
    private const string ManifestName = "manifest.json";
    private const int ManifestLimit = 1 << 20;

    /// <inheritdoc/>
    public override string Kind => "ollama";

    /// <summary>From Ollama's registry with its manifest, or with one file in GGUF format.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<ViewEntry> EntriesOf(ModelSnapshot snapshot, ModelStore store)
    {
        string path = $"manifests/{Place}";
        if (ManifestOf(snapshot, store) is { } manifest)
        {
            return
            [
                .. snapshot.Files.Where(static file => file.Path != ManifestName).DistinctBy(static file => file.Sha256).Select(static file => new BlobEntry(BlobOf(file.Sha256), file.Sha256)),
                new TextEntry(path, manifest),
            ];
        }

        ModelFile[] weights = [.. snapshot.Files.Where(static file => file.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))];
        if (weights is not [var model])
            throw new Platform.HostToolsException(ModelErrors.ViewNotPossible(snapshot.Source, "Ollama", $"it needs one file in GGUF format, and has {weights.Length}. Choose one with 'files'."));
        string config = Config(model);
        return
        [
            new BlobEntry(BlobOf(model.Sha256), model.Sha256),
            new TextEntry(BlobOf(ContentHash.Of(Encoding.UTF8.GetBytes(config))), config),
            new TextEntry(path, Manifest(model, config)),
        ];
    }

    internal override (string Path, string Value)? NameOf(ModelSource source, string version) => ($"manifests/{Place}", source.CanonicalAt(version));

    /// <summary>Host, namespace, name and tag.</summary>
    private string Place => Model.Split('/') switch
    {
        [var name] => $"registry.ollama.ai/library/{name}/{Tag}",
        [var owner, var name] => $"registry.ollama.ai/{owner}/{name}/{Tag}",
        _ => $"{Model}/{Tag}",
    };

    private static string BlobOf(ContentHash hash) => $"blobs/sha256-{hash.Hex}";

    /// <summary>The registry's own manifest, when it came with the model and all it names is there.</summary>
    private static string? ManifestOf(ModelSnapshot snapshot, ModelStore store)
    {
        if (snapshot.Source is not OllamaSource || snapshot.Files.FirstOrDefault(static file => file.Path == ManifestName) is not { Size: < ManifestLimit } file)
            return null;
        byte[] bytes = new byte[file.Size];
        using FileStream stream = store.OpenRead(file.Sha256);
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Config(ModelFile model) => Json(writer =>
    {
        writer.WriteString("model_format", "gguf");
        writer.WriteString("architecture", "amd64");
        writer.WriteString("os", "linux");
        writer.WriteStartObject("rootfs");
        writer.WriteString("type", "layers");
        writer.WriteStartArray("diff_ids");
        writer.WriteStringValue($"sha256:{model.Sha256.Hex}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Manifest(ModelFile model, string config) => Json(writer =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(config);
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", ManifestType);
        writer.WritePropertyName("config");
        Layer(writer, ConfigType, ContentHash.Of(bytes), bytes.Length);
        writer.WriteStartArray("layers");
        Layer(writer, WeightsType, model.Sha256, model.Size);
        writer.WriteEndArray();
    });

    private static void Layer(Utf8JsonWriter writer, string type, ContentHash digest, long size)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", type);
        writer.WriteString("digest", $"sha256:{digest.Hex}");
        writer.WriteNumber("size", size);
        writer.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
