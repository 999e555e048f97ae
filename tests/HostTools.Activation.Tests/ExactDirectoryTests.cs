using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class ExactDirectoryTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static DirectoryResource Exact(params string[] ignore) => new("/etc/app.d") { IsExact = true, Ignore = ignore };

    private void Fill()
    {
        _box.Write("/etc/app.d/old.conf", "old", 0x180);
        _box.Write("/etc/app.d/sub/deep/x", "x");
        _box.Write("/etc/app.d/sub/y.cache", "y");
        _box.Write("/etc/other", "outside");
        File.CreateSymbolicLink(_box.PathOf("/etc/app.d/link"), "../other");
        File.CreateSymbolicLink(_box.PathOf("/etc/app.d/folder"), "..");
        Directory.CreateDirectory(_box.PathOf("/etc/app.d/empty"));
        File.SetUnixFileMode(_box.PathOf("/etc/app.d/empty"), (UnixFileMode)0x1C0);
    }

    [Fact]
    public async Task What_nobody_declares_goes_and_comes_back_as_it_was()
    {
        Fill();
        IReadOnlyList<string> before = _box.Tree();
        Resource[] wanted = [Exact(), Sandbox.Text("/etc/app.d/ours.conf", "ours")];

        Plan plan = await _box.PlanAsync(wanted);
        Assert.Equal(
            ["directory /etc/app.d/empty", "link /etc/app.d/folder", "link /etc/app.d/link", "file /etc/app.d/old.conf",
                "directory /etc/app.d/sub", "directory /etc/app.d/sub/deep", "file /etc/app.d/sub/deep/x", "file /etc/app.d/sub/y.cache"],
            plan.Changes.Where(static change => change.Action is ChangeAction.Remove)
                .Select(static change => { Assert.StartsWith("- remove ", change.Summary, StringComparison.Ordinal); return change.Summary["- remove ".Length..].Split(" (")[0]; }));
        await _box.Session.ApplyAsync(plan);

        Assert.Equal(["/etc/app.d/ours.conf"], Directory.GetFileSystemEntries(_box.PathOf("/etc/app.d")).Select(path => path[_box.Root.Length..]));
        Assert.Equal("outside", _box.Read("/etc/other"));
        Assert.Empty((await _box.PlanAsync(wanted)).Changes);
        Assert.Empty(await _box.Session.DriftAsync());

        await _box.ApplyAsync();
        Assert.Equal(before, _box.Tree());
    }

    [Fact]
    public async Task Generations_bring_back_both_ways()
    {
        Fill();
        await _box.ApplyAsync(Sandbox.Text("/etc/app.d/ours.conf", "ours"));
        IReadOnlyList<string> open = _box.Tree();
        await _box.ApplyAsync(Exact(), Sandbox.Text("/etc/app.d/ours.conf", "ours"));
        IReadOnlyList<string> exact = _box.Tree();

        await _box.RestoreAsync(1);
        Assert.Equal(open, _box.Tree());
        await _box.RestoreAsync(2);
        Assert.Equal(exact, _box.Tree());
        Assert.Empty(await _box.Session.DriftAsync());
    }

    [Fact]
    public async Task Ignored_entries_stay_with_the_directories_that_hold_them()
    {
        Fill();
        _box.Write("/etc/app.d/keep/all/of", "it");
        _box.Write("/etc/app.d/keepnot", "x");

        await _box.ApplyAsync(Exact("*.cache", "keep/**", "/link"));

        Assert.Equal(
            ["/etc/ 755", "/etc/app.d/ 755", "/etc/app.d/keep/ 755", "/etc/app.d/keep/all/ 755", "/etc/app.d/keep/all/of", "/etc/app.d/link -> ../other", "/etc/app.d/sub/ 755", "/etc/app.d/sub/y.cache", "/etc/other"],
            _box.Tree().Select(line => line.Contains(" 644 ") ? line.Split(' ')[0] : line.Replace($" {TreeOf.OwnerOf(_box.Root)}", string.Empty, StringComparison.Ordinal)));
        Assert.Empty(await _box.Session.DriftAsync());
    }

    [Fact]
    public async Task Declared_directories_in_it_look_after_themselves_and_those_above_files_are_cleared()
    {
        _box.Write("/etc/app.d/declared/theirs", "1");
        _box.Write("/etc/app.d/above/theirs", "2");
        Resource[] wanted = [Exact(), new DirectoryResource("/etc/app.d/declared"), Sandbox.Text("/etc/app.d/above/ours", "3"), Sandbox.Text("/etc/app.d/made/ours", "4")];

        await _box.ApplyAsync(wanted);
        Assert.True(_box.Exists("/etc/app.d/declared/theirs"));
        Assert.False(_box.Exists("/etc/app.d/above/theirs"));
        _box.Write("/etc/app.d/made/late", "5");
        Assert.Equal("holds 'made/late', which nobody declares", Assert.Single(await _box.Session.DriftAsync()).Detail);
        await _box.ApplyAsync(wanted);
        Assert.False(_box.Exists("/etc/app.d/made/late"));
        Assert.Empty((await _box.PlanAsync(wanted)).Changes);
        await _box.ApplyAsync();
        Assert.Equal("2", _box.Read("/etc/app.d/above/theirs"));
        Assert.Equal("5", _box.Read("/etc/app.d/made/late"));
        Assert.False(_box.Exists("/etc/app.d/made/ours"));
    }

    [Fact]
    public async Task What_comes_later_is_drift_and_every_version_is_kept()
    {
        Fill();
        await _box.ApplyAsync(Exact());
        _box.Write("/etc/app.d/old.conf", "another");
        _box.Write("/etc/app.d/new.conf", "new");

        Drift drift = Assert.Single(await _box.Session.DriftAsync());
        Assert.Equal("/etc/app.d: holds 'new.conf', 'old.conf', which nobody declares", drift.ToString());
        Plan plan = await _box.PlanAsync(Exact());
        Assert.Contains(plan.Changes, static change => change.Path == "/etc/app.d/old.conf" && change.Summary.Contains(" as /var/lib/hosttools/store/", StringComparison.Ordinal));
        await _box.Session.ApplyAsync(plan);
        await _box.Session.Generations.PruneAsync(keep: 1, olderThan: null);
        await _box.ApplyAsync();

        Assert.Equal("old", _box.Read("/etc/app.d/old.conf"));
        Assert.Equal(0x180, _box.ModeOf("/etc/app.d/old.conf"));
        Assert.Equal("new", _box.Read("/etc/app.d/new.conf"));
    }

    [Fact]
    public async Task A_cleared_path_can_be_declared_and_gives_way_again()
    {
        Fill();
        await _box.ApplyAsync(Exact());
        await _box.ApplyAsync(Exact(), Sandbox.Text("/etc/app.d/old.conf", "ours"));
        Assert.Equal("ours", _box.Read("/etc/app.d/old.conf"));
        await _box.ApplyAsync(Exact());
        Assert.False(_box.Exists("/etc/app.d/old.conf"));
        await _box.ApplyAsync();
        Assert.Equal("old", _box.Read("/etc/app.d/old.conf"));
    }

    [Fact]
    public async Task Our_own_files_go_by_themselves_and_a_directory_of_ours_keeps_what_comes_back_into_it()
    {
        await _box.ApplyAsync(Exact(), Sandbox.Text("/etc/app.d/a/ours", "1"));
        _box.Write("/etc/app.d/a/theirs", "2");
        await _box.ApplyAsync(Exact());
        Assert.Empty(Directory.GetFileSystemEntries(_box.PathOf("/etc/app.d")));
        Assert.Empty((await _box.PlanAsync(Exact())).Changes);

        await _box.ApplyAsync();
        Assert.Equal("2", _box.Read("/etc/app.d/a/theirs"));
        Assert.False(_box.Exists("/etc/app.d/a/ours"));
    }

    [Fact]
    public async Task What_was_in_a_directory_that_is_gone_stays_in_the_store_and_stops_nothing()
    {
        Fill();
        await _box.ApplyAsync(Exact());
        Directory.Delete(_box.PathOf("/etc/app.d"));

        Plan plan = await _box.PlanAsync();
        Assert.Contains(plan.Warnings, static warning => warning.Message.Contains("'/etc/app.d/old.conf' cannot come back", StringComparison.Ordinal));
        await _box.Session.ApplyAsync(plan);
        Assert.False(_box.Exists("/etc/app.d"));
    }

    [Fact]
    public async Task What_cannot_be_removed_safely_is_refused_before_anything_happens()
    {
        Fill();
        using (var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0))
        {
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_box.PathOf("/etc/app.d/socket")));
            Assert.Contains("'/etc/app.d/socket' is a device, pipe or socket", await Refused(Exact()), StringComparison.Ordinal);
        }

        File.Delete(_box.PathOf("/etc/app.d/socket"));
        Assert.Contains("is where HostTools keeps its own state", await Refused(new DirectoryResource("/var") { IsExact = true }), StringComparison.Ordinal);
        Directory.CreateDirectory(_box.PathOf("/etc/app.d/user/store/sha256"));
        Directory.CreateDirectory(_box.PathOf("/etc/app.d/user/generations"));
        Assert.Contains("'/etc/app.d/user' is the state of another HostTools", await Refused(Exact()), StringComparison.Ordinal);
        using (FileStream large = File.Create(_box.PathOf("/etc/app.d/user.img")))
            large.SetLength((256L << 20) + 1);
        Assert.Contains("which would all have to be kept", await Refused(Exact("user")), StringComparison.Ordinal);
        Assert.True(_box.Exists("/etc/app.d/old.conf"));
    }

    [SkippableFact]
    public async Task A_mount_point_is_refused()
    {
        Skip.IfNot(Directory.Exists("/dev/shm") && HostTools.Platform.Root.At("/dev").Stat("/shm")!.Value.Identity.Split(':')[1] != HostTools.Platform.Root.At("/dev").Stat("/")!.Value.Identity.Split(':')[1],
            "mounting a file system needs root");
        string[] others = [.. Directory.GetFileSystemEntries("/dev").Select(static path => Path.GetFileName(path)).Where(static name => name != "shm")];
        var session = new ActivationSession(Target.Folder("/", Path.Join(_box.Base, "state")), _box.Clock, _box.Processes);
        HostToolsException cause = await Assert.ThrowsAsync<HostToolsException>(() =>
            session.PlanAsync(Sandbox.Set(new DirectoryResource("/dev") { IsExact = true, Ignore = others }), Sandbox.Context));
        Assert.Contains("'/dev/shm' is a mount point", Assert.Single(cause.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.cache", "a.cache", true)]
    [InlineData("*.cache", "x/y/a.cache", true)]
    [InlineData("*.cache", "a.caches", false)]
    [InlineData("/a", "a", true)]
    [InlineData("/a", "x/a", false)]
    [InlineData("dir/**", "dir", false)]
    [InlineData("dir/**", "dir/a/b", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/?.x", "a/b.x", true)]
    [InlineData("a/?.x", "a/bb.x", false)]
    [InlineData("A", "a", false)]
    public void Patterns_are_of_names_or_of_paths(string pattern, string path, bool matches) => Assert.Equal(matches, new IgnorePattern(pattern).Matches(path));

    private async Task<string> Refused(DirectoryResource directory)
    {
        HostToolsException cause = await Assert.ThrowsAsync<HostToolsException>(() => _box.PlanAsync(directory));
        HostError error = Assert.Single(cause.Errors);
        Assert.Equal("DirectoryNotClearable", error.Id);
        return error.Message;
    }
}
