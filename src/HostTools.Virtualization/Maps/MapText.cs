using System.Text;

namespace HostTools.Virtualization;

/// <summary>Words for pictures.</summary>
internal static class MapText
{
    /// <summary>Without signs that XML cannot hold, and not longer than there is room for.</summary>
    public static string Cut(string words, int longest)
    {
        var text = new StringBuilder();
        foreach (Rune sign in words.EnumerateRunes())
        {
            if (text.Length >= longest - 1 && words.Length > longest)
                return text.Append('…').ToString();
            bool isFit = sign.Value >= 0x20 && sign.Value != 0x7f && (sign.Value & 0xfffe) != 0xfffe && Rune.GetUnicodeCategory(sign) != System.Globalization.UnicodeCategory.Format;
            text.Append(isFit ? sign.ToString() : " ");
        }

        return text.ToString();
    }
}
