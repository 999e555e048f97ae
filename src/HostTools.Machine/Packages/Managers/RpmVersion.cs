namespace HostTools.Machine.Packages.Managers;

/// <summary>Compares versions as rpm does: epoch, version and release, each in runs of digits and of letters.</summary>
internal static class RpmVersion
{
    public static int Compare(string a, string b)
    {
        (int epochA, string versionA, string releaseA) = Split(a);
        (int epochB, string versionB, string releaseB) = Split(b);
        return epochA.CompareTo(epochB) is not 0 and var byEpoch ? byEpoch
            : Part(versionA, versionB) is not 0 and var byVersion ? byVersion
            : Part(releaseA, releaseB);
    }

    private static (int Epoch, string Version, string Release) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string rest = text[(colon + 1)..];
        int dash = rest.LastIndexOf('-');
        return (colon > 0 && int.TryParse(text[..colon], out int epoch) ? epoch : 0, dash < 0 ? rest : rest[..dash], dash < 0 ? string.Empty : rest[(dash + 1)..]);
    }

    private static int Part(string a, string b)
    {
        (int i, int j) = (0, 0);
        while (true)
        {
            i = Skip(a, i);
            j = Skip(b, j);
            // A tilde is before everything, also before the end; a caret after the end and before everything else.
            char sign = "~^".FirstOrDefault(sign => At(a, i) == sign || At(b, j) == sign);
            if (sign != '\0')
            {
                bool hasA = At(a, i) == sign;
                if (hasA != (At(b, j) == sign))
                {
                    bool otherEnds = (hasA ? j >= b.Length : i >= a.Length) && sign == '^';
                    return hasA == otherEnds ? 1 : -1;
                }

                (i, j) = (i + 1, j + 1);
                continue;
            }

            if (i >= a.Length || j >= b.Length)
                return (i < a.Length).CompareTo(j < b.Length);
            bool isNumber = char.IsAsciiDigit(a[i]);
            if (isNumber != char.IsAsciiDigit(b[j]))
                return isNumber ? 1 : -1;
            string runA = Run(a, ref i, isNumber);
            string runB = Run(b, ref j, isNumber);
            int order = isNumber && runA.Length != runB.Length ? runA.Length.CompareTo(runB.Length) : string.CompareOrdinal(runA, runB);
            if (order != 0)
                return Math.Sign(order);
        }
    }

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    private static int Skip(string text, int at)
    {
        while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('~' or '^'))
            at++;
        return at;
    }

    private static string Run(string text, ref int at, bool isNumber)
    {
        int start = at;
        while (at < text.Length && (isNumber ? char.IsAsciiDigit(text[at]) : char.IsAsciiLetter(text[at])))
            at++;
        return isNumber ? text[start..at].TrimStart('0') : text[start..at];
    }
}
