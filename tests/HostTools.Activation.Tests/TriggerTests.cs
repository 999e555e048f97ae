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

    [Fact]
    public async Task A_command_that_came_to_no_end_is_not_waited_for_as_long_again()
    {
        await _box.ApplyAsync(File("/etc/a", "old"), s_reload);
        var limits = new List<TimeSpan?>();
        _box.Processes.Answer = request =>
        {
            limits.Add(request.Timeout);
            return limits.Count == 1 ? throw new HostToolsException(PlatformErrors.ProgramTimedOut("reload-tool", TimeSpan.FromMinutes(10))) : new ProcessResult(0, string.Empty, string.Empty);
        };

        await Assert.ThrowsAsync<HostToolsException>(() => _box.ApplyAsync(File("/etc/a", "new"), s_reload));

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)], limits);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" Trigger:20 Trigger:100", false)]
    [InlineData(" Trigger:100 Trigger:120", true)]
    [InlineData(" Trigger:120 Ended:badly", false)]
    [InlineData(" Trigger:120 Ended:well", false)]
    [InlineData(" Trigger:120 Ended:tooLate", true)]
    [InlineData(" Ended:tooLate", true)]
    public void A_journal_tells_whether_a_command_hung(string records, bool hung)
    {
        using JournalWriter writer = JournalWriter.Create(Root.At(_box.Base), "t", null);
        foreach (string[] record in $"Trigger:0{records}".Split(' ').Select(static text => text.Split(':')))
        {
            writer.Append(Enum.Parse<JournalRecordKind>(record[0]), json =>
            {
                json.WriteNumber("operation", 3);
                if (record[0] == "Ended")
                    json.WriteString("how", record[1]);
                else
                    json.WriteNumber("seconds", int.Parse(record[1], System.Globalization.CultureInfo.InvariantCulture));
            });
        }

        writer.Dispose();
        (IReadOnlyList<JournalRecord> read, int length) = JournalFormat.Read(System.IO.File.ReadAllBytes(Path.Join(_box.Base, JournalWriter.PathOf("t"))));
        var story = new JournalStory(new Journal("t", "/t", read, length));
        Assert.Equal(hung, story.HasHung(3));
        Assert.Equal(records.EndsWith("well", StringComparison.Ordinal), story.Ended.Contains(3));
        Assert.False(story.HasHung(4));
    }

    [Fact]
    public async Task The_journal_is_told_that_a_command_still_runs()
    {
        var processes = new Waiting(() => Directory.GetFiles(Path.Join(_box.Root, "var/lib/hosttools/journal")).Sum(static file => System.IO.File.ReadAllText(file).Split("\"record\":\"Trigger\"").Length - 1) > 2);
        var session = new ActivationSession(_box.Target, _box.Clock, processes) { Beat = TimeSpan.FromMilliseconds(20) };

        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(File("/etc/a", "a"), s_reload), Sandbox.Context));

        Assert.True(processes.IsSeen);
    }

    /// <summary>A program that runs until something has happened.</summary>
    private sealed class Waiting(Func<bool> happened) : IProcessRunner
    {
        public bool IsSeen { get; private set; }

        public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
        {
            for (int tries = 0; tries < 3000 && !IsSeen; tries++, await Task.Delay(10, token))
                IsSeen = happened();
            return new ProcessResult(0, string.Empty, string.Empty);
        }
    }
}
