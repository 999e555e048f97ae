using System.Diagnostics;
using System.Globalization;
using HostTools.Activation.Tests;
using Xunit.Abstractions;

namespace HostTools.Live.Tests.Faults;

/// <summary>Every step of an apply on a machine that runs fails, and every program it runs; afterwards the machine is exactly as it was, or as it is to be.</summary>
[TestCaseOrderer(ScenarioOrder.Name, ScenarioOrder.Assembly)]
public sealed class LiveFaultTests(BrokenMachine broken, ITestOutputHelper output) : IClassFixture<BrokenMachine>
{
    private const string Packages = "scripts of packages";

    private static readonly string[] s_after = ["back", "forward", "back", "apply"];

    public static TheoryData<string> Scenarios => [.. FaultScenario.All.Where(static scenario => FaultLog.IsDeep || scenario.IsInGate).Select(static scenario => scenario.Name)];

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Failures_EndInTheOldOrTheNewState(string name)
    {
        string[] cases = Cases("failures", name, await broken.PrepareAsync(FaultScenario.Of(name)), Ways.At, isInEach: true);
        string suite = $"failures on a machine in '{name}'";
        List<string> left = [.. FaultLog.Take(suite, cases, 3)];
        (int all, int unreached, var watch, var bad) = (left.Count, 0, Stopwatch.StartNew(), new List<string>());
        while (left.Count > 0)
        {
            string[] answers = await broken.FailAsync(left.Take(25));
            Assert.NotEmpty(answers);
            foreach ((string answer, string one) in answers.Zip(left))
                Note(bad, suite, one, answer);
            unreached += answers.Count(static answer => answer.EndsWith("unreached", StringComparison.Ordinal));
            left.RemoveRange(0, answers.Length);
            if (!answers[^1].StartsWith("old", StringComparison.Ordinal))
                await broken.ResetAsync();
        }

        End("failures", name, bad, () => Depth.Say($"{suite}{(unreached == 0 ? string.Empty : $" ({unreached} not reached)")}", all, cases.Length, watch.Elapsed, output, FaultLog.Name));
    }

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Kills_EndInTheOldOrTheNewState(string name)
    {
        string[] cases = Cases("kills", name, await broken.PrepareAsync(FaultScenario.Of(name)), Ways.OfKilling, isInEach: false);
        await GoThroughAsync("kills", name, $"kills on a machine in '{name}'", [.. cases.Select(static (one, number) => (one, s_after[number % s_after.Length]))], 2, broken.KillAsync);
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
        string[] all = [.. scripts.Select(static (script, at) => $"{at + 1} {script}")];
        IEnumerable<(string Victim, string Script)> broke = FaultLog.IsCover
            ? Coverage.Of(Packages, name, all.GroupBy(static script => script[(script.IndexOf(' ', StringComparison.Ordinal) + 1)..]), _ => victims, isInEach: false)
            : all.SelectMany(_ => victims, static (script, victim) => (victim, script));
        (string, string)[] cases = [.. broke.Select(static (one, at) => ($"{one.Script.Split(' ')[0]} {one.Victim} ({one.Script[(one.Script.IndexOf(' ', StringComparison.Ordinal) + 1)..]})", s_after[at % s_after.Length]))];
        await GoThroughAsync(Packages, name, $"kills in {Packages} in '{name}'", cases, 1, (one, after) => broken.KillInScriptAsync(int.Parse(one.Split(' ')[0], CultureInfo.InvariantCulture), one.Split(' ')[1], after));
    }

    private async Task GoThroughAsync(string product, string scenario, string suite, (string Case, string After)[] cases, int slice, Func<string, string, Task<string>> kill)
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

        End(product, scenario, bad, () => Depth.Say(suite, some.Length, cases.Length, watch.Elapsed, output, FaultLog.Name));
    }

    private void End(string product, string scenario, List<string> bad, Action say)
    {
        say();
        if (FaultLog.IsCover)
        {
            string line = $"{product}: until '{scenario}' {Coverage.Say(product)} kinds of points × ways are covered";
            output.WriteLine(line);
            Console.WriteLine(line);
        }

        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
        if (FaultLog.IsCover && scenario == FaultScenario.All[^1].Name)
            Assert.Empty(Coverage.Missing(product));
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

    /// <summary>A covering set, or of steps that are of one kind the first, the last and some other in all ways.</summary>
    private static string[] Cases(string product, string scenario, string[] points, Func<string, IReadOnlyList<string>> ways, bool isInEach)
    {
        IGrouping<string, string>[] kinds = [.. Ways.ByKind(points)];
        if (FaultLog.IsCover)
            return [.. Coverage.Of(product, scenario, kinds, ways, isInEach).Select(static one => $"{one.Way}|{one.Point}")];
        var random = new Random(Depth.Seed);
        return [.. kinds.SelectMany(kind => new[] { kind.First(), kind.ElementAt(random.Next(kind.Count())), kind.Last() }.Distinct()).SelectMany(ways, static (point, way) => $"{way}|{point}")];
    }
}
