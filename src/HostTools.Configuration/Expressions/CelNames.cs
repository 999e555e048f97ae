using System.Text;

namespace HostTools.Configuration.Expressions;

/// <summary>Spelling of names: which need quotes, and which known name a wrong one probably meant.</summary>
internal static class CelNames
{
    private const int FarthestTypo = 3;

    public static bool IsIdentifierStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsIdentifierPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public static bool IsIdentifier(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsIdentifierStart(name[0]))
            return false;
        foreach (char c in name)
        {
            if (!IsIdentifierPart(c))
                return false;
        }

        return true;
    }

    /// <summary>Characters that a backquoted selector may hold.</summary>
    public static bool IsQuotablePart(char c) => IsIdentifierPart(c) || c is '-' or '.' or '/' or ' ' or ':' or '@' or '+';

    public static string Path(string root, IReadOnlyList<string> segments)
    {
        if (segments.Count == 0)
            return root;
        var text = new StringBuilder(root);
        foreach (string segment in segments)
            AppendSelector(text, segment);
        return text.ToString();
    }

    public static string Selector(string name)
    {
        var text = new StringBuilder();
        AppendSelector(text, name);
        return text.ToString();
    }

    /// <summary>A sentence that begins with a blank, or nothing when no known name is near.</summary>
    public static string DidYouMean(string wrong, IEnumerable<string> known)
    {
        List<(int Distance, string Name)> near = [];
        int limit = Math.Min(FarthestTypo, Math.Max(1, wrong.Length / 2));
        int seen = 0;
        foreach (string name in known)
        {
            if (++seen > 5000)
                break;
            if (Math.Abs(name.Length - wrong.Length) > limit)
                continue;
            int distance = Distance(wrong, name);
            if (distance <= limit)
                near.Add((distance, name));
        }

        if (near.Count == 0)
            return "";
        near.Sort(static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Name, b.Name));
        IEnumerable<string> best = near.Select(static n => $"'{n.Name}'").Distinct().Take(3);
        return $" Did you mean {string.Join(" or ", best)}?";
    }

    private static void AppendSelector(StringBuilder text, string name)
    {
        if (IsIdentifier(name))
            text.Append('.').Append(name);
        else if (name.Length > 0 && name.All(IsQuotablePart))
            text.Append(".`").Append(name).Append('`');
        else
            text.Append("[\"").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
    }

    // Letters that differ only in case count little: 'gpuid' means 'gpuId'.
    private static int Distance(string a, string b)
    {
        if (string.Equals(a, b, StringComparison.OrdinalIgnoreCase))
            return 0;
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
