using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Homes in a folder target: whose they are, where their state is, and what a user can plant in one.</summary>
public sealed class HomeTests : IDisposable
{
    private const int Ann = 4001;

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_home_has_generations_of_its_own_in_itself()
    {
        await ApplyAsync(Sandbox.Text("/home/ann/.rc", "one\n"));
        await ApplyAsync(Sandbox.Text("/home/ann/.rc", "two\n"));
        Assert.Equal("two\n", _box.Read("/home/ann/.rc"));
        Assert.Equal([1, 2], Home().Generations.List().Select(static generation => generation.Number));
        Assert.True(Directory.Exists(_box.PathOf("/home/ann/.local/state/hosttools/generations/2")));
        Assert.Equal(0x1C0, _box.ModeOf("/home/ann/.local/state/hosttools"));
        Assert.Empty(_box.Session.Generations.List());
        ActivationSession home = Home();
        await home.ApplyAsync(await home.PlanRestoreAsync(1, "ann"));
        Assert.Equal("one\n", _box.Read("/home/ann/.rc"));
        Assert.Empty(await Home().DriftAsync());
        _box.Write("/home/ann/.rc", "by hand\n");
        Assert.Equal(["/home/ann/.rc"], (await Home().DriftAsync()).Select(static drift => drift.Path));
    }

    [Fact]
    public async Task State_elsewhere_is_apart_for_each_home()
    {
        using var box = new Sandbox("state");
        var session = new ActivationSession(Target.Home(box.Target, "ann"), box.Clock, box.Processes);
        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(Sandbox.Text("/home/ann/.rc", "x")), Sandbox.Context));
        Assert.True(File.Exists(Path.Join(box.StateDirectory, "homes/ann/current")));
        Assert.False(Directory.Exists(box.PathOf("/home/ann/.local")));
    }

    [Theory]
    [InlineData("/etc/motd")]
    [InlineData("/home/ann")]
    [InlineData("/home/anna/.rc")]
    [InlineData("/home/ann/.local/state/hosttools/current")]
    public async Task What_is_not_below_the_home_is_refused(string path)
    {
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => PlanAsync(Sandbox.Text(path, "x")));
        Assert.Equal("InvalidPath", Assert.Single(refused.Errors).Id);
    }

    [Fact]
    public async Task A_home_that_was_moved_says_so()
    {
        await ApplyAsync(Sandbox.Text("/home/ann/.rc", "x"));
        Directory.CreateDirectory(_box.PathOf("/srv"));
        Directory.Move(_box.PathOf("/home/ann"), _box.PathOf("/srv/ann"));
        var moved = new ActivationSession(Target.Home(_box.Target, "ann", "/srv/ann"), _box.Clock, _box.Processes);
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => moved.PlanAsync(Sandbox.Set(Sandbox.Text("/srv/ann/.rc", "x")), Sandbox.Context));
        Assert.Equal("HomeMoved", refused.Errors[0].Id);
    }

    [SkippableFact]
    public async Task Everything_made_is_the_users()
    {
        Accounts();
        await ApplyAsync(
            Sandbox.Text("/home/ann/.config/app/rc", "x"), new LinkResource("/home/ann/link", ".config"), new DirectoryResource("/home/ann/dir"),
            Sandbox.Text("/home/ann/bin/run", "x") with { Mode = 0x9ED });
        string[] all = [.. Directory.EnumerateFileSystemEntries(_box.PathOf("/home/ann"), "*", SearchOption.AllDirectories).Append(_box.PathOf("/home/ann"))];
        Assert.True(all.Length > 15);
        Assert.All(all, path => Assert.Equal((Ann, Ann), OwnerOf(path[_box.Root.Length..])));
        Assert.Equal(0x9ED, _box.ModeOf("/home/ann/bin/run"));
        Assert.Equal((0, 0), OwnerOf("/home"));
        Assert.Empty((await PlanAsync(Sandbox.Text("/home/ann/.config/app/rc", "x"), new LinkResource("/home/ann/link", ".config"), new DirectoryResource("/home/ann/dir"), Sandbox.Text("/home/ann/bin/run", "x") with { Mode = 0x9ED })).Changes);
    }

    [SkippableTheory]
    [InlineData("/etc")]
    [InlineData("../../etc")]
    public async Task A_planted_link_leads_nobody_where_its_user_may_not_go(string link)
    {
        Accounts();
        Own("/home/ann");
        File.CreateSymbolicLink(_box.PathOf("/home/ann/.config"), link);
        Plan plan = await PlanAsync(Sandbox.Text("/home/ann/.config/cron.d/evil", "x"));
        Assert.Equal("NotWritable", Assert.Single(plan.Errors).Id);
        Assert.False(_box.Exists("/etc/cron.d"));
    }

    [SkippableFact]
    public async Task A_link_planted_after_the_plan_leads_nowhere_either()
    {
        Accounts();
        Own("/home/ann");
        Plan plan = await PlanAsync(Sandbox.Text("/home/ann/.config/evil", "x"));
        File.CreateSymbolicLink(_box.PathOf("/home/ann/.config"), "/etc");
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => Home().ApplyAsync(plan));
        Assert.NotEmpty(refused.Errors);
        Assert.Equal(["group", "passwd"], Directory.EnumerateFiles(_box.PathOf("/etc")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_secret_that_its_user_may_not_read_is_not_read_for_him()
    {
        Accounts();
        Own("/home/ann");
        _box.Write("/etc/shadow", "root:secret\n", 0x180);
        File.CreateSymbolicLink(_box.PathOf("/home/ann/dir"), "/etc");
        Plan plan = await PlanAsync(Sandbox.Text("/home/ann/dir/shadow", "x") with { Collision = CollisionPolicy.Backup });
        Assert.False(plan.CanApply);
        Assert.DoesNotContain(plan.ToLines(), static line => line.Contains("root:secret", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_planted_state_directory_is_not_written_to()
    {
        Accounts();
        Own("/home/ann/.local/state");
        Directory.CreateDirectory(_box.PathOf("/srv/precious"));
        File.CreateSymbolicLink(_box.PathOf("/home/ann/.local/state/hosttools"), "/srv/precious");
        Plan plan = await PlanAsync(Sandbox.Text("/home/ann/.rc", "x"));
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => Home().ApplyAsync(plan));
        Assert.Equal("StateNotWritable", refused.Errors[0].Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.PathOf("/srv/precious")));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_home_of_somebody_else_is_refused(bool isLink)
    {
        Accounts();
        Directory.CreateDirectory(_box.PathOf("/root"));
        Directory.CreateDirectory(_box.PathOf("/home"));
        if (isLink)
            File.CreateSymbolicLink(_box.PathOf("/home/ann"), "/root");
        else
            Directory.CreateDirectory(_box.PathOf("/home/ann"));
        Plan plan = await PlanAsync(Sandbox.Text("/home/ann/.rc", "x"));
        Assert.Equal("HomeOfAnother", Assert.Single(plan.Errors).Id);
    }

    [SkippableFact]
    public async Task A_user_without_an_account_is_named()
    {
        Accounts();
        var session = new ActivationSession(Target.Home(_box.Target, "eve"), _box.Clock, _box.Processes);
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => session.PlanAsync(Sandbox.Set(Sandbox.Text("/home/eve/.rc", "x")), Sandbox.Context));
        Assert.Equal("AccountMissing", refused.Errors[0].Id);
    }

    [SkippableFact]
    public async Task A_file_of_roots_in_a_home_is_replaced_and_undone_as_its_user_could()
    {
        Accounts();
        Own("/home/ann");
        _box.Write("/home/ann/.rc", "root's\n");
        FileResource wanted = Sandbox.Text("/home/ann/.rc", "ours\n") with { Collision = CollisionPolicy.Backup };
        var failing = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, _box.Processes)
        {
            Faults = static point =>
            {
                if (point == "switch")
                    throw new IOException("injected");
            },
        };
        HostToolsException undone = await Assert.ThrowsAsync<HostToolsException>(async () => await failing.ApplyAsync(await PlanAsync(wanted)));
        Assert.Equal(["StepFailed", "Undone"], undone.Errors.Select(static error => error.Id));
        Assert.Equal("root's\n", _box.Read("/home/ann/.rc"));
        await ApplyAsync(wanted);
        Assert.Equal("ours\n", _box.Read("/home/ann/.rc"));
        await ApplyAsync();
        Assert.Equal("root's\n", _box.Read("/home/ann/.rc"));
    }

    [SkippableFact]
    public async Task A_command_of_a_home_runs_as_its_user()
    {
        Accounts();
        Own("/home/ann");
        var real = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, new SystemProcessRunner());
        string told = _box.PathOf("/home/ann/told");
        await real.ApplyAsync(await real.PlanAsync(Sandbox.Set(
            Sandbox.Text("/home/ann/.rc", "x") with { Triggers = ["tell"] },
            new TriggerResource("tell") { OfflineCommand = ["/bin/sh", "-c", $"id -u > {told}; id -G >> {told}"] }), Sandbox.Context));
        Assert.Equal($"{Ann}\n{Ann}\n", File.ReadAllText(told));
    }

    /// <summary>Its user can look at what his programs were given.</summary>
    [SkippableFact]
    public async Task A_command_of_a_home_gets_nothing_of_roots_environment()
    {
        Accounts();
        Own("/home/ann");
        const string name = "HOSTTOOLS_TESTS_TOKEN";
        Environment.SetEnvironmentVariable(name, "of root");
        string told = _box.PathOf("/home/ann/told");
        var real = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, new SystemProcessRunner());
        await real.ApplyAsync(await real.PlanAsync(Sandbox.Set(
            Sandbox.Text("/home/ann/.rc", "x") with { Triggers = ["tell"] },
            new TriggerResource("tell") { OfflineCommand = ["/bin/sh", "-c", $"env > {told}"] }), Sandbox.Context));
        Environment.SetEnvironmentVariable(name, null);

        Assert.DoesNotContain(name, File.ReadAllText(told), StringComparison.Ordinal);
        Assert.Contains("PATH=", File.ReadAllText(told), StringComparison.Ordinal);
    }

    /// <summary>The journal lies in the home, so its user can write into it what root is to run when it is undone.</summary>
    [SkippableFact]
    public async Task A_command_that_the_user_wrote_into_the_journal_runs_as_its_user()
    {
        Accounts();
        Own("/home/ann");
        string told = _box.PathOf("/home/ann/told");
        var real = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, new SystemProcessRunner());
        using var sync = new SyncGroup();
        (_, OperationContext context) = real.Begin(sync, new ApplyOptions(), null, null);
        using var record = JsonDocument.Parse(JsonSerializer.Serialize(new { name = "evil", command = new[] { "/bin/sh", "-c", $"id -u > {told}" } }));
        await new TriggerUndo().UndoAsync(record.RootElement, context, CancellationToken.None);
        Assert.Equal($"{Ann}\n", File.ReadAllText(told));
    }

    [SkippableTheory]
    [InlineData("/home/bob/ann", 4002, 0x1ED)]
    [InlineData("/home/bob/deep/ann", 4002, 0x1ED)]
    [InlineData("/srv/open/ann", 0, 0x1FF)]
    public async Task A_home_is_not_made_where_others_could_put_something_in_its_place(string home, int owner, int mode)
    {
        Accounts();
        string above = home.StartsWith("/srv", StringComparison.Ordinal) ? "/srv/open" : "/home/bob";
        Directory.CreateDirectory(_box.PathOf(above));
        Root.At(_box.Root).SetOwner(above, owner, owner);
        Root.At(_box.Root).SetMode(above, mode);
        var session = new ActivationSession(Target.Home(_box.Target, "ann", home), _box.Clock, _box.Processes);
        Plan plan = await session.PlanAsync(Sandbox.Set(Sandbox.Text(home + "/.rc", "x")), Sandbox.Context);
        Assert.Equal("HomeUnsafe", Assert.Single(plan.Errors).Id);
        HostToolsException refused = Assert.Throws<HostToolsException>(() => session.Target.MakeState());
        Assert.Equal("HomeUnsafe", Assert.Single(refused.Errors).Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.PathOf(above)));
    }

    private ActivationSession Home() => new(Target.Home(_box.Target, "ann"), _box.Clock, _box.Processes);

    private Task<Plan> PlanAsync(params Resource[] resources) => Home().PlanAsync(Sandbox.Set(resources), Sandbox.Context);

    private async Task<ApplyResult> ApplyAsync(params Resource[] resources) => await Home().ApplyAsync(await PlanAsync(resources));

    private void Accounts()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root to act as somebody else");
        _box.Write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nann:x:4001:4001::/home/ann:/bin/sh\n");
        _box.Write("/etc/group", "root:x:0:\nann:x:4001:\n");
    }

    /// <summary>Directories of ann's, those below /home all of them.</summary>
    private void Own(string path)
    {
        Directory.CreateDirectory(_box.PathOf(path));
        for (string at = path; at != "/home"; at = RootPath.ParentOf(at))
            Root.At(_box.Root).SetOwner(at, Ann, Ann);
    }

    private (int User, int Group) OwnerOf(string path) => Root.At(_box.Root).Stat(path) is { } found ? (found.UserId, found.GroupId) : (-1, -1);
}
