namespace HostTools.Configuration.Expressions;

/// <summary>Numbers of CEL's three types on one line.</summary>
internal static class CelNumbers
{
    public static bool IsNumber(object? value) => value is long or ulong or double;

    /// <summary>Less than, equal to or greater than zero; null when one is NaN, which compares with nothing.</summary>
    public static int? Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (ulong a, ulong b) => a.CompareTo(b),
        (long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b),
        (ulong a, long b) => b < 0 ? 1 : a.CompareTo((ulong)b),
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a < b ? -1 : a > b ? 1 : 0,
        (long a, double b) => -Compare(b, a),
        (ulong a, double b) => -Compare(b, a),
        (double a, long b) => Compare(a, b),
        (double a, ulong b) => Compare(a, b),
        _ => null,
    };

    // As CEL's conformance suite wants it: outside the range of the integer the order is plain, inside it both are compared as doubles.
    private static int? Compare(double a, long b)
    {
        if (double.IsNaN(a))
            return null;
        return a > 9223372036854775808.0 ? 1 : a < -9223372036854775808.0 ? -1 : a.CompareTo((double)b);
    }

    private static int? Compare(double a, ulong b)
    {
        if (double.IsNaN(a))
            return null;
        return a > 18446744073709551616.0 ? 1 : a < 0 ? -1 : a.CompareTo((double)b);
    }
}
