using System.Collections.Immutable;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The written form of a <see cref="PathState"/>.</summary>
internal static class PathStateJson
{
    public static void Write(Utf8JsonWriter writer, PathState state)
    {
        writer.WriteString("type", state.Type.ToString());
        if (state.Mode >= 0)
            writer.WriteString("mode", Octal(state.Mode));
        if (state.UserId >= 0)
            writer.WriteNumber("uid", state.UserId);
        if (state.GroupId >= 0)
            writer.WriteNumber("gid", state.GroupId);
        if (state.ContentHash is { } hash)
        {
            writer.WriteString(state.IsPrivate ? "keyed" : "sha256", hash);
            writer.WriteNumber("size", state.Size);
        }

        if (state.BaseHash is { } without)
            writer.WriteString("baseSha256", without);
        if (state.LinkTarget is { } target)
            writer.WriteString("target", target);
        if (state.Attributes is { Values.Count: > 0 } attributes)
            Write(writer, attributes);
    }

    private static void Write(Utf8JsonWriter writer, ExtendedAttributes attributes)
    {
        writer.WriteStartObject("attributes");
        foreach ((string name, ImmutableArray<byte> value) in attributes.Values)
            writer.WriteBase64String(name, value.AsSpan());
        writer.WriteEndObject();
    }

    public static PathState Read(JsonElement json)
    {
        PathType type = json.Word<PathType>("type");
        bool isPrivate = json.Optional("keyed") is not null;
        return new PathState(type)
        {
            Mode = ReadMode(json) ?? -1,
            UserId = json.OptionalNumber("uid") ?? -1,
            GroupId = json.OptionalNumber("gid") ?? -1,
            IsPrivate = isPrivate && type is PathType.File,
            ContentHash = type is PathType.File ? json.Sha256(isPrivate ? "keyed" : "sha256") : null,
            Size = type is PathType.File ? json.LongNumber("size") : 0,
            BaseHash = json.Optional("baseSha256") is null ? null : json.Sha256("baseSha256"),
            Attributes = json.Optional("attributes") is { } attributes ? ReadAttributes(attributes) : null,
            LinkTarget = type is PathType.Link ? ReadLinkText(json, "target") : null,
        };
    }

    private static ExtendedAttributes ReadAttributes(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw new FormatException("has no attributes of a file as 'attributes'");
        return ExtendedAttributes.Of(json.EnumerateObject().Select(static one => one.Value.ValueKind is JsonValueKind.String && one.Value.TryGetBytesFromBase64(out byte[]? value)
            ? KeyValuePair.Create(one.Name, ImmutableArray.Create(value))
            : throw new FormatException($"has no base64 as attribute '{one.Name}'")));
    }

    /// <summary>Permission bits as people write them; null when there are none.</summary>
    public static int? ReadMode(JsonElement json, string name = "mode")
    {
        if (json.OptionalText(name) is not { } text)
            return null;
        return text.Length is > 0 and <= 5 && text.All(static c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is <= 0xFFF and var mode
            ? mode
            : throw new FormatException($"has no permission bits as '{name}'");
    }

    public static string ReadLinkText(JsonElement json, string name) =>
        json.Text(name) is { Length: > 0 } text && !text.Contains('\0') ? text : throw new FormatException($"has no link text as '{name}'");

    /// <summary>Permission bits with a leading zero.</summary>
    public static string Octal(int mode) => "0" + Convert.ToString(mode, 8).PadLeft(3, '0');
}
