using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace HostTools.Models.Scanning.Archives;

/// <summary>A member as one of its two headers describes it.</summary>
internal sealed record ZipMember(string Name, ushort Flags, ushort Method, uint Crc, long CompressedSize, long Size)
{
    /// <summary>Where the local header begins, in the file.</summary>
    public long HeaderAt { get; init; }

    /// <summary>Where the data begins; known from the local header alone.</summary>
    public long DataAt { get; init; }

    /// <summary>The sizes stand behind the data.</summary>
    public bool HasSizesBehind => (Flags & 8) != 0;

    /// <summary>A flag says that the data is encrypted, patched or masked.</summary>
    public bool IsSaidToBeUnreadable => (Flags & 0x2061) != 0;

    /// <summary>A link, by the mode that Unix writers store.</summary>
    public bool IsLink { get; init; }

    public bool IsFolder => Name.EndsWith('/') && Size == 0;

    /// <summary>The header in front of the data; null when there is none.</summary>
    public static ZipMember? ReadLocal(ByteReader bytes, long at)
    {
        if (at < 0 || at > bytes.Length - 30)
            return null;
        bytes.Position = at;
        ReadOnlySpan<byte> header = bytes.Peek(30);
        if (header.Length < 30 || !header.StartsWith("PK\x03\x04"u8))
            return null;
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), method = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]), size = BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);
        int name = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (bytes.Length - at - 30 < name + extra)
            return null;
        bytes.Position = at + 30;
        string text = NameOf(bytes.ReadBytes(name));
        ReadLarge(bytes.ReadBytes(extra), ref size, ref compressed);
        return new ZipMember(text, flags, method, crc, compressed, size) { HeaderAt = at, DataAt = at + 30 + name + extra };
    }

    /// <summary>The next entry of the directory; null when there is none.</summary>
    public static ZipMember? ReadEntry(ByteReader bytes)
    {
        ReadOnlySpan<byte> entry = bytes.Peek(46);
        if (entry.Length < 46 || !entry.StartsWith("PK\x01\x02"u8))
            return null;
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]), attributes = BinaryPrimitives.ReadUInt32LittleEndian(entry[38..]);
        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), size = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        int name = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]), comment = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        if (bytes.Remaining < 46 + name + extra + comment)
            return null;
        bytes.Position += 46;
        string text = NameOf(bytes.ReadBytes(name));
        at = ReadLarge(bytes.ReadBytes(extra), ref size, ref compressed, at);
        bytes.Position += comment;
        return new ZipMember(text, flags, method, crc, compressed, size) { HeaderAt = at, IsLink = attributes >> 28 == 0xA };
    }

    private static string NameOf(byte[] bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>Sizes above 4 GiB stand in an extra field, those that the header left out and in this order.</summary>
    private static long ReadLarge(ReadOnlySpan<byte> extra, ref long size, ref long compressed, long offset = 0)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
                break;
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            if (id == 1)
            {
                size = Next(ref field, size);
                compressed = Next(ref field, compressed);
                offset = Next(ref field, offset);
            }

            extra = extra[(4 + length)..];
        }

        return offset;
    }

    private static long Next(ref ReadOnlySpan<byte> field, long value)
    {
        if (value != uint.MaxValue || field.Length < 8)
            return value;
        long large = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[8..];
        return large >= 0 ? large : value;
    }
}
