namespace HostTools.Platform;

/// <summary>Finds the names somebody probably meant.</summary>
public static class Suggestions
{
    private const int FarthestTypo = 3;
    private const int LongestName = 100;
    private const int MostCandidates = 5000;

    /// <summary>A sentence with a leading blank, <c> Did you mean 'enable'?</c>; empty when nothing is near.</summary>
    public static string DidYouMean(string wrong, IEnumerable<string> known)
    {
        IReadOnlyList<string> near = Near(wrong, known);
        return near.Count == 0 ? string.Empty : $" Did you mean {OneOf(near)}?";
    }

    /// <summary>The nearest name; null when none is near.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> known) => Near(wrong, known) is [var first, ..] ? first : null;

    /// <summary>At most three names, nearest first, then in ordinal order; about a third of the letters may differ.</summary>
    public static IReadOnlyList<string> Near(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length > LongestName)
            return [];
        List<(int Distance, string Name)> near = [];
        int limit = Math.Clamp(wrong.Length / 3, 1, FarthestTypo);
        foreach (string name in known.Take(MostCandidates))
        {
            if (Math.Abs(name.Length - wrong.Length) <= limit && Distance(wrong, name) is var distance && distance <= limit)
                near.Add((distance, name));
        }

        near.Sort(static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Name, b.Name));
        return [.. near.Select(static n => n.Name).Distinct(StringComparer.Ordinal).Take(3)];
    }

    /// <summary>Names in quotes as a choice: <c>'a', 'b' or 'c'</c>.</summary>
    public static string OneOf(IReadOnlyList<string> names)
    {
        string[] quoted = [.. names.Select(static name => $"'{name}'")];
        return quoted.Length <= 1 ? string.Concat(quoted) : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
    }

    // Letters that differ only in case count for nothing, and two swapped neighbours for one change: 'gpuid', 'nmae'.
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        int[,] changes = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            changes[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            changes[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = changes[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                changes[i, j] = Math.Min(change, Math.Min(changes[i - 1, j], changes[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    changes[i, j] = Math.Min(changes[i, j], changes[i - 2, j - 2] + 1);
            }
        }

        return changes[a.Length, b.Length];
    }
}
