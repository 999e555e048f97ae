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
        SecretContentJson.Write(writer, secret.Content);
    }

    public static SecretResource Read(JsonElement json)
    {
        return new SecretResource(json.CanonicalPath("path"))
        {
            Content = SecretContentJson.Read(json),
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
}
