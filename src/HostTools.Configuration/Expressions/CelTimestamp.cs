using System.Globalization;

namespace HostTools.Configuration.Expressions;

/// <summary>A point in time as CEL counts it: nanoseconds since 1970, in the years 1 to 9999.</summary>
/// <remarks>Leaves an expression as <see cref="DateTimeOffset"/> whenever that can hold it: in multiples of 100 ns.</remarks>
internal readonly record struct CelTimestamp(Int128 Nanoseconds) : IComparable<CelTimestamp>
{
    private const long PerTick = 100;
    private const long EpochTicks = 621_355_968_000_000_000;
    private static readonly Int128 s_first = (Int128)(-62_135_596_800) * CelDuration.PerSecond;
    private static readonly Int128 s_last = ((Int128)253_402_300_800 * CelDuration.PerSecond) - 1;

    public bool IsInRange => Nanoseconds >= s_first && Nanoseconds <= s_last;

    public long Seconds => (long)((Nanoseconds - s_first) / CelDuration.PerSecond) - 62_135_596_800;

    public int NanosecondOfSecond => (int)((Nanoseconds - s_first) % CelDuration.PerSecond);

    /// <summary>The time to 100 ns, for calendars.</summary>
    public DateTimeOffset Calendar => new((long)((Nanoseconds - s_first) / PerTick), TimeSpan.Zero);

    public static CelTimestamp FromSeconds(long seconds) => new((Int128)seconds * CelDuration.PerSecond);

    public static bool TryGet(object? value, out CelTimestamp timestamp)
    {
        switch (value)
        {
            case CelTimestamp own:
                timestamp = own;
                return true;
            case DateTimeOffset platform:
                timestamp = new CelTimestamp((Int128)(platform.UtcTicks - EpochTicks) * PerTick);
                return true;
            default:
                timestamp = default;
                return false;
        }
    }

    public object ToValue() => NanosecondOfSecond % PerTick == 0 ? Calendar : this;

    public int CompareTo(CelTimestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Reads RFC 3339: <c>2026-02-13T23:31:30.5Z</c>, <c>…+01:00</c>.</summary>
    public static bool TryParse(string text, out CelTimestamp timestamp)
    {
        timestamp = default;
        if (text.Length < 20 || text[10] is not ('T' or 't') || !DateTime.TryParseExact(text[..10] + text[11..19], "yyyy-MM-ddHH:mm:ss",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return false;
        ReadOnlySpan<char> rest = text.AsSpan(19);
        long nanoseconds = 0;
        if (rest[0] == '.')
        {
            int end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            if (end < 2 || end > 10)
                return false;
            nanoseconds = long.Parse(rest[1..end].ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
            rest = rest[end..];
        }

        if (!TryOffset(rest, out TimeSpan offset))
            return false;
        timestamp = new CelTimestamp(((Int128)(local.Ticks - EpochTicks - offset.Ticks) * PerTick) + nanoseconds);
        return timestamp.IsInRange;
    }

    /// <summary>RFC 3339 in UTC, with the fraction it needs.</summary>
    public override string ToString()
    {
        string fraction = NanosecondOfSecond.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return Calendar.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + (fraction.Length > 0 ? "." : "") + fraction + "Z";
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') ||
            !TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan magnitude))
            return false;
        offset = text[0] == '-' ? -magnitude : magnitude;
        return true;
    }
}
