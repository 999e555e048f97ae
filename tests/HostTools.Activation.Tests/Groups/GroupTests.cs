using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>What is said when a group cannot be decided, or not be finished at once.</summary>
public sealed class GroupTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void A_damaged_record_of_a_group_decides_nothing()
    {
        _box.Write("/var/lib/hosttools/group", "{");
        HostToolsException refused = Assert.Throws<HostToolsException>(() => _box.Session.OpenTransaction);
        Assert.Equal("GroupUndecided", Assert.Single(refused.Errors).Id);
        Assert.Contains("it is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_decided_and_not_switched_is_finished_by_a_repair()
    {
        GroupScenario scenario = GroupScenario.Of("change");
        await scenario.PrepareAsync(_box.Root);
        int switches = 0;
        HostToolsException unfinished = await Assert.ThrowsAsync<HostToolsException>(() => scenario.RunAsync(_box.Root, point =>
        {
            if (point == "group switch" && ++switches == 2)
                throw new IOException("injected");
        }));
        Assert.Equal(["GroupUnfinished"], unfinished.Errors.Select(static error => error.Id));
        Assert.True(GroupScenario.Machine(_box.Root).OpenTransaction!.Stays);
        await GroupScenario.Machine(_box.Root).RepairAsync(RepairDirection.Back);
        Assert.Equal([2, 2, 2], GroupScenario.Generations(_box.Root));
        Assert.Equal("two\n", _box.Read("/home/ann/.rc"));
    }

    [SkippableFact]
    public async Task A_user_who_holds_the_lock_of_his_home_keeps_nobody_from_the_machine_and_the_homes_of_others()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root to act as somebody else");
        GroupScenario scenario = GroupScenario.Of("change");
        await scenario.PrepareAsync(_box.Root);
        IReadOnlyList<ApplyResult> results;
        using (StateLock.Take(GroupScenario.Home(_box.Root, "ann").Target, "ann", "sitting there"))
            results = await scenario.RunAsync(_box.Root);

        Assert.Equal([null, "Busy", null], results.Select(static result => result.Failure?.Id));
        Assert.Contains("of 'ann' is sitting there", results[1].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal([2, 1, 2], GroupScenario.Generations(_box.Root));
        Assert.Equal(("one\n", "two\n"), (_box.Read("/home/ann/.rc"), _box.Read("/home/bob/.rc")));

        results = await scenario.RunAsync(_box.Root); // Once he lets go.
        Assert.All(results, static result => Assert.Null(result.Failure));
        Assert.Equal([2, 2, 2], GroupScenario.Generations(_box.Root));
    }
}
