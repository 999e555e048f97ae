namespace HostTools.Configuration;

/// <summary>Finds the names somebody probably meant.</summary>
internal static class Suggestions
{
    /// <summary>A sentence such as <c> Did you mean 'enable'?</c> with a leading blank; empty when nothing is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates)
    {
        List<string> near = Near(name, candidates);
        return near.Count switch
        {
            0 => string.Empty,
            1 => $" Did you mean '{near[0]}'?",
            _ => $" Did you mean {string.Join(", ", near.Take(near.Count - 1).Select(static n => $"'{n}'"))} or '{near[^1]}'?",
        };
    }

    /// <summary>At most three candidates, best first; in a crowd only very near ones.</summary>
    public static List<string> Near(string name, IEnumerable<string> candidates)
    {
        List<string> all = [.. candidates.Distinct(StringComparer.Ordinal)];
        int limit = all.Count > 100 ? 2 : Math.Max(2, name.Length / 3);
        return
        [
            .. all.Select(candidate => (candidate, distance: Distance(name, candidate, limit)))
                .Where(pair => pair.distance <= limit && pair.distance < Math.Max(name.Length, pair.candidate.Length))
                .OrderBy(static pair => pair.distance)
                .ThenBy(static pair => pair.candidate, StringComparer.Ordinal)
                .Take(3)
                .Select(static pair => pair.candidate),
        ];
    }

    /// <summary>Levenshtein's distance, letter case aside; anything beyond the limit is just "more".</summary>
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return limit + 1;
        Span<int> row = stackalloc int[Math.Min(right.Length, 255) + 1];
        right = right.Length > 255 ? right[..255] : right;
        for (int j = 0; j < row.Length; j++)
            row[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
