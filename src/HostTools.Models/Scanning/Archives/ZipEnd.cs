using System.Buffers.Binary;

namespace HostTools.Models.Scanning.Archives;

/// <summary>The record at the end of a zip archive that says where its directory is.</summary>
/// <param name="Position">Where the record stands.</param>
/// <param name="EntryCount">Members, as the record says.</param>
/// <param name="DirectorySize">Bytes of the directory.</param>
/// <param name="DirectoryOffset">Where the record says that the directory begins.</param>
internal sealed record ZipEnd(long Position, long EntryCount, long DirectorySize, long DirectoryOffset)
{
    private const int Size = 22;
    private const int LongestComment = 65535;

    /// <summary>Bytes that somebody put in front of the archive; readers compute it in this way. Below zero: the record lies.</summary>
    public long Prefix => Position - DirectorySize - DirectoryOffset;

    /// <summary>The last record of the file, as Python and torch find it; null when there is none.</summary>
    public static ZipEnd? Find(Stream stream)
    {
        int length = (int)Math.Min(stream.Length, Size + LongestComment);
        if (length < Size)
            return null;
        byte[] tail = new byte[length];
        stream.Position = stream.Length - length;
        stream.ReadExactly(tail);
        for (int i = tail.AsSpan(0, length - Size + 4).LastIndexOf("PK\x05\x06"u8); i >= 0; i = tail.AsSpan(0, i + 3).LastIndexOf("PK\x05\x06"u8))
        {
            if (Read(stream, stream.Length - length + i, tail.AsSpan(i)) is { } end)
                return end;
        }

        return null;
    }

    private static ZipEnd? Read(Stream stream, long position, ReadOnlySpan<byte> record)
    {
        if (record.Length < Size)
            return null;
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (ReadLarge(stream, position) is { } large)
            return large;
        return size <= position ? new ZipEnd(position, count, size, offset) : null;
    }

    /// <summary>Archives above 4 GiB have a second record, which a locator in front of this one names.</summary>
    private static ZipEnd? ReadLarge(Stream stream, long position)
    {
        Span<byte> locator = stackalloc byte[20];
        Span<byte> record = stackalloc byte[56];
        if (position < 76)
            return null;
        stream.Position = position - 20;
        stream.ReadExactly(locator);
        if (!locator.StartsWith("PK\x06\x07"u8))
            return null;
        // Readers take the record directly in front of the locator: data in front of the archive moves it.
        stream.Position = position - 76;
        stream.ReadExactly(record);
        if (!record.StartsWith("PK\x06\x06"u8))
            return null;
        long count = BinaryPrimitives.ReadInt64LittleEndian(record[32..]);
        long size = BinaryPrimitives.ReadInt64LittleEndian(record[40..]);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
        return count >= 0 && size >= 0 && offset >= 0 && size <= position - 76 ? new ZipEnd(position - 76, count, size, offset) : null;
    }
}
