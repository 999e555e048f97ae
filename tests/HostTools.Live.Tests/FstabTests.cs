using HostTools.Live.Tests.Support;

namespace HostTools.Live.Tests;

/// <summary>File systems of /etc/fstab on a machine that runs: NixOS's rules, on a real systemd.</summary>
public sealed class FstabTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private static string Mount(string options, string device = "tmpfs", string more = "") =>
        $"fileSystems.\"/srv/m\": {{ device: {device}, fsType: tmpfs, options: [{options}] }}\n{more}";

    [SkippableFact]
    public async Task Line_IsMountedRemountedMountedAnewAndUnmounted()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Mount("size=1m"));
        Assert.Contains("run unit srv-m.mount (starts: local-fs.target wants it)", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        await machine.ShellAsync("touch /srv/m/kept");
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);

        await machine.WriteHostAsync(Mount("size=2m"));
        Assert.Contains("unit srv-m.mount (reloads: Options= changes)", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.True(await machine.ExistsAsync("/srv/m/kept"));
        Assert.Contains("size=2048k", await machine.ShellAsync("findmnt -no OPTIONS /srv/m"), StringComparison.Ordinal);

        await machine.WriteHostAsync(Mount("size=2m", "other"));
        await machine.AppliedAsync();
        Assert.Equal("other", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));
        Assert.False(await machine.ExistsAsync("/srv/m/kept"));
        Assert.Equal(0, (await machine.RunAsync("hosttools", "rollback", "--yes")).ExitCode);
        Assert.Equal("tmpfs", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));

        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        Assert.Equal(1, (await machine.RunAsync("findmnt", "/srv/m")).ExitCode);
    }

    [SkippableFact]
    public async Task Line_OfAMountInUseWaitsAndKeepsNothingElseFromBeingApplied()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Mount("size=1m"));
        await machine.AppliedAsync();
        await HoldAsync();
        await machine.WriteHostAsync(Mount("size=1m", "other", "environment.etc.beside.text: one"));
        string said = await machine.AppliedAsync();
        Assert.Contains("'/srv/m' stays mounted as it is until the machine starts again: it is used by process", said, StringComparison.Ordinal);
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/beside"));
        Assert.Equal("tmpfs", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));
        Assert.Contains("other /srv/m tmpfs", await machine.ReadFileAsync("/etc/fstab"), StringComparison.Ordinal);

        string plan = await machine.PlanAsync();
        Assert.Contains("Nothing to do", plan, StringComparison.Ordinal);
        Assert.Contains("'/srv/m' waits for the next start of the machine", plan, StringComparison.Ordinal);
        Assert.Contains("waits for the next start", (await machine.RunAsync("hosttools", "status")).StandardOutput, StringComparison.Ordinal);
        await machine.WriteHostAsync(Mount("size=1m", "other", "environment.etc.beside.text: two"));
        await machine.AppliedAsync();
        Assert.Equal("two\n", await machine.ReadFileAsync("/etc/beside"));

        // Nobody uses it any more.
        await machine.ShellAsync("systemctl stop holder");
        Assert.Contains("unit srv-m.mount (stops by its old definition and starts by its new one: What= changes)", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("other", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));
        Assert.DoesNotContain("waits", await machine.PlanAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Line_ThatWaitedIsMountedWhenTheMachineStarts()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Mount("size=1m"));
        await machine.AppliedAsync();
        await HoldAsync();
        await machine.WriteHostAsync(Mount("size=1m", "other"));
        await machine.AppliedAsync();
        await machine.RebootAsync();
        Assert.Equal("other", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));
        string plan = await machine.PlanAsync();
        Assert.Contains("Nothing to do", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("waits", plan, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Line_OfWhatIsMountedAlreadyOrNeededIsLeftAlone()
    {
        await FreshAsync();
        await machine.ShellAsync("mkdir -p /srv/m && mount -t tmpfs by-hand /srv/m && touch /srv/m/theirs");
        await machine.WriteHostAsync(Mount("size=1m", "other", "fileSystems.\"/\": { device: elsewhere, fsType: tmpfs }"));
        string plan = await machine.PlanAsync();
        Assert.DoesNotContain("unit srv-m.mount", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("unit -.mount (stops", plan, StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.True(await machine.ExistsAsync("/srv/m/theirs"));

        await machine.WriteHostAsync(Mount("size=1m", "other", "fileSystems.\"/\": { device: another, fsType: tmpfs }"));
        Assert.Contains("unit -.mount (stays mounted as it is until the machine starts again: What= changes", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Contains("'/' waits for the next start of the machine", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        Assert.Equal("0", await machine.ShellAsync("findmnt / >/dev/null; echo $?"));
    }

    [SkippableFact]
    public async Task Line_ThatMayBeMissingKeepsNothingFromBeingApplied()
    {
        await FreshAsync();
        await machine.WriteHostAsync("fileSystems.\"/srv/m\": { device: /dev/disk/by-uuid/none, fsType: ext4, options: [nofail] }");
        Assert.DoesNotContain("unit srv-m.mount", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await machine.RunAsync("hosttools", "status", "--exit-code")).ExitCode);
    }

    private Task<string> HoldAsync() =>
        machine.ShellAsync("rm -f /run/held; systemd-run --quiet --unit=holder sh -c 'cd /srv/m && touch /run/held && exec sleep infinity'; until [ -e /run/held ]; do sleep 0.1; done");

    /// <summary>Nothing of the tests before.</summary>
    private async Task FreshAsync()
    {
        machine.Require();
        await machine.ShellAsync("systemctl stop holder 2>/dev/null || true; umount /srv/m 2>/dev/null || true; rm -rf /run/hosttools/mounted");
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
    }
}
