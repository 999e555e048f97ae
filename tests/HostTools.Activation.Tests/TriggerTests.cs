using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class TriggerTests : IDisposable
{
    private static readonly TriggerResource s_reload = new("reload") { OfflineCommand = ["reload-tool", "--root", "{root}"], Command = ["live"] };

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static FileResource File(string path, string text) => Sandbox.Text(path, text) with { Triggers = ["reload"] };

    [Fact]
    public async Task A_trigger_runs_once_for_all_that_name_it_and_not_without_change()
    {
        await _box.ApplyAsync(File("/etc/a", "a"), File("/etc/b", "b"), s_reload);
        Assert.Equal([$"reload-tool --root {_box.Root}"], _box.Processes.Ran);

        await _box.ApplyAsync(File("/etc/a", "a"), File("/etc/b", "b"), s_reload);
        Assert.Single(_box.Processes.Ran);

        await _box.ApplyAsync(File("/etc/a", "a"), s_reload);
        Assert.Equal(2, _box.Processes.Ran.Count);
    }

    [Fact]
    public async Task A_trigger_follows_the_removal_of_all_that_named_it()
    {
        await _box.ApplyAsync(File("/etc/a", "a"), s_reload);

        Plan plan = await _box.PlanAsync();
        await _box.Session.ApplyAsync(plan);

        Assert.Contains(plan.Changes, static change => change is { Action: ChangeAction.Run, Undo: UndoQuality.BestEffort });
        Assert.Equal(2, _box.Processes.Ran.Count);
    }

    [Fact]
    public async Task A_trigger_without_offline_command_is_flagged_and_not_run()
    {
        Plan plan = await _box.PlanAsync(File("/etc/a", "a"), s_reload with { OfflineCommand = [] });
        await _box.Session.ApplyAsync(plan);

        Assert.Empty(_box.Processes.Ran);
        Assert.Equal("The command of 'reload' is not run on a folder target.", Assert.Single(plan.Warnings).Message);
    }

    [Fact]
    public async Task Several_triggers_without_offline_command_are_one_warning()
    {
        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/etc/a", "a") with { Triggers = ["b", "a"] }, new TriggerResource("a") { Command = ["x"] }, new TriggerResource("b") { Command = ["y"] });

        Assert.Equal("These commands are not run on a folder target: a, b.", Assert.Single(plan.Warnings).Message);
    }

    [Fact]
    public async Task A_failing_trigger_undoes_all_and_its_command_runs_again_on_the_old_files()
    {
        await _box.ApplyAsync(File("/etc/a", "old"), s_reload);
        IReadOnlyList<string> before = _box.Tree();
        var seen = new List<string>();
        _box.Processes.Answer = _ =>
        {
            seen.Add(_box.Read("/etc/a"));
            return new ProcessResult(3, string.Empty, "first\nno such option");
        };

        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => _box.ApplyAsync(File("/etc/a", "new"), File("/etc/b", "b"), s_reload));

        Assert.Equal(["TriggerFailed", "Undone"], failed.Errors.Select(static error => error.Id));
        Assert.Contains("failed with exit code 3: no such option", failed.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("'reload' was run again after the undo and failed with exit code 3: no such option", failed.Errors[1].Message, StringComparison.Ordinal);
        Assert.Equal(["new", "old"], seen);
        Assert.Equal(before, _box.Tree());
        Assert.Equal(1, _box.Session.Generations.Current?.Number);
        Assert.Single(_box.Session.Generations.List());
    }

    [Fact]
    public async Task A_trigger_can_come_after_another()
    {
        TriggerResource second = new("a-second") { OfflineCommand = ["second"], After = [s_reload.Id] };

        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a") with { Triggers = ["a-second", "reload"] }, s_reload, second);

        Assert.Equal([$"reload-tool --root {_box.Root}", "second"], _box.Processes.Ran);
    }

    [Fact]
    public async Task An_unknown_trigger_is_an_error_that_says_what_was_meant()
    {
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() =>
            _box.PlanAsync(Sandbox.Text("/etc/a", "a") with { Triggers = ["reloda"], Origins = [new Origin("hosts/x.yaml", 3, 7)] }, s_reload));

        Assert.Equal("UnknownTrigger", Assert.Single(refused.Errors).Id);
        Assert.Equal("hosts/x.yaml:3:7: 'file:/etc/a' names the trigger 'reloda', which is not declared. Did you mean 'reload'?", refused.Message);
    }
}
