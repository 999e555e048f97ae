namespace HostTools.Facts;

/// <summary>Words that devices say of themselves, or that strangers wrote, made fit to be shown.</summary>
internal static class PlainText
{
    private const int Longest = 200;

    /// <summary>Without signs that a terminal obeys or that turn the direction of writing, and not longer than a line.</summary>
    public static string Of(string text, int longest = Longest)
    {
        var plain = new System.Text.StringBuilder(Math.Min(text.Length, longest));
        foreach (System.Text.Rune sign in text.EnumerateRunes())
        {
            if (plain.Length >= longest)
                break;
            if (System.Text.Rune.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
                plain.Append(' ');
            else
                plain.Append(sign);
        }

        return plain.ToString().Trim();
    }
}
