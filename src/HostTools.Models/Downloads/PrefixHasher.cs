using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Models;

/// <summary>
/// Hashes a file while it is written, behind the watermark, on a thread of its own. It reads what is in the file, so what was kept from an
/// earlier run is hashed like everything else; the system still has the pages in memory.
/// </summary>
internal static class PrefixHasher
{
    private const int BufferSize = 1 << 20;

    /// <summary>Follows to the end.</summary>
    /// <exception cref="IOException">The file is shorter than was written.</exception>
    public static Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> StartAsync(SafeFileHandle file, Watermark watermark, ExpectedContent expected, CancellationToken token) =>
        Task.Run(() => FollowAsync(file, watermark, expected, token), token);

    private static async Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> FollowAsync(
        SafeFileHandle file, Watermark watermark, ExpectedContent expected, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using ContentHasher hasher = expected.NewHasher();
            while (await watermark.BeyondAsync(hasher.Count, token).ConfigureAwait(false) is var limit && limit > hasher.Count)
            {
                while (hasher.Count < limit)
                {
                    token.ThrowIfCancellationRequested();
                    int count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(BufferSize, limit - hasher.Count)), hasher.Count);
                    if (count == 0)
                        throw new IOException("The file is shorter than what was written to it.");
                    hasher.Append(buffer.AsSpan(0, count));
                }
            }

            long size = hasher.Count;
            (ContentHash sha256, string? git) = hasher.Finish();
            return (sha256, git, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
