using System.Text;

namespace HostTools.Configuration.Expressions;

/// <summary>Spelling of names: which need quotes, and which known name a wrong one probably meant.</summary>
internal static class CelNames
{
    private const int FarthestTypo = 3;
    private const int LongestName = 100;

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
        if (wrong.Length > LongestName)
            return "";
        int limit = Math.Clamp(wrong.Length / 3, 1, FarthestTypo);
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

    // Letters that differ only in case count for nothing, and two swapped neighbours for one change: 'gpuid', 'nmae'.
    private static int Distance(string a, string b)
    {
        if (string.Equals(a, b, StringComparison.OrdinalIgnoreCase))
            return 0;
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
