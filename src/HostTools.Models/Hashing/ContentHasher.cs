using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HostTools.Models;

/// <summary>Hashes bytes as they pass: SHA-256, and git's name of the blob where that is asked for. Not thread-safe.</summary>
public sealed class ContentHasher : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _git;

    /// <summary>Begins.</summary>
    /// <param name="gitSize">Bytes there will be, when git's name is wanted: it begins with that number. Null leaves it out.</param>
    public ContentHasher(long? gitSize = null)
    {
        if (gitSize is not { } size)
            return;
        _git = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        _git.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
    }

    /// <summary>Bytes so far.</summary>
    public long Count { get; private set; }

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _git?.AppendData(bytes);
        Count += bytes.Length;
    }

    /// <summary>Ends; git's name is null when it was not asked for.</summary>
    public (ContentHash Sha256, string? GitBlobSha1) Finish() =>
        (ContentHash.FromDigest(_sha256.GetHashAndReset()), _git is null ? null : Convert.ToHexStringLower(_git.GetHashAndReset()));

    /// <inheritdoc/>
    public void Dispose()
    {
        _sha256.Dispose();
        _git?.Dispose();
    }
}
