namespace HostTools.Models.Scanning.Archives;

/// <summary>The checksum of zip and gzip.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(static i => Enumerable.Range(0, 8).Aggregate((uint)i, static (value, _) => (value >> 1) ^ (0xEDB88320u & (0 - (value & 1)))))];

    /// <summary>The checksum of a whole stream.</summary>
    public static uint Of(Stream stream, CancellationToken token)
    {
        byte[] buffer = new byte[Math.Clamp(stream.Length, 1, 65536)];
        uint crc = uint.MaxValue;
        stream.Position = 0;
        while (stream.Read(buffer) is > 0 and var read)
        {
            token.ThrowIfCancellationRequested();
            foreach (byte b in buffer.AsSpan(0, read))
                crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }
}
