using System.Security.Cryptography;

namespace HostTools.Activation.Resources;

/// <summary>Bytes of a file: held in memory, in a file of the configuration tree, or in the content store. Equal when the bytes are equal.</summary>
public sealed class FileContent : IEquatable<FileContent>
{
    private readonly Lazy<(string Hash, long Length)> _identity;

    /// <summary>Bytes, or the file that holds them; exactly one of the two is given.</summary>
    /// <param name="bytes">The bytes; null when <paramref name="sourcePath"/> is given.</param>
    /// <param name="sourcePath">Absolute path on the machine that plans; null when <paramref name="bytes"/> is given.</param>
    public FileContent(ReadOnlyMemory<byte>? bytes, string? sourcePath)
    {
        if (bytes is null == sourcePath is null)
            throw new ArgumentException("Content is either bytes or a source file.", nameof(sourcePath));
        (Bytes, SourcePath) = (bytes, sourcePath);
        _identity = new(Compute, LazyThreadSafetyMode.PublicationOnly);
    }

    private FileContent(string hash, long length) => _identity = new((hash, length));

    /// <summary>Text in UTF-8 without a byte order mark, as it is.</summary>
    public static FileContent FromText(string text) => new(System.Text.Encoding.UTF8.GetBytes(text), null);

    /// <summary>The content of another file, read when a plan is made.</summary>
    public static FileContent FromFile(string path) => new(null, path);

    /// <summary>Content that is in the store already.</summary>
    /// <param name="hash">SHA-256 in lower-case hexadecimal.</param>
    /// <param name="length">Bytes.</param>
    public static FileContent FromStore(string hash, long length) => new(hash, length);

    /// <summary>The bytes; null when they are elsewhere.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; }

    /// <summary>Absolute path of the file that holds them on the machine that plans; null when they are elsewhere.</summary>
    public string? SourcePath { get; }

    /// <summary>SHA-256 in lower-case hexadecimal. The first read of a source file's takes as long as reading the file.</summary>
    /// <exception cref="IOException">The source file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The source file may not be read.</exception>
    public string Hash => _identity.Value.Hash;

    /// <summary>Bytes in all; a source file is read as for <see cref="Hash"/>.</summary>
    public long Length => _identity.Value.Length;

    /// <summary>The bytes as a stream; null when they are in the store.</summary>
    internal Stream? Open() => Bytes is { } bytes ? new MemoryStream(bytes.ToArray(), writable: false)
        : SourcePath is { } path ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
        : null;

    /// <inheritdoc/>
    public bool Equals(FileContent? other)
    {
        if (other is null || ReferenceEquals(this, other))
            return other is not null;
        if (SourcePath is not null && SourcePath == other.SourcePath)
            return true;
        try
        {
            return Length == other.Length && Hash == other.Hash;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileContent);

    /// <summary>The same for all content: only comparing tells, since a source file may be unreadable.</summary>
    public override int GetHashCode() => 0;

    private (string Hash, long Length) Compute()
    {
        if (Bytes is { } bytes)
            return (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), bytes.Length);
        using Stream stream = Open() ?? throw new InvalidOperationException("Stored content has its hash from the start.");
        return (Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }
}
