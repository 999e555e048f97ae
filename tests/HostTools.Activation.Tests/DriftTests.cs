using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class DriftTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Every_sort_of_change_by_hand_is_found_and_an_apply_puts_it_right()
    {
        Resource[] wanted =
        [
            Sandbox.Text("/etc/content", "one\ntwo\n"), Sandbox.Text("/etc/gone", "g"), Sandbox.Text("/etc/mode", "m") with { Mode = 0x1A4 },
            Sandbox.Text("/etc/type", "t"), new LinkResource("/etc/link", "content"), new DirectoryResource("/srv") { Mode = 0x1ED },
            Sandbox.Text("/etc/free", "no mode is asked for"),
        ];
        await _box.ApplyAsync(wanted);
        Assert.Empty(await _box.Session.DriftAsync());
        IReadOnlyList<string> good = _box.Tree();
        File.WriteAllText(_box.PathOf("/etc/content"), "one\nTWO\n");
        File.Delete(_box.PathOf("/etc/gone"));
        File.SetUnixFileMode(_box.PathOf("/etc/mode"), (UnixFileMode)0x180);
        File.Delete(_box.PathOf("/etc/type"));
        File.CreateSymbolicLink(_box.PathOf("/etc/type"), "x");
        File.Delete(_box.PathOf("/etc/link"));
        File.CreateSymbolicLink(_box.PathOf("/etc/link"), "other");
        File.SetUnixFileMode(_box.PathOf("/srv"), (UnixFileMode)0x1C0);

        IReadOnlyList<Drift> drift = await _box.Session.DriftAsync();

        Assert.Equal(
        [
            "/etc/content Content content was changed", "/etc/gone Missing is gone",
            "/etc/link Content leads to 'other', should lead to 'content'", "/etc/mode Metadata mode is 0600, should be 0644",
            "/etc/type Type a symbolic link to 'x' stands where a file was applied", "/srv Metadata mode is 0700, should be 0755",
        ], drift.Select(static item => $"{item.Path} {item.Difference} {item.Detail}"));
        Assert.Equal("--- /etc/content\n+++ /etc/content\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO", drift[0].Diff);
        await _box.ApplyAsync(wanted);
        Assert.Equal(good, _box.Tree());
    }

    [Fact]
    public async Task It_is_said_whose_a_changed_thing_is_and_when_that_was()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);
        _box.Write("/etc/passwd", $"root:x:0:0::/root:/bin/sh\nann:x:{(Environment.IsPrivilegedProcess ? 4001 : Root.At(_box.Root).StatFollowed("/")!.Value.UserId)}:1::/:/bin/sh\n");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"), Sandbox.Text("/etc/moved", "m"), Sandbox.Text("/etc/gone", "g"));
        File.WriteAllText(_box.PathOf("/etc/a"), "changed");
        if (Environment.IsPrivilegedProcess)
            Root.At(_box.Root).SetOwner("/etc/a", 4001, 1);
        // As mv and cp -p do: the time of the content is an old one.
        File.WriteAllText(_box.PathOf("/etc/moved"), "from elsewhere");
        File.SetLastWriteTimeUtc(_box.PathOf("/etc/moved"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Delete(_box.PathOf("/etc/gone"));

        IReadOnlyList<Drift> drift = await _box.Session.DriftAsync();

        Assert.Equal(["/etc/a", "/etc/gone", "/etc/moved"], drift.Select(static item => item.Path));
        Assert.Equal("ann", drift[0].Owner);
        Assert.Equal((null, null), (drift[1].Owner, drift[1].ChangedAt));
        Assert.All([drift[0], drift[2]], item => Assert.InRange(item.ChangedAt!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1)));
    }

    [Fact]
    public async Task A_mode_changed_by_hand_is_drift_also_where_none_was_asked_for_and_a_plan_puts_it_back()
    {
        Resource[] wanted = [Sandbox.Text("/etc/a", "a"), new DirectoryResource("/srv")];
        await _box.ApplyAsync(wanted);
        File.SetUnixFileMode(_box.PathOf("/etc/a"), (UnixFileMode)0x1FF);
        File.SetUnixFileMode(_box.PathOf("/srv"), (UnixFileMode)0x1C0);

        Assert.Equal(
            ["/etc/a: mode is 0777, was 0644 when applied", "/srv: mode is 0700, was 0755 when applied"],
            (await _box.Session.DriftAsync()).Select(static drift => drift.ToString()));
        Plan plan = await _box.PlanAsync(wanted);
        Assert.Equal(
            ["~ change file /etc/a (mode is 0777, was 0644 when applied)", "~ change directory /srv (mode is 0700, was 0755 when applied)"],
            plan.Changes.Select(static change => change.Summary));
        await _box.Session.ApplyAsync(plan);

        Assert.Equal((0x1A4, 0x1ED), (_box.ModeOf("/etc/a"), _box.ModeOf("/srv")));
        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Empty((await _box.PlanAsync(wanted)).Changes);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("replaced")]
    public async Task What_was_adopted_or_replaced_keeps_the_mode_it_had_then(string content)
    {
        FileResource wanted = Sandbox.Text("/etc/a", "same") with { Collision = CollisionPolicy.Backup };
        _box.Write("/etc/a", content, 0x1A0);
        await _box.ApplyAsync(wanted);
        Assert.Equal(0x1A0, _box.ModeOf("/etc/a"));
        Assert.Empty(await _box.Session.DriftAsync());
        File.SetUnixFileMode(_box.PathOf("/etc/a"), (UnixFileMode)0x1FF);

        Assert.Equal("mode is 0777, was 0640 when applied", Assert.Single(await _box.Session.DriftAsync()).Detail);
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "new content") with { Collision = CollisionPolicy.Backup });

        Assert.Equal(0x1A0, _box.ModeOf("/etc/a"));
    }

    [Fact]
    public async Task The_mode_of_a_seed_and_of_a_file_with_our_lines_is_its_users()
    {
        Resource[] wanted =
        [
            Sandbox.Text("/etc/rc", "ours\n") with { Ownership = FileOwnership.Block }, Sandbox.Text("/etc/seed", "s") with { Ownership = FileOwnership.Seed },
        ];
        _box.Write("/etc/rc", "theirs\n");
        await _box.ApplyAsync(wanted);
        File.SetUnixFileMode(_box.PathOf("/etc/rc"), (UnixFileMode)0x180);
        File.SetUnixFileMode(_box.PathOf("/etc/seed"), (UnixFileMode)0x180);

        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Empty((await _box.PlanAsync(wanted)).Changes);
        Assert.Empty((await _box.Session.PlanRestoreAsync(1, "draxel")).Changes);
        await _box.ApplyAsync(wanted[0], Sandbox.Text("/etc/seed", "s"));
        Assert.Equal((0x180, 0x180), (_box.ModeOf("/etc/rc"), _box.ModeOf("/etc/seed")));
    }

    [SkippableFact]
    public async Task An_owner_changed_by_hand_is_drift_also_where_none_was_asked_for()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        Root.At(_box.Root).SetOwner("/etc/a", 12, 34);

        Assert.Equal("owner is 12, was 0 when applied; group is 34, was 0 when applied", Assert.Single(await _box.Session.DriftAsync()).Detail);
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Equal(0, Root.At(_box.Root).Stat("/etc/a")!.Value.UserId);
    }

    [Fact]
    public async Task A_target_never_applied_to_has_no_drift() => Assert.Empty(await _box.Session.DriftAsync());
}
