using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A SHA-256, of bytes or of a tree; 32 bytes.</summary>
/// <param name="Hex">64 lower-case digits.</param>
public readonly record struct ContentHash(string Hex) : IComparable<ContentHash>
{
    private const int Length = 32;
    private const string SriPrefix = "sha256-";
    private const string Prefix = "sha256:";

    /// <summary>Hash of no bytes at all.</summary>
    public static ContentHash Empty { get; } = Of([]);

    /// <summary>All zeros, as people write to be told the right one.</summary>
    public bool IsPlaceholder => Hex.AsSpan().IndexOfAnyExcept('0') < 0;

    /// <summary><c>sha256-</c> and 44 characters of base64, as in Nix and in browsers.</summary>
    public string Sri => SriPrefix + Base64;

    /// <summary>44 characters.</summary>
    public string Base64 => Convert.ToBase64String(Convert.FromHexString(Hex));

    /// <summary>52 characters of Nix's own alphabet.</summary>
    public string Base32 => NixBase32.Encode(Convert.FromHexString(Hex));

    /// <summary>Of some bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> bytes) => FromDigest(SHA256.HashData(bytes));

    /// <summary>Of 32 bytes that are a digest already.</summary>
    public static ContentHash FromDigest(ReadOnlySpan<byte> digest) =>
        digest.Length == Length ? new ContentHash(Convert.ToHexStringLower(digest)) : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(digest));

    /// <summary>Reads one however it is written: SRI, <c>sha256:</c> with hex, base32 or base64, or 64 digits alone.</summary>
    /// <exception cref="HostToolsException">HashMalformed.</exception>
    public static ContentHash Parse(string text) => TryParse(text, out ContentHash hash) ? hash : throw new HostToolsException(ModelErrors.HashMalformed(text));

    /// <summary>The same without throwing.</summary>
    public static bool TryParse(string? text, out ContentHash hash)
    {
        hash = default;
        byte[]? digest = text switch
        {
            null => null,
            _ when text.StartsWith(SriPrefix, StringComparison.Ordinal) => FromBase64(text[SriPrefix.Length..]),
            _ when text.StartsWith(Prefix, StringComparison.Ordinal) => FromAny(text[Prefix.Length..]),
            _ => FromHex(text),
        };
        if (digest is not { Length: Length })
            return false;
        hash = FromDigest(digest);
        return true;
    }

    /// <summary>In the form that is asked for.</summary>
    public string ToString(HashFormat format) => format switch
    {
        HashFormat.Base32 => Base32,
        HashFormat.Base64 => Base64,
        HashFormat.Hex => Hex,
        _ => Sri,
    };

    /// <summary>As SRI.</summary>
    public override string ToString() => Sri;

    /// <inheritdoc/>
    public int CompareTo(ContentHash other) => string.CompareOrdinal(Hex, other.Hex);

    // The three have different lengths, so the length tells which it is.
    private static byte[]? FromAny(string text) => text.Length switch
    {
        64 => FromHex(text),
        52 => NixBase32.TryDecode(text),
        44 => FromBase64(text),
        _ => null,
    };

    private static byte[]? FromHex(string text) =>
        text.Length == 2 * Length && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private static byte[]? FromBase64(string text)
    {
        byte[] bytes = new byte[Length + 1];
        // Blanks inside would be taken, and so would bits that say nothing: one hash, one spelling.
        return text.Length == 44 && Convert.TryFromBase64String(text, bytes, out int count) && count == Length && Convert.ToBase64String(bytes, 0, count) == text
            ? bytes[..count]
            : null;
    }
}

/// <summary>How a hash is written.</summary>
public enum HashFormat
{
    /// <summary><c>sha256-</c> and base64.</summary>
    Sri,

    /// <summary>Nix's base32, 52 characters.</summary>
    Base32,

    /// <summary>Base64, 44 characters.</summary>
    Base64,

    /// <summary>64 digits.</summary>
    Hex,
}
