using System.Buffers;
using System.Buffers.Binary;

namespace HostTools.Models.Scanning;

/// <summary>Recognises what a file is by magic numbers and structure.</summary>
internal static class ContentSniffer
{
    private const int TarMagic = 257;

    private static readonly (byte[] Magic, ContentKind Kind)[] s_magic =
    [
        ([.. "PK\x03\x04"u8], ContentKind.Zip), ([.. "PK\x05\x06"u8], ContentKind.Zip), ([.. "PK\x07\x08PK\x03\x04"u8], ContentKind.Zip),
        ([0x93, .. "NUMPY"u8], ContentKind.Npy), ([.. "GGUF"u8], ContentKind.Gguf), ([.. "FUGG"u8], ContentKind.Gguf),
        ([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n'], ContentKind.Hdf5), ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], ContentKind.SevenZip), ([.. "Rar!\x1A\x07"u8], ContentKind.Rar),
        ([0x1F, 0x8B, 0x08], ContentKind.Gzip), ([0xFD, .. "7zXZ\0"u8], ContentKind.Xz), ([.. "BZh"u8], ContentKind.Bzip2),
        ([0x04, 0x22, 0x4D, 0x18], ContentKind.Lz4), ([0x28, 0xB5, 0x2F, 0xFD], ContentKind.Zstandard),
        ([0x7F, .. "ELF"u8], ContentKind.Elf), ([0xCF, 0xFA, 0xED, 0xFE], ContentKind.MachO), ([0xCE, 0xFA, 0xED, 0xFE], ContentKind.MachO), ([0xCA, 0xFE, 0xBA, 0xBE], ContentKind.MachO),
        ([.. "\0asm"u8], ContentKind.Wasm),
        ([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], ContentKind.Media), ([0xFF, 0xD8, 0xFF], ContentKind.Media), ([.. "GIF8"u8], ContentKind.Media), ([.. "%PDF-"u8], ContentKind.Media),
        ([.. "RIFF"u8], ContentKind.Media), ([.. "OggS"u8], ContentKind.Media), ([.. "fLaC"u8], ContentKind.Media), ([.. "ID3"u8], ContentKind.Media),
        ([.. "version https://git-lfs.github.com/spec/"u8], ContentKind.LfsPointer),
    ];

    // Control characters that no text has.
    private static readonly SearchValues<byte> s_control = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(static c => c is not (9 or 10 or 11 or 12 or 13 or 27)).Select(static c => (byte)c), 127]);

    public static ContentKind Identify(ByteReader bytes)
    {
        if (bytes.Length == 0)
            return ContentKind.Empty;
        bytes.Position = 0;
        byte[] head = bytes.Peek(512).ToArray();
        foreach ((byte[] magic, ContentKind kind) in s_magic)
        {
            if (head.AsSpan().StartsWith(magic))
                return kind;
        }

        return IdentifyStructure(bytes, head);
    }

    private static ContentKind IdentifyStructure(ByteReader bytes, ReadOnlySpan<byte> head)
    {
        if (IsSafetensors(head, bytes.Length))
            return ContentKind.Safetensors;
        if (IsPe(bytes, head))
            return ContentKind.Pe;
        if (head.Length >= 8 && head[4..8].SequenceEqual("TFL3"u8))
            return ContentKind.TfLite;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return ContentKind.Media;
        if (IsTar(head))
            return ContentKind.Tar;
        if (IsHdf5(bytes))
            return ContentKind.Hdf5;
        if (head is [_, 0x0D, 0x0D, 0x0A, ..] && head.Length >= 16)
            return ContentKind.PythonBytecode;
        if (head is [0x5D, 0, 0, _, _, ..] && head.Length >= 13)
            return ContentKind.Lzma;
        if (IsZlib(head))
            return ContentKind.Zlib;
        if (Graphs.ProtobufSniffer.Identify(bytes) is { } graph)
            return graph;
        return IsText(bytes) ? Code.TextSniffer.Identify(bytes) : ContentKind.Data;
    }

    /// <summary>A header's length, then a JSON object; the length may lie, which the scanner then says.</summary>
    private static bool IsSafetensors(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < 9 || head[8] != '{')
            return false;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        bool isText = !head[..8].ContainsAnyExceptInRange((byte)'\t', (byte)'~');
        return header <= (ulong)length || (!isText && head.Length > 9 && head[9] is (byte)'"' or (byte)'}' or (byte)' ');
    }

    private static bool IsPe(ByteReader bytes, ReadOnlySpan<byte> head)
    {
        if (head is not [(byte)'M', (byte)'Z', ..] || head.Length < 64)
            return false;
        bytes.Position = BinaryPrimitives.ReadUInt32LittleEndian(head[60..]);
        return bytes.Peek(4).SequenceEqual("PE\0\0"u8);
    }

    private static bool IsTar(ReadOnlySpan<byte> head) =>
        head.Length >= 512 && (head[TarMagic..].StartsWith("ustar"u8) || Archives.TarHeader.HasChecksum(head));

    /// <summary>Its signature may stand at 512, 1024, 2048 and so on, too.</summary>
    private static bool IsHdf5(ByteReader bytes)
    {
        for (long at = 512; at < bytes.Length && at <= 1 << 20; at *= 2)
        {
            bytes.Position = at;
            if (bytes.Peek(8) is [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10])
                return true;
        }

        return false;
    }

    private static bool IsZlib(ReadOnlySpan<byte> head) =>
        head.Length > 6 && head[0] == 0x78 && ((head[0] << 8) | head[1]) % 31 == 0 && (head[1] & 0x20) == 0 && head[1] is 0x01 or 0x5E or 0x9C or 0xDA;

    private static bool IsText(ByteReader bytes)
    {
        for (bytes.Position = 0; bytes.Position < bytes.Length;)
        {
            ReadOnlySpan<byte> part = bytes.Peek(32768);
            if (part.ContainsAny(s_control))
                return false;
            bytes.Position += part.Length;
        }

        return true;
    }
}
