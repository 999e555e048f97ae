namespace HostTools.Machine.Boot;

/// <summary>The order of versions that boot loaders and systemd agree on.</summary>
/// <seealso href="https://uapi-group.org/specifications/specs/version_format_specification/"/>
internal static class VersionOrder
{
    /// <summary>Less than zero when the first is older.</summary>
    public static int Compare(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        while (true)
        {
            a = Skip(a);
            b = Skip(b);
            if (Marked(ref a, ref b, '~') is { } tilde)
                return tilde;
            if (a.IsEmpty || b.IsEmpty)
                return (a.IsEmpty ? 0 : 1) - (b.IsEmpty ? 0 : 1);
            foreach (char mark in "-^.")
            {
                if (Marked(ref a, ref b, mark) is { } decided)
                    return decided;
            }

            bool isNumber = (!a.IsEmpty && char.IsAsciiDigit(a[0])) || (!b.IsEmpty && char.IsAsciiDigit(b[0]));
            int order = isNumber ? CompareNumbers(ref a, ref b) : CompareWords(ref a, ref b);
            if (order != 0)
                return order;
        }
    }

    private static ReadOnlySpan<char> Skip(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('~' or '-' or '^' or '.'))
            at++;
        return text[at..];
    }

    /// <summary>Who has the mark is older; both have it: go on behind it.</summary>
    private static int? Marked(ref ReadOnlySpan<char> a, ref ReadOnlySpan<char> b, char mark)
    {
        bool first = !a.IsEmpty && a[0] == mark;
        bool second = !b.IsEmpty && b[0] == mark;
        if (first != second)
            return first ? -1 : 1;
        if (first)
        {
            a = a[1..];
            b = b[1..];
        }

        return null;
    }

    private static int CompareNumbers(ref ReadOnlySpan<char> a, ref ReadOnlySpan<char> b)
    {
        ReadOnlySpan<char> first = Take(ref a, static c => char.IsAsciiDigit(c)).TrimStart('0');
        ReadOnlySpan<char> second = Take(ref b, static c => char.IsAsciiDigit(c)).TrimStart('0');
        return first.Length != second.Length ? first.Length - second.Length : first.SequenceCompareTo(second);
    }

    private static int CompareWords(ref ReadOnlySpan<char> a, ref ReadOnlySpan<char> b) =>
        Take(ref a, static c => char.IsAsciiLetter(c)).SequenceCompareTo(Take(ref b, static c => char.IsAsciiLetter(c)));

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, Func<char, bool> isPart)
    {
        int at = 0;
        while (at < text.Length && isPart(text[at]))
            at++;
        ReadOnlySpan<char> part = text[..at];
        text = text[at..];
        return part;
    }
}
