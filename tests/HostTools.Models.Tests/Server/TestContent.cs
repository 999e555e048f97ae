using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HostTools.Models.Tests.Server;

/// <summary>Bytes that look random, are the same each time and exist nowhere: those at any place can be made at once.</summary>
internal sealed class TestContent(long size, int seed)
{
    public long Size => size;

    public ContentHash Sha256 => _hash ??= Hash();

    private ContentHash? _hash;

    public void Fill(long offset, Span<byte> into)
    {
        Span<byte> word = stackalloc byte[8];
        int at = 0;
        while (at < into.Length)
        {
            ulong number = (ulong)(offset + at) / 8;
            BinaryPrimitives.WriteUInt64LittleEndian(word, Mix(number + ((ulong)seed << 40)));
            int skip = (int)((offset + at) % 8);
            int count = Math.Min(8 - skip, into.Length - at);
            word.Slice(skip, count).CopyTo(into[at..]);
            at += count;
        }
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[size];
        Fill(0, bytes);
        return bytes;
    }

    // The finaliser of SplitMix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ContentHash Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long at = 0; at < size; at += buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - at));
            Fill(at, part);
            hash.AppendData(part);
        }

        return ContentHash.FromDigest(hash.GetHashAndReset());
    }
}
