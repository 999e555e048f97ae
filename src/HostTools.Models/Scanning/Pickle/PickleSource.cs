using System.Globalization;
using System.Text;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>Reads the arguments of opcodes.</summary>
internal sealed class PickleSource(ByteReader bytes)
{
    private const int LongestText = 4096;

    // Nothing that is written in lines is longer; without a bound, any file could make us look for the end of a line through all of it.
    private const long LongestLine = 16L << 20;

    public ByteReader Bytes => bytes;

    /// <summary>A counted value that stays in the file.</summary>
    public PickleValue Counted(ValueKind kind, ulong length)
    {
        long start = bytes.Position;
        if (length > (ulong)Math.Max(0, bytes.Remaining))
            throw new PickleBrokenException("a counted value is longer than the file");
        string? special = kind == ValueKind.Text && length is > 4 and < 64 && bytes.Peek(2).SequenceEqual("__"u8) ? TextAt(start, (int)length) : null;
        bytes.Position = start + (long)length;
        return new PickleValue(kind, start, (int)Math.Min(length, int.MaxValue), special);
    }

    /// <summary>A line without its end; lines that are too long to be a name or a number keep their beginning.</summary>
    public string Line(out long start, out long length)
    {
        start = bytes.Position;
        long end = bytes.IndexOf((byte)'\n', LongestLine);
        if (end < 0 && bytes.Remaining > LongestLine)
            throw new PickleLimitException("a line is too long");
        if (end < 0)
            throw new PickleBrokenException("a line does not end");
        length = end - start;
        string text = TextAt(start, (int)Math.Min(length, LongestText));
        bytes.Position = end + 1;
        return text;
    }

    public string Line() => Line(out _, out _);

    /// <summary>A line that has a number; long ones are not computed.</summary>
    public PickleValue Number()
    {
        string line = Line().TrimEnd('L', '\r', ' ').TrimStart();
        return long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? new PickleValue(ValueKind.Int, value)
            : line.AsSpan().TrimStart("+-").ContainsAnyExceptInRange('0', '9') || line.Length == 0
                ? throw new PickleBrokenException("a number is none")
                : PickleValue.Unknown;
    }

    /// <summary>A line that has a fraction.</summary>
    public void Float()
    {
        string line = Line().Trim();
        if (!double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && line.TrimStart('-', '+').ToLowerInvariant() is not ("nan" or "inf" or "infinity"))
            throw new PickleBrokenException("a number is none");
    }

    /// <summary>A number of the memo in a line.</summary>
    public long MemoIndex() =>
        long.TryParse(Line().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long index)
            ? index
            : throw new PickleBrokenException("a number of the memo is none");

    /// <summary>LONG1 and LONG4: little-endian, two's complement; up to eight bytes are computed.</summary>
    public PickleValue LongBytes(uint length)
    {
        PickleValue raw = Counted(ValueKind.Int, length);
        if (length > 8)
            return new PickleValue(ValueKind.Unknown, raw.Offset, raw.Length);
        long value = 0;
        byte last = 0;
        bytes.Position = raw.Offset;
        for (int i = 0; i < length; i++)
            value |= (long)(last = bytes.ReadByte()) << (8 * i);
        return new PickleValue(ValueKind.Int, length is > 0 and < 8 && last >= 0x80 ? value - (1L << (int)(8 * length)) : value);
    }

    /// <summary>The text of a value, cut where it is long; null when it is none.</summary>
    public string? TextOf(PickleValue value)
    {
        if (value.Kind is not (ValueKind.Text or ValueKind.Bytes))
            return null;
        if (value.Ref is string text)
            return text;
        long back = bytes.Position;
        try
        {
            return TextAt(value.Offset, Math.Min(value.Length, LongestText));
        }
        finally
        {
            bytes.Position = back;
        }
    }

    private string TextAt(long start, int length)
    {
        bytes.Position = start;
        ReadOnlySpan<byte> there = bytes.Peek(length);
        return Encoding.UTF8.GetString(there.Length < length ? bytes.ReadBytes(length) : there);
    }
}
