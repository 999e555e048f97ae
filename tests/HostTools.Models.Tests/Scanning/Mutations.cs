namespace HostTools.Models.Tests.Scanning;

/// <summary>Makes wrong files of right ones; the seed decides all.</summary>
public static class Mutations
{
    private static readonly byte[][] s_bad =
    [
        [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0, 0x80], [0xFF], [0], [0x80], "\n"u8.ToArray(), "PK\u0003\u0004"u8.ToArray(), "{\""u8.ToArray(),
    ];

    /// <summary>Changes a file in one to six places: bytes, bits, lengths, pieces moved, doubled, left out or taken from another file.</summary>
    public static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        List<byte> bytes = [.. file];
        for (int i = random.Next(1, 7); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 24), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 1 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: Put(bytes, at, s_bad[random.Next(s_bad.Length)]); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                case 6 when other.Length > 0: bytes.InsertRange(at, other.AsSpan(random.Next(other.Length)) is var rest && rest.Length > 64 ? rest[..64] : rest); break;
                default: Put(bytes, at, BitConverter.GetBytes(random.NextInt64())[..random.Next(1, 9)]); break;
            }
        }

        return [.. bytes];
    }

    private static void Put(List<byte> bytes, int at, byte[] piece)
    {
        for (int i = 0; i < piece.Length && at + i < bytes.Count; i++)
            bytes[at + i] = piece[i];
    }
}
