using System.Text;

namespace HostTools.Models.Scanning.Archives;

/// <summary>The 512 bytes in front of each member of a tar archive.</summary>
internal sealed record TarHeader(string Name, long Size, char Type)
{
    public const int Bytes = 512;

    /// <summary>The block is a header: its sum fits.</summary>
    public static bool HasChecksum(ReadOnlySpan<byte> block)
    {
        if (block.Length < Bytes || block[0] == 0 || Octal(block.Slice(148, 8)) is not { } said)
            return false;
        int sum = 8 * ' ';
        for (int i = 0; i < Bytes; i++)
            sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum == said;
    }

    /// <summary>The header; null when the block is none.</summary>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (!HasChecksum(block) || SizeOf(block.Slice(124, 12)) is not { } size)
            return null;
        string name = Text(block[..100]);
        string prefix = block[257..].StartsWith("ustar\0"u8) ? Text(block.Slice(345, 155)) : string.Empty;
        return new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, size, (char)block[156]);
    }

    /// <summary>Large sizes are binary, with the first bit set.</summary>
    private static long? SizeOf(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) == 0)
            return Octal(field);
        long size = 0;
        foreach (byte b in field[4..])
            size = (size << 8) | b;
        return size >= 0 ? size : null;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        bool any = false;
        foreach (byte b in field)
        {
            if (b is >= (byte)'0' and <= (byte)'7')
                (value, any) = ((value * 8) + b - '0', true);
            else if (b is 0 or (byte)' ' && any)
                break;
            else if (b is not (byte)' ')
                return null;
        }

        return any ? value : null;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
