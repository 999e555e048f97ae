namespace HostTools.Models;

/// <summary>Nix's base32: its own alphabet, groups of five bits taken from the end.</summary>
internal static class NixBase32
{
    private const string Alphabet = "0123456789abcdfghijklmnpqrsvwxyz";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        int length = LengthOf(bytes.Length);
        char[] text = new char[length];
        for (int n = length - 1; n >= 0; n--)
        {
            int bit = n * 5;
            int group = bytes[bit / 8] >> (bit % 8);
            if (bit / 8 + 1 < bytes.Length)
                group |= bytes[bit / 8 + 1] << (8 - bit % 8);
            text[length - 1 - n] = Alphabet[group & 31];
        }

        return new string(text);
    }

    /// <summary>Null when it is none, or has bits beyond its last byte.</summary>
    public static byte[]? TryDecode(string text)
    {
        byte[] bytes = new byte[text.Length * 5 / 8];
        for (int n = 0; n < text.Length; n++)
        {
            int group = Alphabet.IndexOf(text[text.Length - 1 - n], StringComparison.Ordinal);
            if (group < 0)
                return null;
            int bit = n * 5;
            int high = group >> (8 - bit % 8);
            if (bit / 8 < bytes.Length)
                bytes[bit / 8] |= (byte)(group << (bit % 8));
            else if (group != 0)
                return null;
            if (bit / 8 + 1 < bytes.Length)
                bytes[bit / 8 + 1] |= (byte)high;
            else if (high != 0)
                return null;
        }

        return bytes.Length > 0 && LengthOf(bytes.Length) == text.Length ? bytes : null;
    }

    private static int LengthOf(int bytes) => bytes == 0 ? 0 : (bytes * 8 - 1) / 5 + 1;
}
