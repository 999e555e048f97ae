namespace HostTools.Configuration.Yaml;

/// <summary>Finds the bracket that a broken text forgot to close, well enough to point at it.</summary>
internal static class OpenBrackets
{
    /// <summary>The innermost <c>[</c> or <c>{</c> before an index that opens a collection and is still open; null when all are closed.</summary>
    public static int? Before(string text, int index)
    {
        var open = new Stack<int>();
        for (int i = TopLevelLine(text, index); i < index && i < text.Length; i++)
        {
            char c = text[i];
            if (c is '"' or '\'' && BeginsValue(text, i, open.Count > 0))
                i = EndOfQuotes(text, i, index);
            else if (c == '#' && i > 0 && char.IsWhiteSpace(text[i - 1]))
                i = EndOfLine(text, i);
            else if (c is '[' or '{' && (open.Count > 0 || BeginsValue(text, i, false)))
                open.Push(i);
            else if (c is ']' or '}')
                open.TryPop(out _);
        }

        return open.TryPeek(out int found) ? found : null;
    }

    // Brackets do not reach over a key at the left edge.
    private static int TopLevelLine(string text, int index)
    {
        int start = Math.Min(index, text.Length);
        do
        {
            start = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
            if (start == 0 || (start < text.Length && !char.IsWhiteSpace(text[start]) && text[start] is not ('}' or ']' or '#' or '-') && start < index))
                return start;
            start--;
        }
        while (start > 0);
        return 0;
    }

    private static bool BeginsValue(string text, int at, bool inside)
    {
        int before = at - 1;
        while (before >= 0 && text[before] is ' ' or '\t')
            before--;
        return before < 0 || text[before] is '\n' || (before < at - 1 && text[before] is ':' or '-') || (inside && text[before] is '[' or '{' or ',');
    }

    private static int EndOfQuotes(string text, int start, int limit)
    {
        for (int i = start + 1; i < text.Length && i < limit; i++)
        {
            if (text[i] == '\\' && text[start] == '"')
                i++;
            else if (text[i] == text[start])
                return i;
        }

        return limit;
    }

    private static int EndOfLine(string text, int from)
    {
        int end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }
}
