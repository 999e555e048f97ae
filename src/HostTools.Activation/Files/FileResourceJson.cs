using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>The written form of a <see cref="FileResource"/>; content is named by its hash, and is in the store.</summary>
internal static class FileResourceJson
{
    public static void Write(Utf8JsonWriter writer, FileResource file)
    {
        writer.WriteString("path", file.Path);
        writer.WriteString("sha256", file.Content.Hash);
        writer.WriteNumber("size", file.Content.Length);
        if (file.Mode is { } mode)
            writer.WriteString("mode", PathStateJson.Octal(mode));
        if (file.Owner is { } owner)
            writer.WriteString("owner", owner);
        if (file.Group is { } group)
            writer.WriteString("group", group);
        writer.WriteString("ownership", file.Ownership.ToString());
        writer.WriteString("collision", file.Collision.ToString());
        // All that makes two wishes equal: what is left out here would differ from itself after it was recorded.
        writer.WriteString("commentPrefix", file.CommentPrefix);
        writer.WriteString("format", file.Format.ToString());
        if (file.Check is not { } check)
            return;
        writer.WriteStartArray("check");
        foreach (string part in check.Command)
            writer.WriteStringValue(part);
        writer.WriteEndArray();
    }

    public static FileResource Read(JsonElement json) => new(json.CanonicalPath("path"))
    {
        Content = FileContent.FromStore(json.Sha256("sha256"), json.LongNumber("size")),
        Mode = PathStateJson.ReadMode(json),
        Owner = json.OptionalText("owner"),
        Group = json.OptionalText("group"),
        Ownership = json.Word<FileOwnership>("ownership"),
        Collision = json.Word<CollisionPolicy>("collision"),
        CommentPrefix = json.OptionalText("commentPrefix") ?? "#",
        Format = json.Optional("format") is null ? KeyFormat.Json : json.Word<KeyFormat>("format"),
        Check = json.Optional("check") is null ? null : json.Texts("check") is { Count: > 0 } command ? new FileCheck(command) : throw new FormatException("has an empty 'check'"),
    };
}
