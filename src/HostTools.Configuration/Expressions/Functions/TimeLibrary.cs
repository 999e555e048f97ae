using System.Globalization;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>Durations and timestamps. There is no clock: every time comes from the configuration.</summary>
internal static class TimeLibrary
{
    public static string[] Keys =>
    [
        "duration", "timestamp", ".getFullYear", ".getMonth", ".getDate", ".getDayOfMonth", ".getDayOfWeek", ".getDayOfYear",
        ".getHours", ".getMinutes", ".getSeconds", ".getMilliseconds",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("duration", 1) => ToDuration,
        ("timestamp", 1) => ToTimestamp,
        (".getFullYear" or ".getMonth" or ".getDate" or ".getDayOfMonth" or ".getDayOfWeek" or ".getDayOfYear", 1 or 2) => OfTimestamp,
        (".getHours" or ".getMinutes" or ".getSeconds" or ".getMilliseconds", 1) => OfEither,
        (".getHours" or ".getMinutes" or ".getSeconds" or ".getMilliseconds", 2) => OfTimestamp,
        _ => null,
    };

    private static object ToDuration(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (CelDuration.TryGet(args[0], out CelDuration duration))
            return duration.ToValue();
        string text = args[0] as string ?? throw call.Wrong(args, 0, "a string such as \"90s\"");
        return CelDuration.TryParse(text, out duration)
            ? duration.ToValue()
            : throw call.Bad($"{CelDisplay.Key(text)} is no duration, or out of range; write one such as \"90s\", \"1h30m\" or \"250ms\".", 0);
    }

    private static object? ToTimestamp(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (CelTimestamp.TryGet(args[0], out CelTimestamp timestamp))
            return timestamp.ToValue();
        if (args[0] is long seconds)
        {
            timestamp = CelTimestamp.FromSeconds(seconds);
            return timestamp.IsInRange
                ? timestamp.ToValue()
                : throw call.Bad("The timestamp is out of range: it reaches from year 1 to 9999.", 0, CelErrors.OutOfRange);
        }

        string text = args[0] as string ?? throw call.Wrong(args, 0, "a string such as \"2026-01-31T08:00:00Z\", or seconds since 1970");
        return CelTimestamp.TryParse(text, out timestamp)
            ? timestamp.ToValue()
            : throw call.Bad($"{CelDisplay.Key(text)} is no timestamp, or out of range; write one such as \"2026-01-31T08:00:00Z\".", 0);
    }

    private static object? OfEither(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (!CelDuration.TryGet(args[0], out CelDuration duration))
            return OfTimestamp(call, frame, args);
        long seconds = duration.Nanoseconds / CelDuration.PerSecond;
        return call.Name switch
        {
            "getHours" => seconds / 3600,
            "getMinutes" => seconds / 60,
            "getSeconds" => seconds,
            _ => duration.Nanoseconds % CelDuration.PerSecond / 1_000_000,
        };
    }

    private static object? OfTimestamp(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (!CelTimestamp.TryGet(args[0], out CelTimestamp timestamp))
            throw call.Wrong(args, 0, args.Length == 1 && call.Name is "getHours" or "getMinutes" or "getSeconds" or "getMilliseconds" ? "a timestamp or duration" : "a timestamp");
        DateTimeOffset local = args.Length == 2 ? InZone(call, timestamp.Calendar, call.Text(args, 1)) : timestamp.Calendar;
        return CelValue.Of(call.Name switch
        {
            "getFullYear" => (long)local.Year,
            "getMonth" => local.Month - 1L,
            "getDate" => (long)local.Day,
            "getDayOfMonth" => local.Day - 1L,
            "getDayOfWeek" => (long)local.DayOfWeek,
            "getDayOfYear" => local.DayOfYear - 1L,
            "getHours" => (long)local.Hour,
            "getMinutes" => (long)local.Minute,
            "getSeconds" => (long)local.Second,
            _ => (long)local.Millisecond,
        });
    }

    private static DateTimeOffset InZone(CelCallNode call, DateTimeOffset time, string zone)
    {
        try
        {
            ReadOnlySpan<char> offset = zone.StartsWith('-') || zone.StartsWith('+') ? zone.AsSpan(1) : zone;
            if (TimeSpan.TryParseExact(offset, @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan shift))
                return time.ToOffset(zone.StartsWith('-') ? -shift : shift);
            return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? known)
                ? TimeZoneInfo.ConvertTime(time, known)
                : throw call.Bad($"There is no time zone {CelDisplay.Key(zone)} here; write one such as \"Europe/Berlin\" or \"+01:00\".", 1);
        }
        catch (ArgumentException)
        {
            throw call.Bad($"The time zone {CelDisplay.Key(zone)} moves the time out of the years 1 to 9999, or by more than 14 hours.", 1, CelErrors.OutOfRange);
        }
    }
}
