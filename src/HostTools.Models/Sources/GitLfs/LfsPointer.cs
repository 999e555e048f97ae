using System.Globalization;
using System.Text;

namespace HostTools.Models;

/// <summary>What stands in a repository in place of a large file (git-lfs, docs/spec.md).</summary>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Size">Bytes of the file.</param>
internal sealed record LfsPointer(ContentHash Sha256, long Size)
{
    /// <summary>No pointer is larger.</summary>
    public const int Largest = 1024;

    private const string Version = "version https://git-lfs.github.com/spec/v1";
    private const string OidPrefix = "oid sha256:";
    private const string SizePrefix = "size ";

    /// <summary>Null when the bytes are something else: keys in their order, each once, nothing but them.</summary>
    public static LfsPointer? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > Largest || bytes[^1] != (byte)'\n')
            return null;
        string[] lines = Encoding.UTF8.GetString(bytes[..^1]).Split('\n');
        // Extensions (ext-0-…) stand between the version and the hash; what they did to the bytes cannot be undone here.
        if (lines is not [Version, var oid, var size] || !oid.StartsWith(OidPrefix, StringComparison.Ordinal) || !size.StartsWith(SizePrefix, StringComparison.Ordinal))
            return null;
        string hex = oid[OidPrefix.Length..];
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower) && long.TryParse(size.AsSpan(SizePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? new LfsPointer(new ContentHash(hex), count)
            : null;
    }
}
