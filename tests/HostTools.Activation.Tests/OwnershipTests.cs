using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class OwnershipTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static FileResource Block(string text) => Sandbox.Text("/etc/rc", text) with { Ownership = FileOwnership.Block };

    [Fact]
    public async Task A_link_leads_to_the_store_and_survives_moving_the_folder()
    {
        await _box.ApplyAsync(
            Sandbox.Text("/usr/bin/tool", "#!/bin/sh\n") with { Ownership = FileOwnership.Link, Mode = 0x1ED },
            Sandbox.Text("/etc/plain", "plain") with { Ownership = FileOwnership.Link });
        string target = new FileInfo(_box.PathOf("/usr/bin/tool")).LinkTarget!;
        Assert.StartsWith("../../var/lib/hosttools/store/sha256/", target, StringComparison.Ordinal);

        string moved = _box.Root + "-moved";
        Directory.Move(_box.Root, moved);

        Assert.Equal("#!/bin/sh\n", File.ReadAllText(Path.Join(moved, "usr/bin/tool")));
        Assert.Equal(0x16D, (int)File.GetUnixFileMode(Path.GetFullPath(Path.Join(moved, "usr/bin", target))));
        Assert.Equal("plain", Root.At(moved).TryReadAllText("/etc/plain"));
        var session = new ActivationSession(Target.Folder(moved), _box.Clock, _box.Processes);
        Assert.Empty(await session.DriftAsync());
    }

    [Fact]
    public async Task A_link_below_a_linked_directory_is_right_inside_the_root()
    {
        Directory.CreateDirectory(_box.PathOf("/usr/lib"));
        File.CreateSymbolicLink(_box.PathOf("/lib"), "/usr/lib");

        await _box.ApplyAsync(Sandbox.Text("/lib/deep/file", "x") with { Ownership = FileOwnership.Link });

        Assert.Equal("x", Root.At(_box.Root).TryReadAllText("/usr/lib/deep/file"));
        Assert.Equal("x", Root.At(_box.Root).TryReadAllText("/lib/deep/file"));
    }

    [Fact]
    public async Task A_link_needs_the_state_inside_and_a_mode_for_everybody()
    {
        using var outside = new Sandbox("state");
        Plan plan = await outside.PlanAsync(Sandbox.Text("/etc/a", "a") with { Ownership = FileOwnership.Link });
        Assert.Equal("LinkNeedsInnerState", Assert.Single(plan.Errors).Id);

        plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a") with { Ownership = FileOwnership.Link, Mode = 0x180 });
        Assert.Equal("LinkModeUnsupported", Assert.Single(plan.Errors).Id);
    }

    [Fact]
    public async Task Content_of_files_not_for_everybody_is_not_for_everybody_in_the_store_either()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/wifi", "password") with { Mode = 0x180 });

        foreach (string file in Directory.EnumerateFiles(Path.Join(_box.Root, Target.StatePath, "store"), "*", SearchOption.AllDirectories))
            Assert.Equal(0x180, (int)File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_seed_is_written_once_and_then_belongs_to_the_user()
    {
        FileResource seed = Sandbox.Text("/etc/seed", "start") with { Ownership = FileOwnership.Seed };
        await _box.ApplyAsync(seed);
        File.WriteAllText(_box.PathOf("/etc/seed"), "mine");

        Assert.Empty((await _box.PlanAsync(seed)).Changes);
        Assert.Empty(await _box.Session.DriftAsync());
        await _box.ApplyAsync(seed with { Content = FileContent.FromText("another start") });
        Assert.Equal("mine", _box.Read("/etc/seed"));
        await _box.ApplyAsync();
        Assert.Equal("mine", _box.Read("/etc/seed"));
    }

    [Fact]
    public async Task A_seed_never_touches_what_is_there_and_does_not_come_back_when_deleted()
    {
        FileResource seed = Sandbox.Text("/etc/seed", "start") with { Ownership = FileOwnership.Seed };
        _box.Write("/etc/seed", "theirs");
        await _box.ApplyAsync(seed);
        Assert.Equal("theirs", _box.Read("/etc/seed"));

        using var other = new Sandbox();
        await other.ApplyAsync(seed, Sandbox.Text("/etc/b", "b"));
        File.Delete(other.PathOf("/etc/seed"));
        Assert.Empty((await other.PlanAsync(seed, Sandbox.Text("/etc/b", "b"))).Changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData("one line\n")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\r\nb")]
    [InlineData("\n")]
    [InlineData("x\n\n\n")]
    [InlineData("\uFEFFbom\n")]
    public async Task A_block_keeps_every_other_byte_and_goes_without_a_trace(string original)
    {
        _box.Write("/etc/rc", original, 0x180);
        byte[] before = File.ReadAllBytes(_box.PathOf("/etc/rc"));

        await _box.ApplyAsync(Block("ours 1\nours 2\n"));
        string with = _box.Read("/etc/rc");
        Assert.StartsWith(original.TrimStart('\uFEFF'), with.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(original.Contains('\r') ? "ours 1\r\nours 2\r\n" : "ours 1\nours 2\n", with, StringComparison.Ordinal);
        Assert.Equal(original.Length == 0 || original.EndsWith('\n'), with.EndsWith('\n'));
        Assert.Empty((await _box.PlanAsync(Block("ours 1\nours 2\n"))).Changes);
        await _box.ApplyAsync(Block("ours 3"));
        await _box.ApplyAsync();

        Assert.Equal(before, File.ReadAllBytes(_box.PathOf("/etc/rc")));
        Assert.Equal(0x180, _box.ModeOf("/etc/rc"));
    }

    [Fact]
    public async Task A_block_leaves_what_others_write_around_it()
    {
        _box.Write("/etc/rc", "a\n");
        await _box.ApplyAsync(Block("ours\n"));
        File.WriteAllText(_box.PathOf("/etc/rc"), "before\n" + _box.Read("/etc/rc") + "after\n");

        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Empty((await _box.PlanAsync(Block("ours\n"))).Changes);
        await _box.ApplyAsync(Block("other\n"));
        Assert.Equal("before\na\n# BEGIN hosttools\nother\n# END hosttools\nafter\n", _box.Read("/etc/rc"));
        await _box.ApplyAsync();
        Assert.Equal("before\na\nafter\n", _box.Read("/etc/rc"));
    }

    [Fact]
    public async Task A_block_in_a_file_of_its_own_goes_with_the_file()
    {
        await _box.ApplyAsync(Block("ours\n") with { CommentPrefix = "//", Mode = 0x180 });
        Assert.Equal("// BEGIN hosttools\nours\n// END hosttools\n", _box.Read("/etc/rc"));

        await _box.ApplyAsync();

        Assert.Empty(_box.Tree());
    }

    [Fact]
    public async Task A_block_changed_by_hand_is_drift_and_is_put_right()
    {
        _box.Write("/etc/rc", "a\n");
        await _box.ApplyAsync(Block("ours\n"));
        string good = _box.Read("/etc/rc");
        File.WriteAllText(_box.PathOf("/etc/rc"), good.Replace("ours", "hacked", StringComparison.Ordinal));

        Assert.Equal(DriftKind.Content, Assert.Single(await _box.Session.DriftAsync()).Difference);
        await _box.ApplyAsync(Block("ours\n"));

        Assert.Equal(good, _box.Read("/etc/rc"));
    }

    [Theory]
    [InlineData("# BEGIN hosttools\n", "ours", "BlockMarkersDamaged")]
    [InlineData("# END hosttools\n# BEGIN hosttools\n", "ours", "BlockMarkersDamaged")]
    [InlineData("# BEGIN hosttools\n# BEGIN hosttools\n# END hosttools\n", "ours", "BlockMarkersDamaged")]
    [InlineData("a\n", "x\n# END hosttools\ny", "BlockHoldsMarker")]
    [InlineData("a\0b", "ours", "BlockNeedsText")]
    public async Task A_block_that_cannot_be_placed_safely_is_refused(string file, string block, string error)
    {
        _box.Write("/etc/rc", file);

        Plan plan = await _box.PlanAsync(Block(block));

        Assert.Equal(error, Assert.Single(plan.Errors).Id);
    }

    [Fact]
    public async Task A_block_in_a_link_is_refused_so_that_the_link_stays()
    {
        _box.Write("/etc/real", "a");
        File.CreateSymbolicLink(_box.PathOf("/etc/rc"), "real");

        Assert.Equal("PathTaken", Assert.Single((await _box.PlanAsync(Block("x"))).Errors).Id);
    }

    [SkippableFact]
    public async Task Owners_are_numbers_or_names_of_the_target()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root");
        _box.Write("/etc/passwd", "root:x:0:0::/:\nweb:x:1234:77::/:\n");
        _box.Write("/etc/group", "www:x:77:\n");
        Plan missing = await _box.PlanAsync(Sandbox.Text("/srv/a", "a") with { Owner = "nobodyhere", Group = "neither" });
        HostError error = Assert.Single(missing.Errors);
        Assert.Equal("OwnerMissing", error.Id);
        Assert.Contains("user 'nobodyhere' and no group 'neither'", error.Message, StringComparison.Ordinal);

        await _box.ApplyAsync(
            Sandbox.Text("/srv/a", "a") with { Owner = "web", Group = "www" }, Sandbox.Text("/srv/b", "b") with { Owner = "5", Group = "6", Mode = 0x9ED });

        FileStatus a = Root.At(_box.Root).Stat("/srv/a")!.Value;
        FileStatus b = Root.At(_box.Root).Stat("/srv/b")!.Value;
        Assert.Equal((1234, 77), (a.UserId, a.GroupId));
        Assert.Equal((5, 6, 0x9ED), (b.UserId, b.GroupId, b.Mode));
        Root.At(_box.Root).SetOwner("/srv/a", 1, 1);
        Assert.Contains("owner is 1, should be 1234", Assert.Single(await _box.Session.DriftAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_of_a_plain_folder_are_recorded_and_shown()
    {
        ApplyResult result = await _box.ApplyAsync(Sandbox.Text("/srv/a", "a") with { Owner = "web", Group = "www" });
        Plan plan = await _box.PlanAsync(Sandbox.Text("/srv/a", "a") with { Owner = "web", Group = "www" });

        Assert.False(result.NothingToDo);
        Assert.Empty(plan.Changes);
        Assert.Contains("'web:www'", Assert.Single(plan.Warnings).Message, StringComparison.Ordinal);
        Assert.Contains("\"owner\": \"web\"", _box.Read(Target.StatePath + "/generations/1/manifest.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FileOwnership.Exact)]
    [InlineData(FileOwnership.Link)]
    [InlineData(FileOwnership.Seed)]
    [InlineData(FileOwnership.Block)]
    public async Task What_is_recorded_of_a_file_is_all_that_was_wished(FileOwnership ownership)
    {
        FileResource file = Sandbox.Text("/etc/a", "x=1\n") with { Ownership = ownership, CommentPrefix = ";", Format = KeyFormat.Ini, Mode = 0x1A4 };
        await _box.ApplyAsync(file);
        Assert.DoesNotContain((await _box.PlanAsync(file)).Changes, static change => change.Reason.Contains("record", StringComparison.Ordinal));
    }
}
