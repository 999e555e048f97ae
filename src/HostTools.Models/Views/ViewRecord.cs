using System.Buffers;
using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>What one holder has of a model in views: what is wanted, and every thing that was made for it.</summary>
/// <param name="Holder">Who wants it, such as <c>machine llama</c> or <c>home ada llama</c>; unique in a store.</param>
/// <param name="Source">Where the model comes from.</param>
/// <param name="Version">Version of the snapshot.</param>
internal sealed record ViewRecord(string Holder, ModelSource Source, string Version)
{
    /// <summary>Views that are wanted.</summary>
    public IReadOnlyList<ViewWish> Wishes { get; init; } = [];

    /// <summary>What was made, or is about to be.</summary>
    public IReadOnlyList<ViewThing> Things { get; init; } = [];

    /// <summary>Directories that were made for it, or are about to be.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Snapshots whose bytes it needs, by the names of their records; two while one takes the place of the other.</summary>
    public IReadOnlyList<string> Snapshots { get; init; } = [];

    /// <summary>What it had to pass; null for declared models, and where an older version wrote the record.</summary>
    public ModelCheck? Check { get; init; }

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LockedModelJson.Style))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", 1);
            writer.WriteString("holder", Holder);
            ModelSourceJson.Write(writer, "source", Source);
            writer.WriteString("version", Version);
            if (Check is { } check)
            {
                writer.WriteString("preset", check.Preset);
                if (check.Hash is { } hash)
                    writer.WriteString("hash", hash.Sri);
            }

            WriteTexts(writer, "snapshots", Snapshots);
            ViewWishJson.Write(writer, "views", Wishes);
            WriteTexts(writer, "directories", Directories);
            writer.WriteStartObject("things");
            foreach (ViewThing thing in Things)
                writer.WriteString(thing.Path, $"{(int)thing.Kind} {thing.Value}");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is not what <see cref="ToBytes"/> writes.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ViewRecord Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        JsonElement json = document.RootElement;
        if (json.Number("format") != 1)
            throw new FormatException("a newer version wrote it");
        return new ViewRecord(json.Text("holder"), ModelSourceJson.Read(json, "source"), json.Text("version"))
        {
            Check = json.OptionalText("preset") is { } preset ? new ModelCheck(preset, HashOf(json.OptionalText("hash"))) : null,
            Snapshots = json.Texts("snapshots"),
            Wishes = ViewWishJson.Read(json, "views"),
            Directories = json.Texts("directories"),
            Things = [.. json.Member("things").EnumerateObject().Select(static thing => ThingOf(thing.Name, thing.Value.GetString() ?? string.Empty))],
        };
    }

    private static ContentHash? HashOf(string? text) =>
        text is null ? null : ContentHash.TryParse(text, out ContentHash hash) ? hash : throw new FormatException($"'{text}' is no hash");

    private static ViewThing ThingOf(string path, string text) =>
        text.Length > 1 && text[1] == ' ' && text[0] is >= '0' and <= '3' && Platform.RootPath.IsCanonical(path)
            ? new ViewThing(path, (ThingKind)(text[0] - '0'), text[2..])
            : throw new FormatException($"'{path}' is no thing of a view");

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
