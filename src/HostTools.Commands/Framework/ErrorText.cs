using System.Text;
using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>An error as both faces show it: place and message, the line with a caret under the column, then the related places.</summary>
public static class ErrorText
{
    /// <summary>One or more lines without a line end; never a stack trace.</summary>
    public static string Of(HostError error)
    {
        var text = new StringBuilder(error.ToString());
        if (error is { Origin: { } origin, SourceLine: { } line })
            text.Append('\n').Append("    ").Append(line.TrimEnd().Replace('\t', ' ')).Append('\n').Append(' ', 3 + Math.Max(1, origin.Column)).Append('^');
        foreach (RelatedOrigin related in error.Related)
            text.Append('\n').Append("  ").Append(related.Origin).Append(": ").Append(related.Note);
        return text.ToString();
    }
}
