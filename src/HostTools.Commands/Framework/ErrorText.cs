using System.Text;
using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>An error as both faces show it: place and message, the line with a caret under the column, then the related places.</summary>
public static class ErrorText
{
    private const int LongestExcerpt = 100;
    private const string Indent = "    ";

    /// <summary>One or more lines without a line end; never a stack trace.</summary>
    public static string Of(HostError error)
    {
        var text = new StringBuilder(error.ToString());
        if (error is { Origin: { } origin, SourceLine: { } line })
            AppendExcerpt(text, line, origin.Column - 1);
        foreach (RelatedOrigin related in error.Related)
            text.Append("\n  ").Append(related.Origin).Append(": ").Append(related.Note);
        return text.ToString();
    }

    // Without the line's own indentation, and of a long line only what is near the column.
    private static void AppendExcerpt(StringBuilder text, string line, int column)
    {
        string shown = line.TrimEnd().Replace('\t', ' ');
        int start = Math.Min(shown.Length - shown.TrimStart().Length, Math.Max(0, column));
        if (column - start > LongestExcerpt * 3 / 4)
            start = column - (LongestExcerpt / 2);
        start = Math.Min(start, shown.Length);
        string excerpt = shown.Length - start > LongestExcerpt ? shown[start..(start + LongestExcerpt - 1)] + "…" : shown[start..];
        text.Append('\n').Append(Indent).Append(excerpt).Append('\n').Append(Indent).Append(' ', Math.Max(0, column - start)).Append('^');
    }
}
