namespace HostTools.Configuration.Expressions;

/// <summary>Keys of maps: bool, long, ulong and string, where numbers are the same key when they are the same number.</summary>
internal sealed class CelKeys : IEqualityComparer<object>
{
    public static readonly CelKeys Comparer = new();

    /// <summary>Turns what an expression computed into a key for a lookup: 1u and 1.0 find the key 1.</summary>
    /// <returns>Null when such a value can be no key of any map.</returns>
    public static object? ForLookup(object? value) => value switch
    {
        string or long or bool => value,
        ulong number => number <= long.MaxValue ? (long)number : value,
        double number when number == Math.Floor(number) =>
            number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number
            : number is > 0 and < 18446744073709551616.0 ? (ulong)number
            : null,
        _ => null,
    };

    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (string a, string b) => string.Equals(a, b),
        (long a, long b) => a == b,
        (ulong a, ulong b) => a == b,
        (long a, ulong b) => a >= 0 && (ulong)a == b,
        (ulong a, long b) => b >= 0 && a == (ulong)b,
        (bool a, bool b) => a == b,
        _ => false,
    };

    public int GetHashCode(object key) => key switch
    {
        long number => number.GetHashCode(),
        ulong number => number <= long.MaxValue ? ((long)number).GetHashCode() : number.GetHashCode(),
        _ => key.GetHashCode(),
    };
}
