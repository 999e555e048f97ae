using System.Buffers;
using System.Globalization;

namespace HostTools.Platform;

/// <summary>A span of time, written like <c>90s</c>, <c>5min</c>, <c>1h30m</c>, <c>250ms</c> or <c>2d</c>.</summary>
/// <remarks>Not <see cref="TimeSpan"/>: PowerShell binds the text <c>60s</c> to that as six microseconds.</remarks>
/// <param name="Value">The span; never negative.</param>
public readonly record struct Duration(TimeSpan Value) : IComparable<Duration>
{
    private static readonly SearchValues<char> s_numbers = SearchValues.Create("0123456789.");

    private static readonly (string Suffix, long Ticks)[] s_units =
    [
        ("us", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("sec", TimeSpan.TicksPerSecond), ("s", TimeSpan.TicksPerSecond),
        ("min", TimeSpan.TicksPerMinute), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay), ("w", 7 * TimeSpan.TicksPerDay),
    ];

    /// <summary>Reads a duration; a bare number is in seconds.</summary>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static Duration Parse(string text) =>
        TryParse(text, out Duration duration)
            ? duration
            : throw new FormatException($"'{text}' is not a duration; write one such as 90s, 5min or 1h30m.");

    /// <summary>Reads a duration without throwing.</summary>
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = default;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;
        decimal ticks = 0;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(s_numbers);
            ReadOnlySpan<char> number = digits < 0 ? rest : rest[..digits];
            if (number.IsEmpty || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
                return false;
            rest = digits < 0 ? default : rest[digits..];
            int letters = rest.IndexOfAnyExceptInRange('a', 'z');
            ReadOnlySpan<char> unit = letters < 0 ? rest : rest[..letters];
            rest = (letters < 0 ? default : rest[letters..]).TrimStart();
            long factor = unit.IsEmpty && rest.IsEmpty && ticks == 0 ? TimeSpan.TicksPerSecond : FactorOf(unit);
            if (factor == 0 || value > (long.MaxValue - ticks) / factor)
                return false;
            ticks += value * factor;
        }

        duration = new Duration(new TimeSpan((long)ticks));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Value.CompareTo(other.Value);

    /// <summary>The shortest exact spelling in descending units: <c>1h30min</c>, <c>90s</c> stays <c>1min30s</c>; zero is <c>0s</c>.</summary>
    public override string ToString()
    {
        if (Value.Ticks == 0)
            return "0s";
        (string Unit, long Ticks)[] units =
        [
            ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("min", TimeSpan.TicksPerMinute),
            ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond),
        ];
        long rest = Value.Ticks;
        var text = new System.Text.StringBuilder();
        foreach ((string unit, long ticks) in units)
        {
            if (rest / ticks is var count and > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            rest %= ticks;
        }

        return text.ToString();
    }

    private static long FactorOf(ReadOnlySpan<char> unit)
    {
        foreach ((string suffix, long ticks) in s_units)
        {
            if (unit.SequenceEqual(suffix))
                return ticks;
        }

        return 0;
    }
}
