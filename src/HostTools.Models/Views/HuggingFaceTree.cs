using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HostTools.Models;

/// <summary><c>trees/&lt;commit&gt;.json</c>: what files a commit has, so that nobody has to ask.</summary>
internal static class HuggingFaceTree
{
    private static readonly JsonWriterOptions s_style = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<ModelFile> files)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, s_style))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format_version", 1);
            writer.WriteStartObject("files");
            foreach (ModelFile file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
                Write(writer, file);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, ModelFile file)
    {
        writer.WriteStartObject(file.Path);
        writer.WriteNumber("size", file.Size);
        writer.WriteString("blob_id", file.GitBlobSha1 ?? PointerName(file));
        if (file.GitBlobSha1 is null)
        {
            writer.WriteString("lfs_sha256", file.Sha256.Hex);
            writer.WriteNumber("lfs_size", file.Size);
        }

        if (file.XetHash is { } xet)
            writer.WriteString("xet_hash", xet);
        writer.WriteEndObject();
    }

    /// <summary>What git holds of a large file is a text of three lines (git-lfs, docs/spec.md); this is its name there.</summary>
    private static string PointerName(ModelFile file)
    {
        string pointer = string.Create(CultureInfo.InvariantCulture, $"version https://git-lfs.github.com/spec/v1\noid sha256:{file.Sha256.Hex}\nsize {file.Size}\n");
        byte[] blob = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {pointer.Length}\0{pointer}"));
#pragma warning disable CA5350 // The name that git gives it.
        return Convert.ToHexStringLower(SHA1.HashData(blob));
#pragma warning restore CA5350
    }
}
