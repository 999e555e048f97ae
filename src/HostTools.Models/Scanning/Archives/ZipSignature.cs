namespace HostTools.Models.Scanning.Archives;

/// <summary>Finds local headers by their signature.</summary>
internal static class ZipSignature
{
    /// <summary>The first place from a start on, before an end; -1 when there is none.</summary>
    public static long FindLocal(ByteReader bytes, long start, long end)
    {
        for (long position = start; position < end - 3;)
        {
            bytes.Position = position;
            ReadOnlySpan<byte> part = bytes.Peek((int)Math.Min(32768, end - position));
            int at = part.IndexOf("PK\x03\x04"u8);
            if (at >= 0)
                return position + at;
            if (part.Length < 4)
                return -1;
            position += part.Length - 3;
        }

        return -1;
    }
}
