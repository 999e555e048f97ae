using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>What waits to be confirmed stays when somebody confirms it, goes back when nobody does, and nothing else is applied meanwhile.</summary>
public sealed class ConfirmationTests : IDisposable
{
    private static readonly ApplyOptions s_minute = new() { ConfirmWithin = TimeSpan.FromMinutes(1) };

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task What_is_confirmed_stays()
    {
        await ApplyUnconfirmedAsync("one");
        Assert.Equal(_box.Clock.UtcNow.AddMinutes(1), _box.Session.Generations.Current!.ConfirmUntil);
        Confirmation waiting = _box.Session.Unconfirmed!;
        Assert.Equal(("draxel", 1, 0), (waiting.User, waiting.Targets[0].Generation, waiting.Targets[0].BaseGeneration));

        Generation confirmed = await _box.Session.ConfirmAsync("draxel");

        Assert.Equal((1, null), (confirmed.Number, confirmed.ConfirmUntil));
        _box.Clock.UtcNow += TimeSpan.FromHours(1);
        Assert.Null(await _box.Session.TakeBackExpiredAsync());
        await _box.ApplyAsync(Sandbox.Text("/etc/b", "b"), Sandbox.Text("/etc/a", "one"));
        Assert.Equal(("one", "b"), (_box.Read("/etc/a"), _box.Read("/etc/b")));
        Assert.Equal("ConfirmationMissing", await RefusedAsync(() => _box.Session.ConfirmAsync("draxel")));
    }

    /// <summary>Whoever applies to all homes, as root does, reads what each of their users may have written there.</summary>
    [Fact]
    public async Task What_lies_in_a_home_takes_back_no_other_home()
    {
        ActivationSession Home(string user) => new(Target.Home(_box.Target, user), _box.Clock, _box.Processes);
        foreach ((string user, string text) in new[] { ("bob", "one"), ("bob", "two"), ("ann", "hers") })
            await Home(user).ApplyAsync(await Home(user).PlanAsync(Sandbox.Set(Sandbox.Text($"/home/{user}/.rc", text)), Sandbox.Context));
        Generation bobs = Home("bob").Generations.Current!;
        ConfirmationMarker.Write(Home("ann").Target.State, new Confirmation(_box.Clock.UtcNow, "ann", [new UnconfirmedTarget("bob", "/home/bob", bobs.Number, bobs.CreatedAt, 1)]));

        Assert.Null(Home("ann").Unconfirmed);
        Assert.Null(await Home("ann").TakeBackExpiredAsync());
        Assert.Equal("two", _box.Read("/home/bob/.rc"));
    }

    [Fact]
    public async Task What_is_not_confirmed_is_taken_back_by_the_next_apply()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        IReadOnlyList<string> before = _box.Tree();
        await ApplyUnconfirmedAsync("two");
        _box.Clock.UtcNow += TimeSpan.FromMinutes(1);
        Assert.Equal("ConfirmationExpired", await RefusedAsync(() => _box.Session.ConfirmAsync("draxel")));
        Plan next = await _box.PlanAsync(Sandbox.Text("/etc/a", "three"));

        Assert.Equal("PlanStale", await RefusedAsync(() => _box.Session.ApplyAsync(next)));

        Assert.Equal(before, _box.Tree());
        Assert.Equal((3, 1), (_box.Session.Generations.Current!.Number, _box.Session.Generations.Current.RestoredFrom));
        Assert.False(_box.Exists("/var/lib/hosttools/confirm"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "three"));
        Assert.Equal("three", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Before_the_first_generation_there_was_nothing_and_what_was_replaced_comes_back()
    {
        _box.Write("/etc/a", "by hand");
        IReadOnlyList<string> before = _box.Tree();
        await _box.Session.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "one") with { Collision = Resources.CollisionPolicy.Force }, Sandbox.Text("/etc/b", "b")), s_minute);
        Assert.True(_box.Exists("/etc/b"));
        _box.Clock.UtcNow += TimeSpan.FromMinutes(1);

        Assert.NotNull(await _box.NewSession().TakeBackExpiredAsync());

        Assert.Equal(before, _box.Tree());
        Assert.Null(_box.Session.Unconfirmed);
    }

    [Fact]
    public async Task While_something_waits_only_the_way_back_is_open()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "zero"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        await ApplyUnconfirmedAsync("two");
        Plan other = await _box.PlanAsync(Sandbox.Text("/etc/a", "three"));
        Plan back = await _box.Session.PlanRestoreAsync(2, "draxel");

        Assert.Equal("ConfirmationPending", await RefusedAsync(() => _box.Session.ApplyAsync(other)));
        Assert.Equal("ConfirmationPending", await RefusedAsync(() => _box.RestoreAsync(1)));
        Assert.Equal("ConfirmationPending", await RefusedAsync(() => _box.Session.ApplyAsync(back, s_minute)));
        Assert.Equal("ConfirmationPending", await RefusedAsync(() => _box.Session.Generations.PruneAsync(1, null)));
        Assert.Equal("two", _box.Read("/etc/a"));

        await _box.Session.ApplyAsync(back);
        Assert.Equal("one", _box.Read("/etc/a"));
        Assert.Null(_box.Session.Unconfirmed);
        Assert.False(_box.Exists("/var/lib/hosttools/confirm"));
    }

    [Fact]
    public async Task Where_nothing_changes_nothing_waits()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        await ApplyUnconfirmedAsync("one");
        Assert.Null(_box.Session.Unconfirmed);
        Assert.False(_box.Exists("/var/lib/hosttools/confirm"));
    }

    [Fact]
    public async Task A_kill_at_any_step_leaves_the_old_without_or_the_new_to_be_confirmed()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        var copies = new List<(string Point, string Folder)>();
        ActivationSession session = _box.NewSession(point => copies.Add((point, Copy(copies.Count))));
        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/a", "two")), Sandbox.Context), s_minute);

        int old = 0;
        int made = 0;
        foreach ((string point, string folder) in copies)
        {
            foreach (RepairDirection direction in new[] { RepairDirection.Forward, RepairDirection.Back })
            {
                string copy = folder + direction;
                Run("cp", "-a", folder, copy);
                ActivationSession killed = new(Target.Folder(copy), _box.Clock, _box.Processes);
                try
                {
                    await killed.RepairAsync(direction);
                }
                catch (HostToolsException refused) when (refused.Errors[0].Id == "CannotGoForward")
                {
                    await killed.RepairAsync(RepairDirection.Back);
                }

                bool isNew = killed.Generations.Current!.Number == 2;
                (old, made) = isNew ? (old, made + 1) : (old + 1, made);
                Assert.True(File.ReadAllText(Path.Join(copy, "etc/a")) == (isNew ? "two" : "one"), point);
                Assert.True(killed.Unconfirmed is not null == isNew, $"killed at {point}, {direction}");
                // What a killed apply has left does not hold for the next one, which takes its number.
                if (isNew)
                    continue;
                await killed.ApplyAsync(await killed.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/a", "three")), Sandbox.Context));
                Assert.True(killed.Unconfirmed is null && !File.Exists(Path.Join(copy, "var/lib/hosttools/confirm")), point);
            }
        }

        Assert.True(old > 0 && made > 0, $"{old} old, {made} new");
    }

    [Fact]
    public async Task A_kill_while_it_is_taken_back_is_put_right()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        await ApplyUnconfirmedAsync("two");
        _box.Clock.UtcNow += TimeSpan.FromMinutes(1);
        var copies = new List<string>();
        await _box.NewSession(_ => copies.Add(Copy(copies.Count))).TakeBackExpiredAsync();
        Assert.NotEmpty(copies);

        foreach (string copy in copies)
        {
            ActivationSession killed = new(Target.Folder(copy), _box.Clock, _box.Processes);
            await killed.TakeBackExpiredAsync();
            await killed.RepairAsync(RepairDirection.Back);
            Assert.Equal("one", File.ReadAllText(Path.Join(copy, "etc/a")));
            Assert.Null(killed.Unconfirmed);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_machine_and_a_home_are_confirmed_or_taken_back_together(bool isConfirmed)
    {
        await GroupScenario.Of("first").PrepareAsync(_box.Root);
        IReadOnlyList<string> before = GroupScenario.Tree(_box.Root);
        ActivationSession home = new(Target.Home(_box.Target, "bob"), _box.Clock, _box.Processes);
        Plan ofMachine = await _box.PlanAsync(Sandbox.Text("/etc/motd", "m"));
        Plan ofHome = await home.PlanAsync(Sandbox.Set(Sandbox.Text("/home/bob/.new", "n")), Sandbox.Context);
        await new GroupApply(_box.Session, [(_box.Session, ofMachine), (home, ofHome)]).ApplyAsync(s_minute);
        Assert.Equal(2, home.Unconfirmed!.Targets.Count);
        Assert.All([_box.Session, home], static session => Assert.NotNull(session.Generations.Current!.ConfirmUntil));
        Plan alone = await home.PlanAsync(Sandbox.Set(Sandbox.Text("/home/bob/.new", "other")), Sandbox.Context);
        Assert.Equal("ConfirmationPending", await RefusedAsync(() => home.ApplyAsync(alone)));

        if (isConfirmed)
            await home.ConfirmAsync("bob");
        _box.Clock.UtcNow += TimeSpan.FromMinutes(1);
        Assert.Equal(isConfirmed, await home.TakeBackExpiredAsync() is null);

        Assert.Equal(isConfirmed, _box.Exists("/etc/motd"));
        Assert.Equal(isConfirmed, _box.Exists("/home/bob/.new"));
        if (!isConfirmed)
            Assert.Equal(before, GroupScenario.Tree(_box.Root));
        Assert.Null(_box.Session.Unconfirmed);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":2}""")]
    [InlineData("""{"version":1,"until":"2026-01-01T00:00:00Z","user":"x","targets":[{"user":"../etc","directory":"/home/x","generation":1,"createdAt":"2026-01-01T00:00:00Z","base":0}]}""")]
    public async Task A_damaged_marker_says_what_to_do(string text)
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        _box.Write("/var/lib/hosttools/confirm", text);
        HostToolsException refused = Assert.Throws<HostToolsException>(() => _box.Session.Unconfirmed);
        Assert.Equal("ConfirmationDamaged", Assert.Single(refused.Errors).Id);
        Assert.Contains("Remove the file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_record_of_what_waits_for_a_start_is_told()
    {
        _box.Write("/var/lib/hosttools/pending", "{ \"version\": 1, \"plans\": [\"../../../etc\"] }");
        HostToolsException refused = Assert.Throws<HostToolsException>(() => _box.Session.Pending);
        Assert.Equal("PendingDamaged", Assert.Single(refused.Errors).Id);
    }

    private async Task ApplyUnconfirmedAsync(string text) => await _box.Session.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", text)), s_minute);

    private static async Task<string> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<HostToolsException>(call)).Errors[0].Id;

    private string Copy(int number)
    {
        string copy = Path.Join(_box.Base, $"copy{number}");
        Run("cp", "-a", _box.Root, copy);
        return copy;
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
