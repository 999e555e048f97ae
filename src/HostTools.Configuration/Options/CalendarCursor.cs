using System.Globalization;

namespace HostTools.Configuration.Options;

/// <summary>Reads a calendar expression from left to right.</summary>
internal ref struct CalendarCursor(string text)
{
    private const int MostParts = 240;

    private static readonly string[] s_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private readonly string _text = text;
    private int _at;

    public readonly bool AtEnd => _at == _text.Length;

    /// <summary>What follows is a time: its first separator is a colon.</summary>
    public readonly bool LooksLikeTime => _text.AsSpan(_at).IndexOfAny('-', '~', ':') is var i && i >= 0 && _text[_at + i] == ':';

    private readonly char Next => AtEnd ? '\0' : _text[_at];

    public bool TryTake(char wanted)
    {
        if (Next != wanted || AtEnd)
            return false;
        _at++;
        return true;
    }

    public bool TryTakeDash(out bool fromEnd)
    {
        fromEnd = Next == '~';
        return TryTake('-') || TryTake('~');
    }

    public bool TryTakeBlanks()
    {
        int start = _at;
        while (TryTake(' '))
        {
        }

        return _at > start;
    }

    /// <summary>A number of seconds since 1970, and nothing after it.</summary>
    public bool Seconds() => TryNumber(long.MaxValue, out _) && AtEnd;

    /// <summary>Days of the week before a date or time; null when they are well written or there are none.</summary>
    public string? Weekdays()
    {
        int from = -1;
        for (bool first = true; ; first = false)
        {
            if (Day() is not { } day)
                return first ? null : "A list of weekdays is written as Mon,Wed..Fri.";
            if (Next is not ('\0' or '-' or '.' or ',' or ' '))
                return "A weekday is written as Mon or Monday.";
            if (from > day)
                return "A range of weekdays goes from an earlier to a later one, Monday being the first.";
            if (AtEnd || TryTakeBlanks())
                return null;
            bool range = !TryTake(',');
            if (range && (from >= 0 || !(TryTake('-') || (TryTake('.') && TryTake('.')))))
                return "A range of weekdays is written as Mon..Fri.";
            from = range ? day : -1;
            if (AtEnd || TryTakeBlanks())
                return range ? "A range of weekdays has an end, such as Mon..Fri." : null;
        }
    }

    /// <summary><c>*</c>, or numbers, ranges and repetitions with commas between.</summary>
    public bool TryChain(bool seconds, out List<CalendarPart> parts)
    {
        parts = [];
        if (TryTake('*'))
            return true;
        do
        {
            if (parts.Count > MostParts || !TryPart(seconds, out CalendarPart part))
                return false;
            parts.Add(part);
        }
        while (TryTake(','));

        return true;
    }

    private bool TryPart(bool seconds, out CalendarPart part)
    {
        part = default;
        if (!TryValue(seconds, out long start))
            return false;
        long? stop = null;
        long repeat = 0;
        if (Next == '.')
        {
            if (!TryTake('.') || !TryTake('.') || !TryValue(seconds, out long end))
                return false;
            (stop, repeat) = (end, seconds ? CalendarPart.Second : 1);
        }

        if (TryTake('/'))
        {
            if (!TryValue(seconds, out repeat) || repeat == 0)
                return false;
        }
        else if (seconds && stop is { } last && start + repeat > last)
        {
            return false;
        }

        part = new CalendarPart(start, stop, repeat);
        return Next is '\0' or ' ' or ',' or '-' or '~' or ':';
    }

    private bool TryValue(bool seconds, out long value)
    {
        if (!TryNumber(int.MaxValue, out value))
            return false;
        if (!seconds)
            return true;
        value *= CalendarPart.Second;
        bool fraction = Next == '.' && !(_at + 1 < _text.Length && _text[_at + 1] == '.');
        if (fraction)
        {
            _at++;
            int start = _at;
            while (char.IsAsciiDigit(Next))
                _at++;
            if (_at == start)
                return false;
            string digits = _text[start.._at].PadRight(7, '0');
            value += long.Parse(digits.AsSpan(0, 6), CultureInfo.InvariantCulture) + (digits[6] >= '5' ? 1 : 0);
        }

        return value <= int.MaxValue;
    }

    private bool TryNumber(long most, out long value)
    {
        int start = _at;
        while (char.IsAsciiDigit(Next))
            _at++;
        return long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;
    }

    private int? Day()
    {
        for (int day = 0; day < s_days.Length; day++)
        {
            foreach (int length in (ReadOnlySpan<int>)[s_days[day].Length, 3])
            {
                if (!_text.AsSpan(_at).StartsWith(s_days[day].AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                    continue;
                _at += length;
                return day;
            }
        }

        return null;
    }
}
