namespace HostTools.Configuration.Expressions;

/// <summary>The order of values that have one: numbers, strings, bytes, truth values, durations and timestamps.</summary>
internal static class CelOrder
{
    /// <summary>False when the two have no common order. The result is null when one is NaN.</summary>
    public static bool TryCompare(object? left, object? right, out int? order)
    {
        order = null;
        switch (left, right)
        {
            case (string a, string b):
                order = Compare(a, b);
                return true;
            case (bool a, bool b):
                order = a.CompareTo(b);
                return true;
            case (byte[] a, byte[] b):
                order = a.AsSpan().SequenceCompareTo(b);
                return true;
        }

        if (CelNumbers.IsNumber(left) && CelNumbers.IsNumber(right))
        {
            order = CelNumbers.Compare(left!, right!);
            return true;
        }

        if (CelDuration.TryGet(left, out CelDuration x) && CelDuration.TryGet(right, out CelDuration y))
            order = x.CompareTo(y);
        else if (CelTimestamp.TryGet(left, out CelTimestamp t) && CelTimestamp.TryGet(right, out CelTimestamp u))
            order = t.CompareTo(u);
        return order != null;
    }

    /// <summary>By code points, which UTF-16 units are not: surrogates sort below U+E000 to U+FFFF.</summary>
    public static int Compare(string a, string b)
    {
        int common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length.CompareTo(b.Length);
        char x = a[common];
        char y = b[common];
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }
}
