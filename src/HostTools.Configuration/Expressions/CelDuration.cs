using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>A duration as CEL counts it: in nanoseconds, of either sign.</summary>
/// <remarks>Leaves an expression as <see cref="Duration"/> whenever that can hold it: not negative and a multiple of 100 ns.</remarks>
internal readonly record struct CelDuration(long Nanoseconds) : IComparable<CelDuration>
{
    public const long PerSecond = 1_000_000_000;
    private const long PerTick = 100;

    public static bool TryGet(object? value, out CelDuration duration)
    {
        switch (value)
        {
            case CelDuration own:
                duration = own;
                return true;
            case Duration platform when platform.Value.Ticks <= long.MaxValue / PerTick:
                duration = new CelDuration(platform.Value.Ticks * PerTick);
                return true;
            case TimeSpan span when Math.Abs(span.Ticks) <= long.MaxValue / PerTick:
                duration = new CelDuration(span.Ticks * PerTick);
                return true;
            default:
                duration = default;
                return false;
        }
    }

    /// <summary>The form other rooms know, or this one where there is none.</summary>
    public object ToValue() => Nanoseconds >= 0 && Nanoseconds % PerTick == 0 ? new Duration(new TimeSpan(Nanoseconds / PerTick)) : this;

    public int CompareTo(CelDuration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Reads the form <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>: CEL's units and those of <see cref="Duration"/>.</summary>
    public static bool TryParse(string text, out CelDuration duration)
    {
        duration = default;
        ReadOnlySpan<char> rest = text;
        bool negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.SequenceEqual("0"))
            return true;
        if (rest.IsEmpty)
            return false;
        decimal total = 0;
        while (!rest.IsEmpty)
        {
            int digits = CountDigits(rest);
            if (digits is 0 or > 28 || !decimal.TryParse(rest[..digits], System.Globalization.NumberStyles.AllowDecimalPoint,
                System.Globalization.CultureInfo.InvariantCulture, out decimal count))
                return false;
            rest = rest[digits..];
            int letters = CountLetters(rest);
            ReadOnlySpan<char> unit = rest[..letters];
            rest = rest[letters..];
            decimal factor = unit switch
            {
                "w" => 604_800m * PerSecond, "d" => 86_400m * PerSecond, "h" => 3600m * PerSecond,
                "m" or "min" => 60m * PerSecond, "s" or "sec" => PerSecond,
                "ms" => 1_000_000, "us" or "µs" or "μs" => 1_000, "ns" => 1,
                _ => 0,
            };
            if (factor == 0 || count > long.MaxValue / factor)
                return false;
            total += decimal.Truncate(count * factor);
        }

        if (total > long.MaxValue)
            return false;
        duration = new CelDuration(negative ? -(long)total : (long)total);
        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && (char.IsAsciiDigit(text[count]) || text[count] == '.'))
            count++;
        return count;
    }

    private static int CountLetters(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && !char.IsAsciiDigit(text[count]) && text[count] != '.')
            count++;
        return count;
    }

    /// <summary>Seconds with the fraction they need: <c>90s</c>, <c>-0.5s</c>.</summary>
    public override string ToString()
    {
        Int128 magnitude = Int128.Abs(Nanoseconds);
        string fraction = ((long)(magnitude % PerSecond)).ToString("D9", System.Globalization.CultureInfo.InvariantCulture).TrimEnd('0');
        string seconds = (magnitude / PerSecond).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"{(Nanoseconds < 0 ? "-" : "")}{seconds}{(fraction.Length > 0 ? "." : "")}{fraction}s";
    }
}
