using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class PlanTextTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_plan_reads_like_this()
    {
        _box.Write("/etc/theirs", "theirs\n");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1\n2\n3\n"), Sandbox.Text("/etc/old", "old"));

        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/etc/a", "1\ntwo\n3\n") with { Origins = [new Origin("hosts/toaster/default.yaml", 7, 5)], Triggers = ["reload"] },
            Sandbox.Text("/etc/theirs", "ours\n") with { Collision = CollisionPolicy.Backup },
            new FileResource("/opt/app/data") { Content = new FileContent(new byte[] { 0, 1, 2 }, null), Mode = 0x180 },
            new LinkResource("/etc/link", "a"),
            new TriggerResource("reload") { OfflineCommand = ["true"] });

        Assert.Equal(
            $"""
            Plan for '{_box.Root}' (at generation 1), host 'toaster':
              ~ change file /etc/a (differs)  [hosts/toaster/default.yaml:7:5]
                  @@ -1,3 +1,3 @@
                   1
                  -2
                  +two
                   3
              + create link /etc/link (is absent)
              - remove file /etc/old (is no longer declared)
              ! replace file /etc/theirs (a file that is not ours stands there and is kept)
                  @@ -1,1 +1,1 @@
                  -theirs
                  +ours
              + create directory /opt (needed by what is below)
              + create directory /opt/app (needed by what is below)
              + create file /opt/app/data 0600 (is absent)
                  (binary content, 3 bytes)
              > run trigger reload (/etc/a changes)
            4 to create, 1 to change, 1 to replace, 1 to remove, 1 to run. Not exactly undoable: 1.
            """,
            string.Join('\n', plan.ToLines()));
        PlanChange change = plan.Changes[0];
        Assert.Equal(("file", "/etc/a", ChangeAction.Update, UndoQuality.Exact), (change.Kind, change.Path, change.Action, change.Undo));
        Assert.Equal(64, change.ObservedHash?.Length);
    }

    [Fact]
    public async Task What_cannot_be_made_is_not_told_as_if_it_were_and_nothing_is_said_of_undoing_it()
    {
        _box.Write("/etc/only.conf", "theirs\n");
        Directory.CreateDirectory(_box.PathOf("/etc/dir"));
        _box.Write("/etc/rc", "# BEGIN hosttools\n");
        _box.Write("/srv", "a file");
        File.CreateSymbolicLink(_box.PathOf("/etc/link"), "elsewhere");

        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/etc/dir", "x\n"), Sandbox.Text("/etc/fine", "fine"), new LinkResource("/etc/link", "fine"), Sandbox.Text("/etc/only.conf", "ours\n"),
            Sandbox.Text("/etc/rc", "x") with { Ownership = FileOwnership.Block }, new DirectoryResource("/srv"));

        Assert.Equal(
        [
            "x file /etc/dir: a directory is in the way", "+ create file /etc/fine (is absent)",
            "x link /etc/link: a symbolic link to 'elsewhere' that is not ours is in the way; say collision: backup or force",
            "x file /etc/only.conf: a file that is not ours is in the way; say collision: backup or force",
            "x file /etc/rc: cannot be made, see below", "x directory /srv: a file that is not ours is in the way",
        ], plan.Changes.Select(static change => change.Summary));
        Assert.Equal("1 to create, 5 not possible. Nothing is applied as long as something is in the way.", plan.ToLines()[^1]);
    }

    [Fact]
    public async Task Large_content_is_summarised_and_control_characters_are_shown()
    {
        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/etc/large", new string('x', 300_000)), Sandbox.Text("/etc/escape", "\u001b[31mred\u0007\n"), Sandbox.Text("/etc/open", "no end"));

        string?[] diffs = [.. plan.Changes.Where(static change => change.Kind == "file").Select(static change => change.Diff)];
        Assert.EndsWith("+^[[31mred^G", diffs[0], StringComparison.Ordinal);
        Assert.Equal("(large content, 300000 bytes)", diffs[1]);
        Assert.EndsWith("+no end \\ no newline at the end", diffs[2], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Diffs_apply_with_patch_even_when_far_apart()
    {
        Skip.IfNot(File.Exists("/usr/bin/patch"), "needs patch");
        var random = new Random(Depth.Seed);
        for (int i = 0; i < 30; i++)
        {
            string[] old = [.. Enumerable.Range(0, random.Next(0, 60)).Select(line => $"line {line % 7}")];
            string[] now = [.. old.Where(_ => random.Next(6) > 0).SelectMany(line => random.Next(8) == 0 ? new[] { line, "added" } : [line])];
            _box.Write("/etc/f", string.Concat(old.Select(static line => line + "\n")));
            string wanted = string.Concat(now.Select(static line => line + "\n"));
            Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/f", wanted) with { Collision = CollisionPolicy.Force });
            if (plan.Changes[^1].Diff is not { } diff)
                continue;
            var patch = new ProcessRequest("patch", ["--quiet", "--posix", _box.PathOf("/etc/f")]) { StandardInput = diff + "\n" };
            ProcessResult result = await new SystemProcessRunner().RunAsync(patch, CancellationToken.None);
            Assert.True(result.ExitCode == 0, result.StandardOutput + diff);
            Assert.Equal(wanted, File.Exists(_box.PathOf("/etc/f")) ? _box.Read("/etc/f") : string.Empty);
        }
    }
}
