namespace HostTools.Configuration.Options;

/// <summary>Takes the time zone off a calendar expression. Which places a region has differs between machines, so only its name is checked.</summary>
internal static class CalendarZones
{
    private static readonly HashSet<string> s_regions = new(
        ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> s_names = new(
        [
            "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong",
            "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland",
            "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "Universal", "W-SU", "WET", "Zulu",
        ],
        StringComparer.Ordinal);

    /// <summary>The expression without its zone; null when its last word can only be meant as a zone and is none.</summary>
    public static string? Split(string text)
    {
        int blank = text.LastIndexOf(' ');
        if (blank < 0)
            return text;
        string last = text[(blank + 1)..];
        if (last.Equals("UTC", StringComparison.OrdinalIgnoreCase) || s_names.Contains(last) || IsInRegion(last))
            return text[..blank];
        return last.Length > 0 && char.IsAsciiLetter(last[0]) ? null : text;
    }

    private static bool IsInRegion(string name)
    {
        string[] parts = name.Split('/');
        return parts.Length > 1 && s_regions.Contains(parts[0]) &&
            parts.All(static part => part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+'));
    }
}
