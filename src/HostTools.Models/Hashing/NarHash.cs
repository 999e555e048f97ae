using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HostTools.Models;

/// <summary>SHA-256 of a tree in Nix's archive format: what <c>nix hash path</c> says, on every system.</summary>
/// <seealso href="https://nix.dev/manual/nix/latest/protocols/nix-archive"/>
public static class NarHash
{
    private const int BufferSize = 1 << 20;

    /// <summary>Hashes a tree.</summary>
    /// <exception cref="IOException">A file has not the size that was said, or cannot be read.</exception>
    public static ContentHash Of(NarNode root, CancellationToken token = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, "nix-archive-1");
        Node(hash, root, token);
        return ContentHash.FromDigest(hash.GetHashAndReset());
    }

    private static void Node(IncrementalHash hash, NarNode node, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Texts(hash, "(", "type");
        switch (node)
        {
            case NarFile file:
                Text(hash, "regular");
                if (file.IsExecutable)
                    Texts(hash, "executable", "");
                Text(hash, "contents");
                Contents(hash, file, token);
                break;
            case NarLink link:
                Texts(hash, "symlink", "target", link.Target);
                break;
            case NarDirectory directory:
                Text(hash, "directory");
                foreach ((string name, NarNode inner) in directory.Entries.OrderBy(static entry => Encoding.UTF8.GetBytes(entry.Key), s_byBytes))
                {
                    Texts(hash, "entry", "(", "name", name, "node");
                    Node(hash, inner, token);
                    Text(hash, ")");
                }

                break;
        }

        Text(hash, ")");
    }

    // UTF-16 order is not byte order beyond the first plane.
    private static readonly Comparer<byte[]> s_byBytes = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    private static void Contents(IncrementalHash hash, NarFile file, CancellationToken token)
    {
        Number(hash, file.Size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using Stream stream = file.Open();
            long count = 0;
            while (stream.Read(buffer, 0, BufferSize) is > 0 and var read)
            {
                token.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                count += read;
            }

            if (count != file.Size)
                throw new IOException($"A file of {file.Size} bytes had {count} when it was read.");
            Pad(hash, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Texts(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
            Text(hash, text);
    }

    private static void Text(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
        Pad(hash, bytes.Length);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Pad(IncrementalHash hash, long length) => hash.AppendData(stackalloc byte[(int)((8 - length % 8) % 8)]);
}
