using System.Buffers.Binary;

namespace HostTools.Models.Scanning;

/// <summary>Reads a stream at any place through one small buffer. Reading past the end throws <see cref="MalformedException"/>.</summary>
internal sealed class ByteReader(Stream stream, int capacity = 32768)
{
    private readonly byte[] _buffer = new byte[(int)Math.Clamp(stream.Length, 16, capacity)];
    private long _start;
    private int _count;

    public long Length { get; } = stream.Length;

    public long Position { get; set; }

    public long Remaining => Length - Position;

    /// <summary>The next byte, or -1 at the end.</summary>
    public int TryReadByte()
    {
        long index = Position - _start;
        if ((ulong)index >= (ulong)_count)
        {
            if (Position >= Length || Fill() == 0)
                return -1;
            index = 0;
        }

        Position++;
        return _buffer[index];
    }

    public byte ReadByte() => TryReadByte() is >= 0 and var value ? (byte)value : throw End();

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Moves on; the place may not be behind the end.</summary>
    public void Skip(ulong count)
    {
        if (count > (ulong)Math.Max(0, Remaining))
            throw End();
        Position += (long)count;
    }

    /// <summary>Up to so many bytes from here, fewer at the end; the place stays. At most the capacity.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        long index = Position - _start;
        if (index < 0 || index > _count || _count - index < Math.Min(count, Math.Max(0, Remaining)))
        {
            Fill();
            index = 0;
        }

        int there = (int)Math.Min(count, _count - index);
        return there <= 0 ? default : _buffer.AsSpan((int)index, there);
    }

    /// <summary>So many bytes from here as an array; the caller has bounded the number.</summary>
    public byte[] ReadBytes(int count)
    {
        if (count > Remaining)
            throw End();
        byte[] bytes = new byte[count];
        stream.Position = Position;
        stream.ReadExactly(bytes);
        Position += count;
        return bytes;
    }

    /// <summary>Place of the next occurrence of a byte from here on, or -1; at most so many bytes are looked at.</summary>
    public long IndexOf(byte value, long most)
    {
        long start = Position;
        try
        {
            while (Position < Length && Position - start < most)
            {
                ReadOnlySpan<byte> part = Peek(_buffer.Length);
                if (part.IsEmpty)
                    return -1;
                int at = part.IndexOf(value);
                if (at >= 0)
                    return Position + at - start < most ? Position + at : -1;
                Position += part.Length;
            }

            return -1;
        }
        finally
        {
            Position = start;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> bytes = Peek(count);
        if (bytes.Length < count)
            throw End();
        Position += count;
        return bytes;
    }

    private int Fill()
    {
        (_start, _count) = (Position, 0);
        if (Position < 0 || Position >= Length)
            return 0;
        stream.Position = Position;
        return _count = stream.ReadAtLeast(_buffer, (int)Math.Min(_buffer.Length, Length - Position), throwOnEndOfStream: false);
    }

    private MalformedException End() => new(Position, "the file ends too early");
}
