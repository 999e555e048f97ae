using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The written form of a <see cref="SecretResource"/>: its text with names of secrets, and where these come from.</summary>
internal static class SecretResourceJson
{
    public static void Write(Utf8JsonWriter writer, SecretResource secret)
    {
        writer.WriteString("path", secret.Path);
        writer.WriteString("mode", PathStateJson.Octal(secret.Mode));
        if (secret.Owner is { } owner)
            writer.WriteString("owner", owner);
        if (secret.Group is { } group)
            writer.WriteString("group", group);
        writer.WriteString("collision", secret.Collision.ToString());
        writer.WriteBoolean("persistent", secret.IsPersistent);
        if (secret.Folder is { } folder)
        {
            writer.WriteString("folder", folder);
            writer.WriteString("folderMode", PathStateJson.Octal(secret.FolderMode));
        }

        if (secret.Check is { } check)
            ActivationJson.WriteTexts(writer, "check", check.Command);
        writer.WriteStartArray("parts");
        foreach (SecretPart part in secret.Content.Parts)
            WritePart(writer, part);
        writer.WriteEndArray();
        writer.WriteStartArray("sources");
        foreach (SecretSource source in secret.Content.Sources)
            WriteSource(writer, source);
        writer.WriteEndArray();
    }

    public static SecretResource Read(JsonElement json)
    {
        var content = new SecretContent([.. json.Items("parts").Select(ReadPart)], [.. json.Items("sources").Select(ReadSource)]);
        if (content.Parts.Any(part => part.Secret is { } name && !content.Sources.Any(source => source.Name == name)))
            throw new FormatException("names a secret and not where it comes from");
        return new SecretResource(json.CanonicalPath("path"))
        {
            Content = content,
            Mode = PathStateJson.ReadMode(json) ?? throw new FormatException("has no permission bits as 'mode'"),
            Owner = json.OptionalText("owner"),
            Group = json.OptionalText("group"),
            Collision = json.Word<CollisionPolicy>("collision"),
            IsPersistent = json.Flag("persistent"),
            Check = json.Optional("check") is null ? null : json.Texts("check") is { Count: > 0 } command ? new FileCheck(command) : throw new FormatException("has an empty 'check'"),
            Folder = json.Optional("folder") is null ? null : json.CanonicalPath("folder"),
            FolderMode = PathStateJson.ReadMode(json, "folderMode") ?? 0x1C0,
        };
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
