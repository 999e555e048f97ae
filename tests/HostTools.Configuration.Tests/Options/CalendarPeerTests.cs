using System.Globalization;
using System.Text;
using HostTools.Configuration.Options;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Configuration.Tests.Options;

/// <summary>systemd takes and refuses the calendar expressions that we do.</summary>
public sealed class CalendarPeerTests(ITestOutputHelper output)
{
    private static readonly bool s_full = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);

    private static readonly string[] s_written =
    [
        "daily", "Hourly", "bi-annually", "quarterly", "dayly", "Mon", "Monday", "mon,tue", "Mon,", "Mon, 10:00", "Mon..Fri", "Mon-Fri", "Fri..Mon", "Mon..", "Mon.Fri", "Mond",
        "Mon Tue", "Mon,Foo", ",Mon", "Mon *-*-*", "*-*-*", "*-*", "*", "2026-01-01", "26-1-1", "99-1-1", "1969-1-1", "2199-12-31", "2200-1-1", "12-24", "13-24", "*-02-30",
        "*-02~01", "*-02~28", "*-02~29", "*~1", "*~*", "2026~1-1", "2026-1~1", "*-*~3/7", "*-*~28/7", "*-*-25..31/3", "*-*-5..1", "*-*-1..31/40", "*-*-30/5", "00:00", "24:00",
        "8:5", "8", "08:60", "08:00:60", "08:00:59.999999", "08:00:59.9999999", "08:00:00.5..10.25/0.5", "08:00:0..0.5", "08:00:00/0", "*:0/15", "*:0/60", "*:0/75", "0..23/2:00", "00/24:00", "*-*-* 08:00 ",
        " 08:00", "*-*-*  08:00", "*-*-* 08", "2026-01-01-01", "@1700000000", "@0", "@-1", "@", "daily UTC", "daily utc", "daily Europe/Berlin", "daily Europa/Berlin",
        "daily Nowhere", "UTC", " UTC", "08:00 America/Argentina/Buenos_Aires", "*/15 * * * *", "", "1,2,3-1", "1,,2-1", "*,1-1", "1-*/2", "1/1-1", "0-1", "1-0", "1-1/0", "5..5-1", "1..2147483648-1",
        "*-*-1,15 04:30", "Sat,Sun 10..20/5:05", "Mon 2026-*-1..7 18:00", "Thu,Fri 2012-*-1,5 11:12:13", "Wed *-1", "Sat,Thu,Mon..Wed,Sat..Sun", "10-15", "*-*-7 0:0:0", "05:40:23.4200004/3.1700005",
    ];

    [SkippableFact]
    public void Systemd_reads_the_calendar_expressions_we_read()
    {
        string analyze = Peer.Require("systemd-analyze");
        var random = new Random(s_seed);
        string[] texts = [.. s_written.Concat(Enumerable.Range(0, s_full ? 20_000 : 120).Select(_ => Expression(random))).Distinct(StringComparer.Ordinal)];
        int accepted = 0;
        var differences = new List<string>();
        foreach (string text in texts)
        {
            bool ours = CalendarExpression.Problem(text) is null;
            ProcessResult result = Peer.Run(analyze, "calendar", "--", text);
            accepted += ours ? 1 : 0;
            if (ours != (result.ExitCode == 0 || result.StandardOutput.Contains("Normalized form", StringComparison.Ordinal)))
                differences.Add($"'{text}': {(ours ? "we take it" : "systemd takes it")}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Length} expressions, {accepted} of them taken by both."));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(accepted > texts.Length / 4);
    }

    private static string Expression(Random random)
    {
        var text = new StringBuilder();
        if (random.Next(3) == 0)
            text.Append(string.Join(Pick(random, ",", ",", "..", "-"), Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, "Mon", "tue", "Wednesday", "Fri", "Sun", "Xyz"))));
        if (random.Next(2) == 0)
            text.Append(text.Length > 0 ? " " : "").Append(Date(random));
        if (random.Next(2) == 0)
            text.Append(text.Length > 0 ? " " : "").Append(Time(random));
        if (text.Length > 0 && random.Next(8) == 0)
            text[random.Next(text.Length)] = "0123456789*-.,/:~ @"[random.Next(19)];
        if (random.Next(6) == 0)
            text.Append(Pick(random, " UTC", " Europe/Berlin", " Asia/Tokyo", " Nowhere"));
        return text.ToString();
    }

    private static string Date(Random random) =>
        (random.Next(2) == 0 ? Chain(random, 1968, 2201) + "-" : string.Empty) + Chain(random, 1, 13) + Pick(random, "-", "-", "-", "~") + Chain(random, 1, 32);

    private static string Time(Random random) => $"{Chain(random, 0, 24)}:{Chain(random, 0, 60)}{(random.Next(3) == 0 ? ":" + Chain(random, 0, 60) + Pick(random, "", ".5", ".123456") : "")}";

    private static string Chain(Random random, int low, int high) =>
        random.Next(3) == 0 ? "*" : string.Join(',', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Part(random, low, high)));

    private static string Part(Random random, int low, int high)
    {
        string start = random.Next(low, high + 1).ToString(random.Next(2) == 0 ? "00" : "0", CultureInfo.InvariantCulture);
        string range = random.Next(4) == 0 ? string.Create(CultureInfo.InvariantCulture, $"..{random.Next(low, high + 1)}") : string.Empty;
        return start + range + (random.Next(4) == 0 ? string.Create(CultureInfo.InvariantCulture, $"/{random.Next(0, (high - low) / 2 + 2)}") : string.Empty);
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
