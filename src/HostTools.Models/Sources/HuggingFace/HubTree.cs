using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>A file as a hub lists it.</summary>
/// <param name="Path">Path in the repository.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Sha256">Of the content, for files in LFS or Xet storage; null for those in git itself.</param>
/// <param name="GitBlobSha1">Of git's blob, for files in git itself; null for the others, whose blob is only a pointer.</param>
/// <param name="XetHash">Name in Xet storage; null when it is not there.</param>
internal sealed record HubFile(string Path, long Size, ContentHash? Sha256, string? GitBlobSha1, string? XetHash)
{
    private const int GitDigits = 40;
    private const int XetDigits = 64;

    /// <summary>The files of one page; directories are not there, the list is recursive.</summary>
    /// <exception cref="FormatException">It is not what a hub says.</exception>
    public static IReadOnlyList<HubFile> Read(JsonElement page) => page.ValueKind is JsonValueKind.Array
        ? [.. page.EnumerateArray().Where(static entry => entry.Text("type") == "file").Select(Of)]
        : throw new FormatException("it is no list of files");

    private static HubFile Of(JsonElement entry)
    {
        string path = entry.Text("path");
        string? xet = NameOf(entry.OptionalText("xetHash"), XetDigits, path);
        if (entry.Optional("lfs") is not { } lfs)
            return new HubFile(path, SizeOf(entry, path), null, NameOf(entry.Text("oid"), GitDigits, path), xet);
        string oid = lfs.Text("oid");
        return ContentHash.TryParse(oid.StartsWith("sha256:", StringComparison.Ordinal) ? oid[7..] : oid, out ContentHash hash)
            ? new HubFile(path, SizeOf(lfs, path), hash, null, xet)
            : throw new FormatException($"'{path}' has no SHA-256");
    }

    private static long SizeOf(JsonElement entry, string path) =>
        entry.Member("size") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out long bytes) && bytes >= 0 ? bytes : throw new FormatException($"'{path}' has no size");

    private static string? NameOf(string? text, int digits, string path) => text is null || (text.Length == digits && text.All(char.IsAsciiHexDigitLower))
        ? text
        : throw new FormatException($"'{path}' has a name of its content that is none");
}
