using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>A real process is killed at every step of a transaction and of a repair; afterwards there is exactly one of the two states.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    public static TheoryData<string> Scenarios => FaultTests.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_kill_at_any_step_ends_in_the_old_or_the_new_state(string name)
    {
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of(name));
        string[] ways = ["back", "forward", "apply"];
        var cases = Enumerable.Range(0, fixture.Points.Count).Select(step => (Step: step, Way: ways[step % ways.Length])).ToList();
        foreach ((int step, string way) in Depth.Slice(cases, 5, $"kills in '{name}'", output))
        {
            string when = $"{name}, killed at {step} ({fixture.Points[step]}), then {way}";
            string folder = fixture.Copy();
            Assert.True(fixture.Kill("apply", folder, step), when + ": was not killed");
            await PutRightAsync(fixture, folder, way);
            await fixture.CheckAsync(folder, when);
        }

        Assert.False(fixture.Kill("apply", fixture.Copy(), fixture.Points.Count));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_kill_inside_the_repair_of_a_kill_ends_in_the_old_state(string name)
    {
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of(name));
        int firstDone = fixture.Points.ToList().FindIndex(static point => point.StartsWith("did:", StringComparison.Ordinal));
        int commit = fixture.Points.ToList().FindIndex(static point => point == "switch");
        int[] deaths = Depth.IsFull ? [firstDone, (firstDone + (commit < 0 ? fixture.Points.Count : commit)) / 2, commit] : [commit];
        foreach (int death in deaths.Select(death => death < 0 ? fixture.Points.Count - 3 : death))
        {
            string broken = fixture.Copy();
            Assert.True(fixture.Kill("apply", broken, death));
            var points = new List<string>();
            string trial = broken + "-trial";
            Duplicate(broken, trial);
            await FaultFixture.Session(trial, points.Add).RepairAsync(RepairDirection.Back);
            foreach (int step in Depth.Slice([.. Enumerable.Range(0, points.Count)], 2, $"kills in the repair of '{name}' killed at {fixture.Points[death]}", output))
            {
                string folder = $"{broken}-{step}";
                Duplicate(broken, folder);
                Assert.True(fixture.Kill("repair", folder, step));
                await FaultFixture.Session(folder).RepairAsync(RepairDirection.Back);
                await fixture.CheckAsync(folder, $"{name}, killed at {fixture.Points[death]}, repair killed at {step} ({points[step]})", mustBeOld: true);
            }
        }
    }

    private static async Task PutRightAsync(FaultFixture fixture, string folder, string way)
    {
        ActivationSession session = FaultFixture.Session(folder);
        if (session.OpenTransaction is not { } open)
            return;
        if (way == "apply")
        {
            // Any apply repairs first, also one whose plan is refused afterwards.
            Plan plan = await session.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/late", "late")), Sandbox.Context);
            Assert.Contains(plan.Warnings, static warning => warning.Message.Contains("interrupted", StringComparison.Ordinal));
            var stale = new Plan(plan.Target, plan.Context, plan.Providers, plan.Steps, plan.Next)
            {
                Id = plan.Id, CreatedAt = plan.CreatedAt, ToolVersion = plan.ToolVersion, BaseGeneration = 999,
            };
            HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(stale));
            Assert.Equal("PlanStale", refused.Errors[0].Id);
        }
        else
        {
            await session.RepairAsync(way == "forward" && open.CanGoForward && !fixture.Scenario.AlwaysFails ? RepairDirection.Forward : RepairDirection.Back);
        }
    }

    private static void Duplicate(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", from, to]);
        copy.WaitForExit();
    }
}
