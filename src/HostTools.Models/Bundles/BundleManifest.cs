using System.Buffers;
using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>The first entry of a bundle: which models it has, and every file of them by its hash.</summary>
internal static class BundleManifest
{
    public const string Name = "hosttools-models.json";

    private const int Format = 1;

    /// <summary>Path of bytes in a bundle.</summary>
    public static string PathOf(ContentHash hash) => $"sha256/{hash.Hex}";

    public static byte[] Write(IEnumerable<BundledModel> models)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LockedModelJson.Style))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteStartArray("models");
            foreach (BundledModel model in models)
            {
                writer.WriteStartObject();
                writer.WriteString("name", model.Name);
                ModelSourceJson.Write(writer, "source", model.Snapshot.Source);
                writer.WritePropertyName("locked");
                LockedModelJson.Write(writer, LockedModel.Of(model.Snapshot));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<BundledModel> Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        JsonElement json = document.RootElement;
        if (json.Number("format") != Format)
            throw new FormatException("a newer version wrote it");
        BundledModel[] models = [.. json.Items("models").Select(Of)];
        return models.Length == 0 ? throw new FormatException("it has no models")
            : models.GroupBy(static model => model.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Skip(1).Any()) is { } twice ? throw new FormatException($"it has two models '{twice.Key}'")
            : models;
    }

    private static BundledModel Of(JsonElement json)
    {
        string name = json.Text("name");
        ModelSource source = ModelSourceJson.Read(json, "source");
        LockedModel locked = LockedModelJson.Read(json.Member("locked"));
        if (!BundledModel.IsName(name))
            throw new FormatException($"'{name}' is no name of a model");
        if (locked.Source != source.Canonical)
            throw new FormatException($"'{name}' has two sources");
        if (locked.Version.Length is 0 or > 200 || locked.Version.Any(static letter => letter is <= ' ' or > '~'))
            throw new FormatException($"the version of '{name}' is none");
        if (locked.Files.Count == 0 || locked.Files.Any(static file => file.Size < 0))
            throw new FormatException($"'{name}' has no files");
        return new BundledModel(name, new ModelSnapshot(source, locked.Version, locked.Files));
    }
}
