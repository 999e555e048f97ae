using System.Diagnostics;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class ApplyTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_file_is_made_with_its_directories_content_and_mode()
    {
        ApplyResult result = await _box.ApplyAsync(Sandbox.Text("/etc/app/a.conf", "one\n") with { Mode = 0x180 });

        Assert.False(result.NothingToDo);
        Assert.Equal(1, result.Generation?.Number);
        Assert.Equal("one\n", _box.Read("/etc/app/a.conf"));
        Assert.Equal(0x180, _box.ModeOf("/etc/app/a.conf"));
        Assert.Equal(0x1ED, _box.ModeOf("/etc/app"));
    }

    [Fact]
    public async Task A_second_apply_does_nothing_and_makes_no_generation()
    {
        Resource[] wanted =
        [
            Sandbox.Text("/etc/a", "a"), new DirectoryResource("/srv/data") { Mode = 0x1C0 }, new LinkResource("/etc/b", "a"),
            Sandbox.Text("/etc/linked", "l") with { Ownership = FileOwnership.Link },
            Sandbox.Text("/etc/seed", "s") with { Ownership = FileOwnership.Seed },
            Sandbox.Text("/etc/block", "b\n") with { Ownership = FileOwnership.Block },
        ];
        await _box.ApplyAsync(wanted);
        IReadOnlyList<string> before = TreeOf.Folder(_box.Root, withoutState: false);

        Plan plan = await _box.PlanAsync(wanted);
        ApplyResult result = await _box.Session.ApplyAsync(plan);

        Assert.Empty(plan.Changes);
        Assert.True(result.NothingToDo);
        Assert.Equal(1, result.Generation?.Number);
        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
    }

    [Fact]
    public async Task A_plan_of_nothing_leaves_the_tree_byte_for_byte()
    {
        _box.Write("/etc/foreign", "x", 0x100);
        IReadOnlyList<string> before = TreeOf.Folder(_box.Root, withoutState: false);

        ApplyResult result = await _box.ApplyAsync();

        Assert.True(result.NothingToDo);
        Assert.Null(result.Generation);
        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
    }

    [Fact]
    public async Task Planning_writes_nothing()
    {
        IReadOnlyList<string> before = TreeOf.Folder(_box.Root, withoutState: false);

        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));
        _ = plan.ToLines();

        Assert.True(plan.HasChanges);
        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
    }

    [Fact]
    public async Task What_is_no_longer_declared_goes_with_the_directories_made_for_it()
    {
        IReadOnlyList<string> before = _box.Tree();
        await _box.ApplyAsync(Sandbox.Text("/opt/deep/er/a", "a"), Sandbox.Text("/opt/b", "b"));

        await _box.ApplyAsync(Sandbox.Text("/opt/b", "b"));
        Assert.False(_box.Exists("/opt/deep"));
        Assert.Equal("b", _box.Read("/opt/b"));

        await _box.ApplyAsync();
        Assert.Equal(before, _box.Tree());
    }

    [Fact]
    public async Task A_directory_that_holds_something_foreign_stays()
    {
        await _box.ApplyAsync(Sandbox.Text("/opt/app/a", "a"));
        _box.Write("/opt/app/foreign", "keep me");

        await _box.ApplyAsync();

        Assert.False(_box.Exists("/opt/app/a"));
        Assert.Equal("keep me", _box.Read("/opt/app/foreign"));
    }

    [Fact]
    public async Task A_file_deleted_by_hand_is_made_again()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        File.Delete(_box.PathOf("/etc/a"));

        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));
        Assert.Equal("was removed by hand", Assert.Single(plan.Changes).Reason);
        await _box.Session.ApplyAsync(plan);

        Assert.Equal("a", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Names_with_blanks_dots_dollars_and_backslashes_are_taken_literally()
    {
        string[] names = ["/etc/with blank", "/etc/.hidden", "/etc/$HOME", "/etc/back\\slash", "/etc/quote'\"", "/etc/ünï"];
        await _box.ApplyAsync([.. names.Select(static name => Sandbox.Text(name, name))]);

        foreach (string name in names)
            Assert.Equal(name, _box.Read(name));
    }

    [Fact]
    public async Task One_path_can_change_between_file_link_and_directory()
    {
        Resource[][] steps =
        [
            [Sandbox.Text("/etc/x", "file")],
            [new LinkResource("/etc/x", "elsewhere")],
            [new DirectoryResource("/etc/x") { Mode = 0x1C0 }, Sandbox.Text("/etc/x/in", "in")],
            [Sandbox.Text("/etc/x", "file again") with { Ownership = FileOwnership.Link }],
            [Sandbox.Text("/etc/x/below", "below")],
            [Sandbox.Text("/etc/x", "file")],
        ];
        var trees = new List<IReadOnlyList<string>>();
        foreach (Resource[] step in steps)
        {
            await _box.ApplyAsync(step);
            trees.Add(_box.Tree());
        }

        for (int i = steps.Length; i >= 1; i--)
        {
            await _box.RestoreAsync(i);
            Assert.Equal(trees[i - 1], _box.Tree());
        }

        await _box.ApplyAsync();
        Assert.Empty(_box.Tree());
    }

    [Fact]
    public async Task Progress_names_steps_and_ends_at_the_total()
    {
        var heard = new List<ApplyProgress>();
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"), Sandbox.Text("/etc/b", "b"));

        await _box.Session.ApplyAsync(plan, progress: new Listener(heard));

        Assert.Contains(heard, static step => step.Step == "Writing '/etc/a'");
        Assert.Equal(3, heard[^1].Total);
        Assert.Equal(2, heard[^1].Done);
    }

    [Fact]
    public async Task Concurrent_apply_is_refused_at_once_and_names_the_owner()
    {
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));
        HostError? busy = null;
        ActivationSession first = _box.NewSession(point =>
        {
            if (point == "stage")
                busy = Assert.Throws<HostToolsException>(() => _box.Session.ApplyAsync(plan).GetAwaiter().GetResult()).Errors[0];
        });

        await first.ApplyAsync(plan);

        Assert.Equal("Busy", busy?.Id);
        Assert.Contains($"process {Environment.ProcessId} of 'draxel' is applying a plan", busy?.Message, StringComparison.Ordinal);
        Assert.Equal("a", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task A_lock_record_of_a_dead_process_is_no_obstacle()
    {
        _box.Write(Target.StatePath + "/lock", """{"pid":999999,"startTime":"1","bootId":"none","user":"x","purpose":"dying"}""");

        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Equal("a", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Cancelling_undoes_and_says_cancelled()
    {
        using var source = new CancellationTokenSource();
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"), Sandbox.Text("/etc/b", "b"));
        ActivationSession session = _box.NewSession(point =>
        {
            if (point.StartsWith("did:write-file", StringComparison.Ordinal))
                source.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ApplyAsync(plan, token: source.Token));

        Assert.Empty(_box.Tree());
        Assert.Null(_box.Session.OpenTransaction);
        Assert.Empty(_box.Session.Generations.List());
    }

    private sealed class Listener(List<ApplyProgress> heard) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value) => heard.Add(value);
    }

    [SkippableFact]
    public void Far_more_files_are_applied_than_a_process_may_open()
    {
        Skip.If(!File.Exists("/usr/bin/prlimit") && !File.Exists("/bin/prlimit"), "prlimit is not installed here");
        using Process child = Process.Start(new ProcessStartInfo("prlimit",
            ["--nofile=400:400", "dotnet", "exec", typeof(CrashProgram).Assembly.Location, "applyas", _box.Root, .. Enumerable.Range(0, 1000).Select(static file => $"/etc/many/{file}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = child.StandardError.ReadToEndAsync();
        Assert.Equal("applied 1\n", child.StandardOutput.ReadToEnd() + error.Result);
        Assert.Equal(1000, Directory.EnumerateFiles(_box.PathOf("/etc/many")).Count());
    }
}
