using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>Locked models as JSON: keys in a fixed order, files by path, so that a diff shows what changed and nothing else.</summary>
internal static class LockedModelJson
{
    // Paths in other scripts stay readable; nothing of it goes into a web page.
    public static readonly JsonWriterOptions Style = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(LockedModel model)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Style))
            Write(writer, model);
        return bytes.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter writer, LockedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("source", model.Source);
        writer.WriteString("version", model.Version);
        if (model.Hash is { } hash)
            writer.WriteString("hash", hash.Sri);
        writer.WriteStartObject("files");
        foreach (ModelFile file in model.Files.OrderBy(static file => file.Path, StringComparer.Ordinal))
            writer.WriteString(file.Path, Line(file));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">It is not what <see cref="Write(LockedModel)"/> writes.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static LockedModel Read(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return Read(json.RootElement);
    }

    /// <exception cref="FormatException">It is not what <see cref="Write(LockedModel)"/> writes.</exception>
    public static LockedModel Read(JsonElement json)
    {
        JsonElement files = json.Member("files");
        if (files.ValueKind is not JsonValueKind.Object)
            throw new FormatException("'files' is no mapping");
        return new LockedModel(json.Text("source"), json.Text("version"), [.. files.EnumerateObject().Select(static file => File(file.Name, file.Value))])
        {
            Hash = json.OptionalText("hash") is { } hash ? Hash(hash) : null,
        };
    }

    // One line a file: "1234 sha256-… git:… xet:…".
    private static string Line(ModelFile file) => string.Concat(
        string.Create(CultureInfo.InvariantCulture, $"{file.Size} {file.Sha256.Sri}"),
        file.GitBlobSha1 is { } git ? $" git:{git}" : string.Empty,
        file.XetHash is { } xet ? $" xet:{xet}" : string.Empty);

    private static ModelFile File(string path, JsonElement value)
    {
        string[] words = value.ValueKind is JsonValueKind.String ? value.GetString()!.Split(' ') : [];
        if (ModelPath.Problem(path) is { } problem)
            throw new FormatException($"the path '{path}' cannot be used: {problem}");
        if (words.Length < 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            throw new FormatException($"'{path}' has no size and hash");
        return new ModelFile(path, size, Hash(words[1])) { GitBlobSha1 = Word(words, "git:", 40), XetHash = Word(words, "xet:", 64) };
    }

    private static string? Word(string[] words, string prefix, int digits)
    {
        string? value = Array.Find(words, word => word.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
        if (value is not null && (value.Length != digits || !value.All(char.IsAsciiHexDigitLower)))
            throw new FormatException($"'{prefix}{value}' is no name of {digits} digits");
        return value;
    }

    private static ContentHash Hash(string text) => ContentHash.TryParse(text, out ContentHash hash) ? hash : throw new FormatException($"'{text}' is no hash");
}
