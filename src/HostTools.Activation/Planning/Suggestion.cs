namespace HostTools.Activation;

/// <summary>The name a person probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of the known names; null when none is near.</summary>
    public static string? For(string name, IEnumerable<string> known) => known
        .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
        .Where(pair => pair.Distance <= Math.Max(1, Math.Min(name.Length, pair.Candidate.Length) / 3))
        .OrderBy(static pair => pair.Distance)
        .ThenBy(static pair => pair.Candidate, StringComparer.Ordinal)
        .Select(static pair => pair.Candidate)
        .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
