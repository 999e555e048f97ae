using System.Text;

namespace HostTools.Models.Scanning.Graphs;

/// <summary>Reads protobuf fields one after the other; what is nested stays where it is until somebody enters it.</summary>
internal static class ProtobufReader
{
    private const int Varint = 0, Fixed64 = 1, Counted = 2, Fixed32 = 5;

    /// <summary>The next field before an end; false at the end.</summary>
    public static bool Next(ByteReader bytes, long end, out ProtobufField field)
    {
        field = default;
        if (bytes.Position >= end)
            return false;
        long at = bytes.Position;
        ulong key = ReadVarint(bytes, end);
        if (key >> 3 is 0 or > 536_870_911)
            throw new MalformedException(at, "a field has no valid number");
        int number = (int)(key >> 3);
        switch ((int)(key & 7))
        {
            case Varint:
                field = new ProtobufField(number, at, 0, ReadVarint(bytes, end), IsCounted: false);
                return true;
            case Fixed64:
                Skip(bytes, end, 8);
                field = new ProtobufField(number, at, 8, 0, IsCounted: false);
                return true;
            case Fixed32:
                Skip(bytes, end, 4);
                field = new ProtobufField(number, at, 4, 0, IsCounted: false);
                return true;
            case Counted:
                ulong length = ReadVarint(bytes, end);
                long start = bytes.Position;
                Skip(bytes, end, length);
                field = new ProtobufField(number, start, (long)length, 0, IsCounted: true);
                return true;
            default:
                throw new MalformedException(at, "a field has no valid kind");
        }
    }

    /// <summary>The text of a counted field; of a long one the beginning.</summary>
    public static string Text(ByteReader bytes, ProtobufField field, int most = 4096)
    {
        long back = bytes.Position;
        bytes.Position = field.Start;
        string text = Encoding.UTF8.GetString(bytes.ReadBytes((int)Math.Min(field.Length, most)));
        bytes.Position = back;
        return text;
    }

    private static ulong ReadVarint(ByteReader bytes, long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (bytes.Position >= end)
                throw new MalformedException(bytes.Position, "a number does not end");
            byte b = bytes.ReadByte();
            if (shift < 64)
                value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw new MalformedException(bytes.Position, "a number is too long");
    }

    private static void Skip(ByteReader bytes, long end, ulong length)
    {
        if (length > (ulong)(end - bytes.Position))
            throw new MalformedException(bytes.Position, "a field is longer than what holds it");
        bytes.Position += (long)length;
    }
}

/// <summary>A field: its number, and where its content stands or what number it is.</summary>
internal readonly record struct ProtobufField(int Number, long Start, long Length, ulong Value, bool IsCounted)
{
    public long End => Start + Length;
}
