using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A target from which everything is removed is as it was before the first apply.</summary>
public sealed class RemovalTests : IDisposable
{
    private static readonly string[] s_steps =
        ["remove state", "removed /current", "removed /leases", "removed /generations", "removed /store", "removed /journal"];

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    public static TheoryData<string> Steps => [.. s_steps];

    private static Resource[] Wanted(string text) =>
    [
        Sandbox.Text("/etc/replaced", text) with { Collision = CollisionPolicy.Backup, Mode = 0x180 },
        Sandbox.Text("/etc/new/deep/file", text),
        Sandbox.Text("/etc/block", text + "\n") with { Ownership = FileOwnership.Block, CommentPrefix = "#" },
        Sandbox.Text("/etc/seed", "seeded") with { Ownership = FileOwnership.Seed },
        Sandbox.Text("/etc/adopted", "as wanted") with { Collision = CollisionPolicy.Adopt },
        new DirectoryResource("/etc/conf.d") { IsExact = true, Mode = 0x1C0 },
        new DirectoryResource("/var/lib/" + text),
        new LinkResource("/etc/link", "/etc/" + text) { Collision = CollisionPolicy.Backup },
    ];

    private IReadOnlyList<string> Fill()
    {
        _box.Write("/etc/replaced", "theirs", 0x1ED);
        _box.Write("/etc/block", "first\nlast\n", 0x1B4);
        _box.Write("/etc/adopted", "as wanted", 0x1A4);
        _box.Write("/etc/conf.d/old", "old", 0x100);
        File.CreateSymbolicLink(_box.PathOf("/etc/link"), "nowhere");
        return TreeOf.Folder(_box.Root, withoutState: false);
    }

    private static async Task<StateRemoval> RemoveAsync(ActivationSession session)
    {
        ApplyResult applied = await session.ApplyAsync(await session.PlanRemovalAsync("draxel"));
        return await session.RemoveStateAsync(applied, "draxel");
    }

    [Fact]
    public async Task All_that_was_there_is_there_again_and_nothing_else()
    {
        IReadOnlyList<string> before = Fill();
        await _box.ApplyAsync(Wanted("one"));
        await _box.ApplyAsync(Wanted("two"));
        await _box.RestoreAsync(1);
        Assert.NotEqual(before, TreeOf.Folder(_box.Root, withoutState: false));

        StateRemoval removal = await RemoveAsync(_box.Session);

        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
        Assert.Equal((4, 0), (removal.Generations, removal.Left.Count));
        Assert.Contains(removal.Changes, static change => change is { Path: "/etc/replaced", Action: ChangeAction.RestoreOriginal });
    }

    [Fact]
    public async Task A_folder_that_was_made_goes_and_state_elsewhere_too()
    {
        string root = Path.Join(_box.Base, "made/out"), state = Path.Join(_box.Base, "states/here");
        foreach (ActivationSession session in new[] { new ActivationSession(Target.Folder(root), _box.Clock, _box.Processes), new(Target.Folder(_box.Root, state), _box.Clock, _box.Processes) })
        {
            await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(Wanted("one")[1..3]), Sandbox.Context));
            await RemoveAsync(session);
        }

        Assert.Equal([_box.Root], Directory.EnumerateFileSystemEntries(_box.Base));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Root));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_removal_that_was_killed_is_finished_by_the_next(string step)
    {
        IReadOnlyList<string> before = Fill();
        await _box.ApplyAsync(Wanted("one"));
        ActivationSession killed = _box.NewSession(reached =>
        {
            if (reached == step)
                throw new IOException("injected");
        });
        await Assert.ThrowsAsync<HostToolsException>(() => RemoveAsync(killed));

        await RemoveAsync(_box.NewSession());

        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
    }

    [Fact]
    public async Task What_was_changed_by_hand_survives_the_store()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        _box.Write("/etc/a", "by hand");

        StateRemoval removal = await RemoveAsync(_box.Session);

        string kept = _box.PathOf(Target.StatePath + "/kept/etc/a");
        Assert.Equal([kept], removal.Left);
        Assert.Equal("by hand", File.ReadAllText(kept));
        Assert.False(_box.Exists("/etc"));
        Assert.False(_box.Exists(Target.StatePath + "/store"));
    }

    [Fact]
    public async Task A_seed_that_its_user_made_his_own_stays()
    {
        FileResource seed = Sandbox.Text("/etc/seed", "seeded") with { Ownership = FileOwnership.Seed };
        await _box.ApplyAsync(seed);
        _box.Write("/etc/seed", "his own");
        await _box.ApplyAsync(seed, Sandbox.Text("/etc/a", "a"));

        await RemoveAsync(_box.Session);

        Assert.Equal("his own", _box.Read("/etc/seed"));
        Assert.Equal([_box.PathOf("/etc")], Directory.EnumerateFileSystemEntries(_box.Root));
    }

    [Theory]
    [InlineData("group decide", false)]
    [InlineData("group decided", true)]
    public async Task A_machine_and_a_home_killed_once_the_account_is_gone_are_repaired(string point, bool stays)
    {
        int user = Environment.IsPrivilegedProcess ? 4001 : Root.At(_box.Root).StatFollowed("/")!.Value.UserId;
        string account = $"root:x:0:0::/root:/bin/sh\nann:x:{user}:{user}::/home/ann:/bin/sh\n", killed = Path.Join(_box.Base, "killed");
        _box.Write("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        await _box.ApplyAsync(Sandbox.Text("/etc/passwd", account) with { Collision = CollisionPolicy.Backup });
        var home = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, _box.Processes);
        await home.ApplyAsync(await home.PlanAsync(Sandbox.Set(Sandbox.Text("/home/ann/.rc", "ann")), Sandbox.Context));
        ActivationSession machine = _box.NewSession(reached =>
        {
            if (reached == point)
                System.Diagnostics.Process.Start("cp", ["-a", _box.Root, killed]).WaitForExit();
        });
        home = new ActivationSession(Assert.Single(AppliedHomes.Of(_box.Target)), _box.Clock, _box.Processes);
        await new GroupApply(machine, [(home, await home.PlanRemovalAsync("draxel")), (machine, await machine.PlanRemovalAsync("draxel"))]).ApplyAsync();
        Directory.Delete(_box.Root, recursive: true);
        Directory.Move(killed, _box.Root);
        Assert.DoesNotContain("ann", _box.Read("/etc/passwd"), StringComparison.Ordinal);

        Assert.NotNull(await _box.NewSession().RepairAsync(RepairDirection.Back));

        Assert.Equal(stays, !_box.Read("/etc/passwd").Contains("ann", StringComparison.Ordinal));
        Assert.Equal(stays, !_box.Exists("/home/ann/.rc"));
        var repaired = new ActivationSession(Assert.Single(AppliedHomes.Of(_box.Target)), _box.Clock, _box.Processes);
        Assert.Equal(stays ? 2 : 1, repaired.Generations.Current!.Number);
        Assert.Null(repaired.OpenTransaction);
    }

    [Fact]
    public async Task What_is_not_ours_in_the_state_stays_and_is_named_and_links_lead_nowhere()
    {
        string victim = Path.Join(_box.Base, "victim");
        Directory.CreateDirectory(victim);
        File.WriteAllText(Path.Join(victim, "file"), "mine");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        _box.Write(Target.StatePath + "/mine", "mine");
        Directory.CreateSymbolicLink(_box.PathOf(Target.StatePath + "/leases"), victim);

        StateRemoval removal = await RemoveAsync(_box.Session);

        Assert.Equal([_box.PathOf(Target.StatePath + "/mine")], removal.Left);
        Assert.True(File.Exists(Path.Join(victim, "file")));
        Assert.False(_box.Exists(Target.StatePath + "/leases"));
    }

    [Fact]
    public async Task Somebody_elses_apply_in_between_keeps_the_state()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        ApplyResult applied = await _box.Session.ApplyAsync(await _box.Session.PlanRemovalAsync("draxel"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "again"));

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.RemoveStateAsync(applied, "draxel"));

        Assert.Equal("PlanStale", refused.Errors[0].Id);
        Assert.Equal(3, _box.Session.Generations.Current!.Number);
    }

    [Fact]
    public async Task What_declares_nothing_but_commands_goes_as_well()
    {
        await _box.ApplyAsync(new TriggerResource("tell") { OfflineCommand = ["true"] });
        await RemoveAsync(_box.Session);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Root));
    }
}
