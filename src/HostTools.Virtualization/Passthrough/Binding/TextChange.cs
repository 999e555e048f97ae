namespace HostTools.Virtualization;

/// <summary>One place of a text that became another, in a form that can be taken back later, after further changes elsewhere.</summary>
/// <param name="Was">What stood there.</param>
/// <param name="Now">What stands there now.</param>
public sealed record TextChange(string Was, string Now)
{
    /// <summary>The difference between two texts.</summary>
    public static TextChange Between(string before, string after)
    {
        int most = Math.Min(before.Length, after.Length);
        int start = 0;
        while (start < most && before[start] == after[start])
            start++;
        int end = 0;
        while (end < most - start && before[^(end + 1)] == after[^(end + 1)])
            end++;
        return new TextChange(before[start..^end], after[start..^end]);
    }

    /// <summary>The text without the change; null when it is not there, or there twice.</summary>
    public string? Undo(string text)
    {
        int at = Now.Length == 0 ? -1 : text.IndexOf(Now, StringComparison.Ordinal);
        return at < 0 || text.IndexOf(Now, at + 1, StringComparison.Ordinal) >= 0 ? null : string.Concat(text.AsSpan(0, at), Was, text.AsSpan(at + Now.Length));
    }
}
