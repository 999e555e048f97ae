using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class CollisionTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task All_collisions_are_named_together_and_nothing_is_written()
    {
        _box.Write("/etc/a", "theirs");
        Directory.CreateDirectory(_box.PathOf("/etc/b"));
        File.CreateSymbolicLink(_box.PathOf("/etc/c"), "nowhere");
        _box.Write("/etc/d", "theirs");
        IReadOnlyList<string> before = TreeOf.Folder(_box.Root, withoutState: false);
        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/etc/a", "a"), Sandbox.Text("/etc/b", "b"), Sandbox.Text("/etc/c", "c"),
            Sandbox.Text("/etc/d/below", "d"), Sandbox.Text("/etc/fine", "fine"));

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.ApplyAsync(plan));

        Assert.Equal(["file:/etc/a", "file:/etc/b", "file:/etc/c"],
            refused.Errors.Where(static error => error.Id == "PathTaken").Select(static error => $"{error.Target}").Order(StringComparer.Ordinal));
        Assert.Contains(refused.Errors, static error => error.Message.StartsWith("'/etc/c' cannot be made: a symbolic link to 'nowhere' that is not ours", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, static error => error.Id == "ParentNotDirectory" && error.Message.Contains("/etc/d", StringComparison.Ordinal));
        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
        Assert.False(plan.CanApply);
        Assert.Contains(plan.ToLines(), static line => line.StartsWith("In the way: '/etc/a'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CollisionPolicy.Error)]
    [InlineData(CollisionPolicy.Adopt)]
    [InlineData(CollisionPolicy.Backup)]
    public async Task Identical_content_is_adopted_without_a_write(CollisionPolicy policy)
    {
        _box.Write("/etc/a", "same", 0x180);
        DateTime written = File.GetLastWriteTimeUtc(_box.PathOf("/etc/a")).AddDays(-1);
        File.SetLastWriteTimeUtc(_box.PathOf("/etc/a"), written);

        ApplyResult result = await _box.ApplyAsync(Sandbox.Text("/etc/a", "same") with { Collision = policy });

        Assert.Equal(ChangeAction.Adopt, Assert.Single(result.Changes).Action);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_box.PathOf("/etc/a")));
        Assert.Equal(0x180, _box.ModeOf("/etc/a"));
    }

    [Fact]
    public async Task A_link_of_which_only_the_name_matters_stays_when_it_leads_to_that_name()
    {
        Directory.CreateDirectory(_box.PathOf("/etc/wants"));
        File.CreateSymbolicLink(_box.PathOf("/etc/wants/a.service"), "/lib/units/a.service");
        File.CreateSymbolicLink(_box.PathOf("/etc/wants/b.service"), "/lib/units/other.service");
        LinkResource[] links =
        [
            new("/etc/wants/a.service", "/usr/lib/units/a.service") { IsByName = true, Collision = CollisionPolicy.Backup },
            new("/etc/wants/b.service", "/usr/lib/units/b.service") { IsByName = true, Collision = CollisionPolicy.Backup },
        ];
        ApplyResult result = await _box.ApplyAsync(links);
        Assert.Equal([ChangeAction.Adopt, ChangeAction.Replace], result.Changes.Select(static change => change.Action));
        Assert.Equal("/lib/units/a.service", new FileInfo(_box.PathOf("/etc/wants/a.service")).LinkTarget);
        Assert.Equal("/usr/lib/units/b.service", new FileInfo(_box.PathOf("/etc/wants/b.service")).LinkTarget);
        Assert.Empty(await _box.Session.DriftAsync());
        Assert.False((await _box.PlanAsync(links)).HasChanges);
        await _box.ApplyAsync();
        Assert.Equal("/lib/units/a.service", new FileInfo(_box.PathOf("/etc/wants/a.service")).LinkTarget);
        Assert.Equal("/lib/units/other.service", new FileInfo(_box.PathOf("/etc/wants/b.service")).LinkTarget);
    }

    [Fact]
    public async Task What_was_adopted_stays_when_it_is_no_longer_declared()
    {
        _box.Write("/etc/a", "same", 0x180);
        IReadOnlyList<string> before = _box.Tree();
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "same") with { Mode = 0x1A4 });
        Assert.Equal(0x1A4, _box.ModeOf("/etc/a"));

        await _box.ApplyAsync();

        Assert.Equal(before, _box.Tree());
    }

    [Theory]
    [InlineData(CollisionPolicy.Backup)]
    [InlineData(CollisionPolicy.Force)]
    public async Task What_was_replaced_comes_back_byte_for_byte(CollisionPolicy policy)
    {
        _box.Write("/etc/a", "theirs", 0x1ED);
        File.CreateSymbolicLink(_box.PathOf("/etc/b"), "nowhere");
        IReadOnlyList<string> before = _box.Tree();

        await _box.ApplyAsync(
            Sandbox.Text("/etc/a", "ours") with { Collision = policy, Mode = 0x180 },
            Sandbox.Text("/etc/b", "ours") with { Collision = policy });
        Assert.Equal("ours", _box.Read("/etc/b"));
        await _box.ApplyAsync(
            Sandbox.Text("/etc/a", "ours, changed") with { Collision = policy },
            Sandbox.Text("/etc/b", "ours, changed") with { Collision = policy });
        Plan plan = await _box.PlanAsync();
        Assert.All(plan.Changes, static change => Assert.Equal(ChangeAction.RestoreOriginal, change.Action));
        await _box.Session.ApplyAsync(plan);

        Assert.Equal(before, _box.Tree());
    }

    [Fact]
    public async Task A_second_backup_of_the_same_path_disturbs_none_before()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/keep", "k"));
        foreach (string version in new[] { "first", "second" })
        {
            _box.Write("/etc/a", version);
            await _box.ApplyAsync(Sandbox.Text("/etc/keep", "k"), Sandbox.Text("/etc/a", "ours") with { Collision = CollisionPolicy.Backup });
            await _box.ApplyAsync(Sandbox.Text("/etc/keep", "k"));
            Assert.Equal(version, _box.Read("/etc/a"));
        }
    }

    [Fact]
    public async Task A_file_changed_by_hand_is_kept_when_it_is_no_longer_declared()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        File.WriteAllText(_box.PathOf("/etc/a"), "my work");

        Plan plan = await _box.PlanAsync();
        string line = Assert.Single(plan.ToLines(), static line => line.Contains("file /etc/a", StringComparison.Ordinal));
        await _box.Session.ApplyAsync(plan);

        Assert.False(_box.Exists("/etc/a"));
        string kept = line[line.IndexOf("/var/lib/hosttools/store", StringComparison.Ordinal)..].TrimEnd(')');
        Assert.Equal("my work", _box.Read(kept));
        await _box.Session.Generations.PruneAsync(keep: 1, olderThan: null);
        Assert.Equal("my work", _box.Read(kept));
    }

    [Fact]
    public async Task A_file_changed_by_hand_is_kept_when_it_is_written_again()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        File.WriteAllText(_box.PathOf("/etc/a"), "my work");

        ApplyResult result = await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));

        Assert.Equal("ours", _box.Read("/etc/a"));
        Assert.Contains("changed by hand", Assert.Single(result.Changes).Summary, StringComparison.Ordinal);
        Assert.Contains("+ours", Assert.Single(result.Changes).Diff, StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(Path.Join(_box.Root, Target.StatePath, "store"), "*", SearchOption.AllDirectories), static file => File.ReadAllText(file) == "my work");
    }

    [Fact]
    public async Task A_thing_put_there_by_hand_is_never_deleted()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"), Sandbox.Text("/etc/b", "ours"));
        File.Delete(_box.PathOf("/etc/a"));
        File.CreateSymbolicLink(_box.PathOf("/etc/a"), "mine");
        File.Delete(_box.PathOf("/etc/b"));
        Directory.CreateDirectory(_box.PathOf("/etc/b/mine"));

        Plan plan = await _box.PlanAsync();
        await _box.Session.ApplyAsync(plan);

        Assert.Equal("mine", new FileInfo(_box.PathOf("/etc/a")).LinkTarget);
        Assert.True(Directory.Exists(_box.PathOf("/etc/b/mine")));
        Assert.Equal(2, plan.Warnings.Count);
    }

    [Fact]
    public async Task Adopted_and_then_changed_by_hand_stays_as_it_is()
    {
        _box.Write("/etc/a", "same");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "same"));
        File.WriteAllText(_box.PathOf("/etc/a"), "mine, later");

        await _box.ApplyAsync();

        Assert.Equal("mine, later", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Going_back_is_not_stopped_by_what_stands_there_now()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours"));
        await _box.ApplyAsync();
        _box.Write("/etc/a", "somebody's");

        await _box.RestoreAsync(1);
        Assert.Equal("ours", _box.Read("/etc/a"));

        await _box.ApplyAsync();
        Assert.Equal("somebody's", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task A_directory_that_was_there_keeps_its_mode_after_us()
    {
        Directory.CreateDirectory(_box.PathOf("/srv"));
        File.SetUnixFileMode(_box.PathOf("/srv"), (UnixFileMode)0x1F8);
        IReadOnlyList<string> before = _box.Tree();
        await _box.ApplyAsync(new DirectoryResource("/srv") { Mode = 0x1C0 });
        Assert.Equal(0x1C0, _box.ModeOf("/srv"));

        await _box.ApplyAsync();

        Assert.Equal(before, _box.Tree());
    }
}
