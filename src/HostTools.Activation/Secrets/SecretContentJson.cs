using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The written form of text with secrets in it: their names, and where they come from.</summary>
public static class SecretContentJson
{
    /// <summary>Writes its members into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, SecretContent content)
    {
        writer.WriteStartArray("parts");
        foreach (SecretPart part in content.Parts)
            WritePart(writer, part);
        writer.WriteEndArray();
        writer.WriteStartArray("sources");
        foreach (SecretSource source in content.Sources)
            WriteSource(writer, source);
        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static SecretContent Read(JsonElement json)
    {
        var content = new SecretContent([.. json.Items("parts").Select(ReadPart)], [.. json.Items("sources").Select(ReadSource)]);
        return content.Parts.Any(part => part.Secret is { } name && !content.Sources.Any(source => source.Name == name))
            ? throw new FormatException("names a secret and not where it comes from")
            : content;
    }

    private static void WritePart(Utf8JsonWriter writer, SecretPart part)
    {
        writer.WriteStartObject();
        if (part.Text is { } text)
            writer.WriteString("text", text);
        if (part.Secret is { } name)
        {
            writer.WriteString("secret", name);
            writer.WriteString("escape", part.Escape.ToString());
        }

        writer.WriteEndObject();
    }

    private static SecretPart ReadPart(JsonElement json) => json.OptionalText("secret") is { } name
        ? new SecretPart(null, name, json.Word<SecretEscape>("escape"))
        : new SecretPart(json.Text("text"), null);

    private static void WriteSource(Utf8JsonWriter writer, SecretSource source)
    {
        writer.WriteStartObject();
        writer.WriteString("name", source.Name);
        writer.WriteString("kind", source.Kind);
        writer.WriteString("reference", source.Reference);
        if (source.Part is { } part)
            writer.WriteString("part", part);
        if (source.Format is { } format)
            writer.WriteString("format", format);
        if (source.Encrypted is { } encrypted)
        {
            writer.WriteString("sha256", encrypted.Hash);
            writer.WriteNumber("size", encrypted.Length);
        }

        ActivationJson.WriteTexts(writer, "identities", source.Identities);
        writer.WriteBoolean("trimmed", source.IsTrimmed);
        if (source.Origin is { } origin)
        {
            writer.WriteStartObject("origin");
            writer.WriteString("file", origin.File);
            writer.WriteNumber("line", origin.Line);
            writer.WriteNumber("column", origin.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static SecretSource ReadSource(JsonElement json) => new(json.Text("name"), json.Text("kind"), json.Text("reference"))
    {
        Part = json.OptionalText("part"),
        Format = json.OptionalText("format"),
        Encrypted = json.Optional("sha256") is null ? null : FileContent.FromStore(json.Sha256("sha256"), json.LongNumber("size")),
        Identities = json.Texts("identities"),
        IsTrimmed = json.Flag("trimmed"),
        Origin = json.Optional("origin") is { } origin ? new Origin(origin.Text("file"), origin.Number("line"), origin.Number("column")) : null,
    };
}
