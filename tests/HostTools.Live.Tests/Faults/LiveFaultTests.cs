using System.Diagnostics;
using System.Globalization;
using HostTools.Activation.Tests;
using Xunit.Abstractions;

namespace HostTools.Live.Tests.Faults;

/// <summary>Every step of an apply on a machine that runs fails, and every program it runs; afterwards the machine is exactly as it was, or as it is to be.</summary>
public sealed class LiveFaultTests(BrokenMachine broken, ITestOutputHelper output) : IClassFixture<BrokenMachine>
{
    private static readonly string[] s_after = ["back", "forward", "back", "apply"];

    public static TheoryData<string> Scenarios => [.. FaultScenario.All.Where(static scenario => FaultLog.IsFull || scenario.IsInGate).Select(static scenario => scenario.Name)];

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Failures_EndInTheOldOrTheNewState(string name)
    {
        IReadOnlyList<string> points = Some(await broken.PrepareAsync(FaultScenario.Of(name)));
        string[] cases = [.. points.SelectMany(static point => Ways.At(point), static (point, way) => $"{way}|{point}")];
        string suite = $"failures on a machine in '{name}'";
        List<string> left = [.. FaultLog.Take(suite, cases, 3)];
        (int all, var watch, var bad) = (left.Count, Stopwatch.StartNew(), new List<string>());
        while (left.Count > 0)
        {
            string[] answers = await broken.FailAsync(left.Take(25));
            Assert.NotEmpty(answers);
            foreach ((string answer, string one) in answers.Zip(left))
                Note(bad, suite, one, answer);
            left.RemoveRange(0, answers.Length);
            if (!answers[^1].StartsWith("old", StringComparison.Ordinal))
                await broken.ResetAsync();
        }

        Depth.Say(suite, all, cases.Length, watch.Elapsed, output);
        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Kills_EndInTheOldOrTheNewState(string name)
    {
        IReadOnlyList<string> points = Some(await broken.PrepareAsync(FaultScenario.Of(name)));
        string[] cases = [.. points.SelectMany(static point => Ways.OfKilling(point), static (point, way) => $"{way}|{point}")];
        await GoThroughAsync($"kills on a machine in '{name}'", [.. cases.Select(static (one, number) => (one, s_after[number % s_after.Length]))], 2, broken.KillAsync);
    }

    /// <summary>In the middle of dpkg: HostTools, the package manager or both are killed, or a script of a package fails.</summary>
    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task KillsInPackages_EndInTheOldOrTheNewState(string name)
    {
        await broken.PrepareAsync(FaultScenario.Of(name));
        string[] scripts = broken.Scripts;
        Assert.NotEmpty(scripts);
        string[] victims = ["hosttools", "all", "manager", "script"];
        (string, string)[] cases = [.. scripts.SelectMany((script, at) => victims.Select((victim, number) => ($"{at + 1} {victim} ({script})", s_after[(at + number) % s_after.Length])))];
        await GoThroughAsync($"kills in scripts of packages in '{name}'", cases, 1, (one, after) => broken.KillInScriptAsync(int.Parse(one.Split(' ')[0], CultureInfo.InvariantCulture), one.Split(' ')[1], after));
    }

    private async Task GoThroughAsync(string suite, (string Case, string After)[] cases, int slice, Func<string, string, Task<string>> kill)
    {
        (string Case, string After)[] some = FaultLog.Take(suite, cases, slice);
        (var watch, var bad) = (Stopwatch.StartNew(), new List<string>());
        foreach ((string one, string after) in some)
        {
            string found = await kill(one, after);
            Note(bad, suite, $"{(one, after)}", found);
            if (found != "old")
                await broken.ResetAsync();
        }

        Depth.Say(suite, some.Length, cases.Length, watch.Elapsed, output);
        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    /// <summary>Said at once, as a whole product takes hours.</summary>
    private static void Note(List<string> bad, string suite, string one, string found)
    {
        FaultLog.Add(suite, one, found);
        if (!found.StartsWith("BAD", StringComparison.Ordinal))
            return;
        bad.Add($"{suite}, {one}: {found}");
        Console.WriteLine(bad[^1]);
    }

    /// <summary>Of steps that are of one kind the first, the last and some other.</summary>
    private static IReadOnlyList<string> Some(string[] points)
    {
        var random = new Random(Depth.Seed);
        return [.. points.GroupBy(Ways.KindOf).SelectMany(kind => new[] { kind.First(), kind.ElementAt(random.Next(kind.Count())), kind.Last() }.Distinct())];
    }
}
