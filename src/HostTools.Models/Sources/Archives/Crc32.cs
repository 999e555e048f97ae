namespace HostTools.Models;

/// <summary>The checksum of zip and gzip (ISO 3309, reflected polynomial EDB88320).</summary>
internal static class Crc32
{
    public const uint Start = uint.MaxValue;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(static index => Entry((uint)index))];

    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes)
            checksum = s_table[(byte)(checksum ^ next)] ^ (checksum >> 8);
        return checksum;
    }

    public static uint End(uint checksum) => ~checksum;

    /// <summary>Of a whole stream.</summary>
    public static uint Of(Stream stream, CancellationToken token)
    {
        byte[] buffer = new byte[Math.Clamp(stream.Length, 1, 65536)];
        uint checksum = Start;
        stream.Position = 0;
        while (stream.Read(buffer) is > 0 and var read)
        {
            token.ThrowIfCancellationRequested();
            checksum = Append(checksum, buffer.AsSpan(0, read));
        }

        return End(checksum);
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
