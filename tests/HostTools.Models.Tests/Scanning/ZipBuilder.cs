using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Writes zip archives, honest ones and others: everything in the two headers can be said differently.</summary>
public sealed class ZipBuilder
{
    private readonly MemoryStream _out = new();
    private readonly List<Entry> _entries = [];

    /// <summary>A member, and what its headers say instead of the truth.</summary>
    public sealed record Entry(string Name, byte[] Content)
    {
        public bool IsDeflated { get; init; }

        public string? LocalName { get; init; }

        public ushort Flags { get; init; }

        public ushort? LocalMethod { get; init; }

        public ushort? Method { get; init; }

        public uint? Crc { get; init; }

        public uint? Size { get; init; }

        public uint Attributes { get; init; }

        public bool IsHidden { get; init; }

        internal uint At { get; init; }
    }

    public static byte[] Of(params (string Name, byte[] Content)[] members)
    {
        var zip = new ZipBuilder();
        foreach ((string name, byte[] content) in members)
            zip.Add(new Entry(name, content));
        return zip.Build();
    }

    public ZipBuilder Add(Entry entry)
    {
        entry = entry with { At = (uint)_out.Position };
        byte[] data = Data(entry);
        byte[] name = Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name);
        byte[] header = new byte[30];
        "PK\u0003\u0004"u8.CopyTo(header);
        Write(header.AsSpan(4), 20, entry.Flags, entry.LocalMethod ?? MethodOf(entry));
        WriteSizes(header.AsSpan(14), entry, data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(26), (ushort)name.Length);
        _out.Write(header);
        _out.Write(name);
        _out.Write(data);
        _entries.Add(entry);
        return this;
    }

    public byte[] Build(byte[]? prefix = null)
    {
        long start = _out.Position;
        foreach (Entry entry in _entries.Where(static entry => !entry.IsHidden))
        {
            byte[] name = Encoding.UTF8.GetBytes(entry.Name);
            byte[] header = new byte[46];
            "PK\u0001\u0002"u8.CopyTo(header);
            Write(header.AsSpan(6), 20, entry.Flags, entry.Method ?? MethodOf(entry));
            WriteSizes(header.AsSpan(16), entry, Data(entry).Length);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), (ushort)name.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(38), entry.Attributes);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), entry.At);
            _out.Write(header);
            _out.Write(name);
        }

        byte[] end = new byte[22];
        "PK\u0005\u0006"u8.CopyTo(end);
        int count = _entries.Count(static entry => !entry.IsHidden);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(_out.Position - start));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        _out.Write(end);
        return [.. prefix ?? [], .. _out.ToArray()];
    }

    private static ushort MethodOf(Entry entry) => entry.IsDeflated ? (ushort)8 : (ushort)0;

    private static void Write(Span<byte> header, ushort version, ushort flags, ushort method)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], method);
    }

    private static void WriteSizes(Span<byte> header, Entry entry, int compressed)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, entry.Crc ?? HostTools.Models.Crc32.Of(new MemoryStream(entry.Content), default));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)compressed);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], entry.Size ?? (uint)entry.Content.Length);
    }

    private static byte[] Data(Entry entry)
    {
        if (!entry.IsDeflated)
            return entry.Content;
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(entry.Content);
        return packed.ToArray();
    }
}
