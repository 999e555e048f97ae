using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>Every step of a transaction fails, or the process is killed at it; afterwards there is exactly one of the two states.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Scenarios => [.. FaultScenario.All.Select(static scenario => scenario.Name)];

    [Fact]
    public async Task The_scenarios_pass_every_kind_of_operation_and_journal_entry()
    {
        var points = new HashSet<string>();
        foreach (FaultScenario scenario in FaultScenario.All)
        {
            using FaultFixture fixture = await FaultFixture.CreateAsync(scenario);
            points.UnionWith(fixture.Points.Select(static point => point.LastIndexOf(':') is var last && char.IsAsciiDigit(point[^1]) ? point[..last] : point));
        }

        string[] kinds = ["write-file", "make-link", "make-directory", "remove", "set-metadata", "run", "account", "registry-key", "registry-value", "variable", "service", "scheduled-task", "optional-feature"];
        string[] steps = ["capture", "prepare", "do", "did", "verify", "undo", "undid"];
        foreach (string point in steps.SelectMany(step => kinds.Select(kind => $"{step}:{kind}")))
            Assert.Contains(point, points);
        // Only members of a group are prepared; their faults have a test of their own.
        foreach (JournalRecordKind kind in Enum.GetValues<JournalRecordKind>().Except([JournalRecordKind.Prepared]))
            Assert.Contains($"journaled:{kind}", points);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_failure_at_any_step_ends_in_the_old_or_the_new_state(string name)
    {
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of(name));
        var cases = Enumerable.Range(0, fixture.Points.Count).SelectMany(step => Failure.At(fixture.Points[step]), static (step, failure) => (Step: step, Failure: failure)).ToList();
        foreach ((int step, Failure failure) in Depth.Slice(cases, 25, $"failures in '{name}'", output))
        {
            string folder = fixture.Copy();
            int left = step;
            bool isDone = false;
            try
            {
                await fixture.Scenario.Run(FaultFixture.Session(folder, point =>
                {
                    if (left-- == 0)
                        throw failure.Make(point);
                }));
                isDone = true;
            }
            catch (HostToolsException cause)
            {
                Assert.All(cause.Errors, static error => Assert.NotEmpty(error.Message));
                // What could not be undone because the fault hit the undo itself is undone by a repair.
                await FaultFixture.Session(folder).RepairAsync(RepairDirection.Back);
            }

            await fixture.CheckAsync(folder, $"{name}, {failure.Name} at {step} ({fixture.Points[step]})", mustBeOld: !isDone);
        }
    }
}
