using System.Diagnostics;
using System.Globalization;
using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>Every step of an apply of a machine and two homes fails, or the process is killed at it: all are at the new generation, or all at the old.</summary>
public sealed class GroupFaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _base = Path.Join(Path.GetTempPath(), "hosttools-groups-" + Guid.NewGuid().ToString("N")[..12]);
    private int _copies;

    public static TheoryData<string> Scenarios => [.. GroupScenario.All.Select(static scenario => scenario.Name)];

    public void Dispose()
    {
        if (Directory.Exists(_base))
            Directory.Delete(_base, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_failure_at_any_step_leaves_all_old_or_all_new(string name)
    {
        Known known = await KnowAsync(GroupScenario.Of(name));
        foreach (int step in Depth.Slice([.. Enumerable.Range(0, known.Points.Count)], 40, $"failures in the group '{name}'", output))
        {
            string folder = Copy(known.Old);
            int left = step;
            try
            {
                await known.Scenario.RunAsync(folder, point =>
                {
                    if (left-- == 0)
                        throw new IOException($"injected at {point}");
                });
            }
            catch (HostToolsException cause)
            {
                Assert.All(cause.Errors, static error => Assert.NotEmpty(error.Message));
                await GroupScenario.Machine(folder).RepairAsync(RepairDirection.Back);
            }

            // An apply that stands is no failure; what it left behind says that it stands, and repairing removes it.
            if (known.Points[step] == "group end")
            {
                Assert.True(GroupScenario.Machine(folder).OpenTransaction is { Stays: true });
                await GroupScenario.Machine(folder).RepairAsync(RepairDirection.Back);
            }

            Check(known, folder, $"{name}, failure at {step} ({known.Points[step]})");
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_kill_at_any_step_leaves_all_old_or_all_new_once_repaired(string name)
    {
        Known known = await KnowAsync(GroupScenario.Of(name));
        int decided = known.Points.ToList().IndexOf("group decided");
        string[] ways = ["machine", "homes", "apply"];
        var cases = Enumerable.Range(0, known.Points.Count).Select(step => (Step: step, Way: ways[step % ways.Length])).ToList();
        foreach ((int step, string way) in Depth.Slice(cases, 8, $"kills in the group '{name}'", output))
        {
            string when = $"{name}, killed at {step} ({known.Points[step]}), then {way}";
            string folder = Copy(known.Old);
            Assert.True(Kill("group", folder, name, step), when + ": was not killed");
            await PutRightAsync(folder, way);
            Check(known, folder, when, decided < 0 ? null : step >= decided);
        }
    }

    [Theory]
    [InlineData("group decide", false)]
    [InlineData("group decided", true)]
    public async Task A_kill_inside_the_repair_of_a_kill_changes_nothing_of_what_was_decided(string point, bool isNew)
    {
        Known known = await KnowAsync(GroupScenario.Of("change"));
        string broken = Copy(known.Old);
        Assert.True(Kill("group", broken, "change", known.Points.ToList().IndexOf(point)));
        var points = new List<string>();
        await Faulty(Copy(broken), points.Add).RepairAsync(RepairDirection.Back);
        Assert.NotEmpty(points);
        foreach (int step in Depth.Slice([.. Enumerable.Range(0, points.Count)], 3, $"kills in the repair after '{point}'", output))
        {
            string folder = Copy(broken);
            Assert.True(Kill("grouprepair", folder, "change", step));
            await GroupScenario.Machine(folder).RepairAsync(RepairDirection.Back);
            Check(known, folder, $"killed at {point}, repair killed at {step} ({points[step]})", isNew);
        }
    }

    private static ActivationSession Faulty(string folder, Action<string> faults) => GroupScenario.Machine(folder, faults);

    private static async Task PutRightAsync(string folder, string way)
    {
        if (way == "homes")
        {
            // Each by itself comes to the same end, in any order, as long as the machine is the last: what it made is needed until then.
            foreach (string user in new[] { "bob", "ann" })
                await GroupScenario.Home(folder, user).RepairAsync(RepairDirection.Back);
        }

        if (way == "apply" && GroupScenario.Machine(folder).OpenTransaction is not null)
        {
            ActivationSession machine = GroupScenario.Machine(folder);
            Plan plan = await machine.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/late", "late")), Sandbox.Context);
            var stale = new Plan(plan.Target, plan.Context, plan.Providers, plan.Steps, plan.Next)
            {
                Id = plan.Id, CreatedAt = plan.CreatedAt, ToolVersion = plan.ToolVersion, BaseGeneration = 999,
            };
            HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync(stale));
            Assert.Equal("PlanStale", refused.Errors[0].Id);
        }

        await GroupScenario.Machine(folder).RepairAsync(RepairDirection.Back);
    }

    private static void Check(Known known, string folder, string when, bool? mustBeNew = null)
    {
        Assert.True(GroupScenario.Machine(folder).OpenTransaction is null && !File.Exists(Path.Join(folder, "var/lib/hosttools/group")), $"{when}: something is left");
        foreach (string user in new[] { "ann", "bob" })
            Assert.True(GroupScenario.Home(folder, user).OpenTransaction is null, $"{when}: a journal of {user} is left");
        IReadOnlyList<int> generations = GroupScenario.Generations(folder);
        bool isOld = generations.SequenceEqual(known.OldGenerations);
        Assert.True(isOld || generations.SequenceEqual(known.NewGenerations), $"{when}: at {string.Join(", ", generations)}");
        if (mustBeNew is { } must && !known.Scenario.AlwaysFails)
            Assert.True(must != isOld, $"{when}: is {(isOld ? "old" : "new")}");
        Assert.Equal(isOld ? known.OldTree : known.NewTree, GroupScenario.Tree(folder));
        foreach (string state in new[] { "var/lib/hosttools", "home/ann/.local", "home/bob/.local" })
            Assert.Empty(Canary.In(Path.Join(folder, state)));
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Known> KnowAsync(GroupScenario scenario)
    {
        string old = Path.Join(_base, "old-" + scenario.Name);
        Directory.CreateDirectory(old);
        await scenario.PrepareAsync(old);
        string folder = Copy(old);
        var points = new List<string>();
        try
        {
            await scenario.RunAsync(folder, points.Add);
        }
        catch (HostToolsException) when (scenario.AlwaysFails)
        {
        }

        var known = new Known(scenario, old, points, GroupScenario.Tree(old), GroupScenario.Tree(folder), GroupScenario.Generations(old), GroupScenario.Generations(folder));
        Assert.Equal(scenario.AlwaysFails, known.OldTree.SequenceEqual(known.NewTree));
        Assert.Equal(scenario.AlwaysFails, known.OldGenerations.SequenceEqual(known.NewGenerations));
        if (!scenario.AlwaysFails)
            Assert.Equal(["group begin", "group decide", "group decided", "group switch", "group switch", "group switch", "group end"], points.Where(static point => point.StartsWith("group", StringComparison.Ordinal)));
        return known;
    }

    private string Copy(string from)
    {
        string to = Path.Join(_base, (_copies++).ToString(CultureInfo.InvariantCulture));
        using Process copy = Process.Start("cp", ["-a", from, to]);
        copy.WaitForExit();
        return to;
    }

    private static bool Kill(string mode, string folder, string name, int step)
    {
        using Process child = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(GroupFaultTests).Assembly.Location, mode, folder, name, step.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            // What is killed cannot remove the pipes that a debugger would use.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        string said = child.StandardError.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode is CrashProgram.Completed or 137, $"step {step}: exit code {child.ExitCode}: {said}");
        return child.ExitCode != CrashProgram.Completed;
    }

    private sealed record Known(
        GroupScenario Scenario, string Old, IReadOnlyList<string> Points, IReadOnlyList<string> OldTree, IReadOnlyList<string> NewTree,
        IReadOnlyList<int> OldGenerations, IReadOnlyList<int> NewGenerations);
}
