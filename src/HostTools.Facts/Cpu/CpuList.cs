using System.Globalization;

namespace HostTools.Facts;

/// <summary>Lists of processors as the kernel writes them: <c>0-7,16-23</c>.</summary>
public static class CpuList
{
    private const int Most = 8192;

    /// <summary>The numbers, ascending and each once; null when the text is no such list, or names more than any machine has.</summary>
    public static IReadOnlyList<int>? Parse(string? text)
    {
        var numbers = new SortedSet<int>();
        foreach (string part in text?.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries) ?? ["?"])
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out int first) || !Number(ends[^1], out int last) || last < first)
                return null;
            for (int number = first; number <= last; number++)
                numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>The shortest text of a list.</summary>
    public static string Format(IEnumerable<int> numbers)
    {
        var parts = new List<string>();
        int[] sorted = [.. numbers.Distinct().Order()];
        for (int at = 0; at < sorted.Length;)
        {
            int end = at;
            while (end + 1 < sorted.Length && sorted[end + 1] == sorted[end] + 1)
                end++;
            string first = sorted[at].ToString(CultureInfo.InvariantCulture);
            parts.Add(end == at ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{sorted[end]}"));
            at = end + 1;
        }

        return string.Join(',', parts);
    }

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < Most;
}
