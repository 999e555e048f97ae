namespace HostTools.Machine.Windows;

/// <summary>Variables that are lists, as Path is: entries of many owners with semicolons between them. Pure.</summary>
internal static class VariableEntries
{
    private const char Separator = ';';

    /// <summary>The text with our entries in it, those of others untouched and in their order.</summary>
    /// <param name="text">As it is.</param>
    /// <param name="earlier">Entries that we put there before.</param>
    /// <param name="first">Those that shall be in front.</param>
    /// <param name="last">Those that shall be behind.</param>
    /// <returns>The new text, and which entries in it are ours.</returns>
    public static (string Text, IReadOnlyList<string> Ours) Merge(string text, IReadOnlyList<string> earlier, IReadOnlyList<string> first, IReadOnlyList<string> last)
    {
        string[] there = Split(text);
        string[] wanted = [.. first, .. last];
        if (wanted.All(entry => Has(there, entry)) && !earlier.Any(entry => !Has(wanted, entry) && Has(there, entry)))
            return (text, [.. wanted.Where(entry => Has(earlier, entry))]); // Not touched, empty entries, order and all.
        string[] others = [.. there.Where(entry => !Has(earlier, entry))];
        string[] front = [.. first.Where(entry => !Has(others, entry))];
        string[] back = [.. last.Where(entry => !Has(others, entry))];
        return (string.Join(Separator, [.. front, .. others, .. back]), [.. front, .. back]);
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.Split(Separator);

    private static bool Has(IEnumerable<string> entries, string entry) => entries.Any(other => Same(other, entry));

    private static bool Same(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string entry) => entry.Trim().Trim('"').TrimEnd('\\');
}
