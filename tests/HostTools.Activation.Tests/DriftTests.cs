using HostTools.Activation.Resources;

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
            Sandbox.Text("/etc/free", "mode is not ours"),
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
    public async Task A_mode_nobody_asked_for_is_no_drift()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        File.SetUnixFileMode(_box.PathOf("/etc/a"), (UnixFileMode)0x180);

        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Empty((await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).Changes);
    }

    [Fact]
    public async Task A_target_never_applied_to_has_no_drift() => Assert.Empty(await _box.Session.DriftAsync());
}
