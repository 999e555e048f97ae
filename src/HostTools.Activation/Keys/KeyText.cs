namespace HostTools.Activation.Keys;

/// <summary>Places in a text of lines.</summary>
internal static class KeyText
{
    public const char Mark = '\uFEFF';

    public static int First(string text) => text is [Mark, ..] ? 1 : 0;

    /// <summary>The line end the text uses.</summary>
    public static string NewLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var at && text[at - 1] == '\r' ? "\r\n" : "\n";

    public static int LineStart(string text, int at) => Math.Max(at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1, First(text));

    /// <summary>The character after the line, its end included.</summary>
    public static int NextLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;

    /// <summary>The character after the line's text.</summary>
    public static int LineEnd(string text, int at)
    {
        int end = text.IndexOf('\n', at);
        if (end < 0)
            return text.Length;
        return end > at && text[end - 1] == '\r' ? end - 1 : end;
    }

    public static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    public static string IndentOf(string text, int at)
    {
        int start = LineStart(text, at);
        return text[start..SkipBlanks(text, start)];
    }

    public static bool IsBlank(string text, int start, int end) => text.AsSpan(start, end - start).IndexOfAnyExcept(' ', '\t') < 0;

    /// <summary>
    /// The text with a whole line put in at the start of a line. After a last line without an end, it brings the end before it and has
    /// none itself, which is also how removing it knows what to take away.
    /// </summary>
    public static string InsertLine(string text, int at, string line)
    {
        string newLine = NewLine(text);
        bool isOpen = at == text.Length && at > First(text) && text[^1] != '\n';
        return text.Insert(at, isOpen ? newLine + line : line + newLine);
    }

    /// <summary>The text without a span, and without the lines it leaves empty.</summary>
    public static string Cut(string text, int start, int end)
    {
        int lineStart = LineStart(text, start);
        int lineEnd = LineEnd(text, end);
        if (!IsBlank(text, lineStart, start) || !IsBlank(text, end, lineEnd))
        {
            // What follows on the line moves to where the span began; what comes before loses the blanks before the span.
            if (IsBlank(text, end, lineEnd))
                return text[..(start - (text.AsSpan(lineStart, start - lineStart).Length - text.AsSpan(lineStart, start - lineStart).TrimEnd().Length))] + text[lineEnd..];
            return text[..start] + text[SkipBlanks(text, end)..];
        }

        int next = NextLine(text, end);
        if (next == text.Length && (text.Length == 0 || text[^1] != '\n') && lineStart > First(text))
            lineStart -= lineStart > 1 && text[lineStart - 2] == '\r' ? 2 : 1;
        return text[..lineStart] + text[next..];
    }

    /// <summary>As <see cref="Cut"/>, with the blank line above a heading that goes.</summary>
    public static string CutHeading(string text, int start, int end)
    {
        int line = LineStart(text, start);
        if (line > First(text) && LineStart(text, line - 1) is var above && IsBlank(text, above, LineEnd(text, above)) && IsBlank(text, end, LineEnd(text, end)))
            start = above;
        return Cut(text, start, end);
    }

    /// <summary>New text with the line ends of the text it goes into.</summary>
    public static string Fit(string text, string added) =>
        NewLine(text) is "\n" ? added : added.Replace("\n", "\r\n", StringComparison.Ordinal);

    /// <summary>Text of several lines, all but the first indented.</summary>
    public static string Indented(string text, string indent) => text.Replace("\n", "\n" + indent, StringComparison.Ordinal);
}
