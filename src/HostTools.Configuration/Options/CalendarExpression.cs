using System.Globalization;

namespace HostTools.Configuration.Options;

/// <summary>Checks calendar expressions of systemd: <c>daily</c>, <c>Mon..Fri 08:00</c>, <c>*-*-01 04:30:00 Europe/Berlin</c>. See systemd.time(7).</summary>
internal static class CalendarExpression
{
    private static readonly HashSet<string> s_shorthands = new(
        ["minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "semi-annually", "biannually", "bi-annually", "annually", "yearly", "anually"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the text is no calendar expression, with the fix; empty when nothing more is known, null when it is one.</summary>
    public static string? Problem(string text)
    {
        if (text.AsSpan().IndexOfAny('\n', '\t') >= 0)
            return string.Empty;
        if (CalendarZones.Split(text) is not { } rest)
            return "Its last word is no time zone such as UTC or Europe/Berlin.";
        if (rest.Length == 0)
            return string.Empty;
        if (s_shorthands.Contains(rest))
            return null;
        var cursor = new CalendarCursor(rest);
        return cursor.Weekdays() ?? DateAndTime(ref cursor);
    }

    private static string? DateAndTime(ref CalendarCursor cursor)
    {
        if (cursor.AtEnd)
            return null;
        if (cursor.TryTake('@'))
            return cursor.Seconds() ? null : "After '@' stands a number of seconds.";
        if (!cursor.LooksLikeTime)
        {
            if (Date(ref cursor) is { } problem)
                return problem;
            if (cursor.AtEnd)
                return null;
        }

        return Time(ref cursor);
    }

    /// <summary><c>month-day</c> or <c>year-month-day</c>; <c>~</c> before the day counts from the end of the month.</summary>
    private static string? Date(ref CalendarCursor cursor)
    {
        const string Shape = "A date is year-month-day or month-day, such as *-*-01.";
        if (!cursor.TryChain(false, out List<CalendarPart> first) || !cursor.TryTakeDash(out bool fromEnd) || !cursor.TryChain(false, out List<CalendarPart> second))
            return Shape;
        if (cursor.AtEnd || cursor.TryTakeBlanks())
            return Check(first, 1, 12, "month") ?? CheckDay(second, fromEnd);
        if (fromEnd || !cursor.TryTakeDash(out fromEnd) || !cursor.TryChain(false, out List<CalendarPart> third))
            return Shape;
        if (!cursor.AtEnd && !cursor.TryTakeBlanks())
            return Shape;
        return Check([.. first.Select(static p => p.AsYear())], 1970, 2199, "year") ?? Check(second, 1, 12, "month") ?? CheckDay(third, fromEnd);
    }

    private static string? Time(ref CalendarCursor cursor)
    {
        const string Shape = "A time is hours:minutes or hours:minutes:seconds, such as 04:30.";
        if (!cursor.TryChain(false, out List<CalendarPart> hours) || !cursor.TryTake(':') || !cursor.TryChain(false, out List<CalendarPart> minutes))
            return Shape;
        List<CalendarPart> seconds = [];
        if (!cursor.AtEnd && (!cursor.TryTake(':') || !cursor.TryChain(true, out seconds) || !cursor.AtEnd))
            return Shape;
        return Check(hours, 0, 23, "hour") ?? Check(minutes, 0, 59, "minute") ?? Check(seconds, 0, CalendarPart.Second * 60 - 1, "second");
    }

    private static string? CheckDay(List<CalendarPart> parts, bool fromEnd)
    {
        if (!fromEnd)
            return Check(parts, 1, 31, "day");
        // systemd takes three days off the last one with every further part, the parts sorted.
        CalendarPart[] sorted = [.. parts.Select(static p => p.Simplified()).Distinct().OrderBy(static p => p.Start).ThenBy(static p => p.Stop ?? -1).ThenBy(static p => p.Repeat)];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (Check([sorted[i]], 1, 28 - (3 * i), "day from the end", backwards: true) is { } problem)
                return problem;
        }

        return null;
    }

    private static string? Check(List<CalendarPart> parts, long low, long high, string what, bool backwards = false)
    {
        if (parts.TrueForAll(part => part.Fits(low, high, backwards)))
            return null;
        long last = what == "second" ? 59 : high;
        return string.Create(CultureInfo.InvariantCulture, $"{(what == "hour" ? "An" : "A")} {what} goes from {low} to {last}, a range from less to more, and a repetition must stay in it.");
    }
}

/// <summary>One number of a calendar expression, or a range, perhaps repeated: <c>5</c>, <c>5..10</c>, <c>0/15</c>. Seconds are counted in millionths.</summary>
internal readonly record struct CalendarPart(long Start, long? Stop, long Repeat)
{
    public const long Second = 1_000_000;

    /// <summary>12 means 2012, 89 means 1989.</summary>
    public CalendarPart AsYear() => this with { Start = FullYear(Start), Stop = Stop is { } stop ? FullYear(stop) : null };

    /// <summary>Whether all of it, and at least one repetition, lies between the bounds.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The greatest number.</param>
    /// <param name="backwards">Repetitions count down.</param>
    public bool Fits(long low, long high, bool backwards)
    {
        CalendarPart part = Simplified();
        if (part.Start < low || part.Start > high || part.Repeat > high - low)
            return false;
        if (part.Stop is { } stop)
            return stop >= low && stop <= high && part.Start + part.Repeat <= stop;
        return backwards ? part.Start - part.Repeat >= low : part.Start + part.Repeat <= high;
    }

    /// <summary>A range whose repetition never comes is its start alone.</summary>
    public CalendarPart Simplified()
    {
        long? stop = Stop > Start && Repeat > 0 ? Stop - ((Stop - Start) % Repeat) : Stop;
        bool once = stop == Start || (stop > Start && Repeat > 0 && Start + Repeat > stop);
        return once ? new CalendarPart(Start, null, 0) : this with { Stop = stop };
    }

    private static long FullYear(long year) => year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
}
