using System.Diagnostics;
using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Applies to a running machine that go back unless they are confirmed, whatever dies meanwhile.</summary>
public sealed class ConfirmationTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Timer = "/etc/systemd/system/hosttools-confirm.timer";

    [SkippableFact]
    public async Task Confirmation_ThatNobodyGivesIsTakenBackByATimer()
    {
        await FreshAsync();
        using (Process terminal = machine.Start("hosttools", "apply", "--yes", "--confirm-within", "8s"))
        {
            await machine.ShellAsync($"for i in $(seq 300); do systemctl is-active -q hosttools-confirm.timer && exit 0; sleep 0.1; done; exit 1");
            terminal.Kill(entireProcessTree: true);
        }

        Assert.Equal("new\n", await machine.ReadFileAsync("/etc/waits"));
        await GoneAsync();
    }

    [SkippableFact]
    public async Task Confirmation_GivenInTimeRemovesTheTimer()
    {
        await FreshAsync();
        await machine.AppliedAsync("--confirm-within", "1h");
        Assert.Contains("hosttools-confirm.timer", await machine.ShellAsync("systemctl list-timers --all --no-pager"), StringComparison.Ordinal);
        ProcessResult confirmed = await machine.RunAsync("hosttools", "generation", "confirm", "--yes");
        Assert.True(confirmed.ExitCode == 0, confirmed.StandardError);
        await NothingIsLeftAsync();
        Assert.Equal("new\n", await machine.ReadFileAsync("/etc/waits"));
    }

    [SkippableFact]
    public async Task Confirmation_SurvivesARebootAndATimeWhenTheMachineIsOff()
    {
        await FreshAsync();
        await machine.AppliedAsync("--confirm-within", "25s");
        await machine.RebootAsync();
        Assert.Equal("new\n", await machine.ReadFileAsync("/etc/waits"));
        Assert.True(await machine.ExistsAsync(Timer));
        await GoneAsync();

        await FreshAsync();
        await machine.AppliedAsync("--confirm-within", "2s");
        await machine.ShellAsync("systemctl stop hosttools-confirm.timer"); // As if it had gone down at once.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal("new\n", await machine.ReadFileAsync("/etc/waits"));
        await machine.RebootAsync();
        await GoneAsync();
    }

    [SkippableFact]
    public async Task Confirmation_OfAnApplyInTheMiddleOfWhichTheMachineGoesDown()
    {
        await FreshAsync("environment.etc.slow: { text: slow, triggers: [slow] }\nactivation.triggers.slow.command: [sh, -c, \"[ -e /root/in-the-middle ] || { touch /root/in-the-middle; sleep 300; }\"]");
        using Process apply = machine.Start("hosttools", "apply", "--yes", "--confirm-within", "1h");
        await machine.ShellAsync("for i in $(seq 300); do [ -e /root/in-the-middle ] && exit 0; sleep 0.1; done; exit 1");
        Assert.True(await machine.ExistsAsync("/etc/slow"));
        await machine.KillAsync("hosttools");
        await machine.RebootAsync();
        await GoneAsync();
        Assert.False(await machine.ExistsAsync("/etc/slow"));
        Assert.Contains("Nothing to repair", (await machine.RunAsync("hosttools", "repair", "--yes")).StandardError, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Confirmation_LeavesNothingWhereTheApplyFails()
    {
        await FreshAsync("environment.etc.slow: { text: slow, triggers: [slow] }\nactivation.triggers.slow.command: [\"false\"]");
        Assert.Equal(1, (await machine.ApplyAsync("--confirm-within", "1h")).ExitCode);
        await NothingIsLeftAsync();
    }

    [SkippableFact]
    public async Task Confirmation_OfAHomeAloneIsTakenBackByTheRepairOfTheMachine()
    {
        await FreshAsync();
        await machine.ShellAsync("id eve >/dev/null 2>&1 || useradd -m eve");
        await machine.WriteTreeAsync(LiveMachine.Tree, ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml", "users: [eve]\n"), ("users/eve/home.yaml", "config:\n  home.file.\".rc\".text: eve\n"));
        await machine.AppliedAsync("--confirm-within", "1s", "--user", "eve");
        Assert.True(await machine.ExistsAsync("/etc/systemd/system/hosttools-confirm-eve.timer"));
        await machine.ShellAsync("systemctl stop hosttools-confirm-eve.timer hosttools-confirm-eve.service; sleep 2");
        ProcessResult repaired = await machine.RunAsync("hosttools", "repair", "--yes");
        Assert.True(repaired.ExitCode == 0, repaired.StandardError);
        Assert.Contains("Took back", repaired.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/home/eve/.rc"));
        Assert.False(await machine.ExistsAsync("/etc/systemd/system/hosttools-confirm-eve.timer"));
    }

    private async Task FreshAsync(string more = "")
    {
        machine.Require();
        await machine.WriteHostAsync("environment.etc.waits.text: old");
        await machine.AppliedAsync();
        await machine.WriteHostAsync("environment.etc.waits.text: new" + (more.Length == 0 ? "" : "\n" + more));
    }

    private async Task GoneAsync()
    {
        await machine.ShellAsync("for i in $(seq 600); do grep -q old /etc/waits && [ ! -e /etc/systemd/system/hosttools-confirm.timer ] && exit 0; sleep 0.1; done; systemctl status --no-pager hosttools-confirm.timer hosttools-confirm.service; exit 1");
        await NothingIsLeftAsync();
    }

    private async Task NothingIsLeftAsync()
    {
        Assert.Equal("", await machine.ShellAsync("find /etc/systemd /var/lib/systemd/timers -name '*hosttools-confirm*'"));
        await machine.ShellAsync("for i in $(seq 100); do [ $(systemctl show -P ActiveState hosttools-confirm.service) = inactive ] && exit 0; sleep 0.1; done; systemctl status hosttools-confirm.service; exit 1");
        Assert.Equal("not-found", await machine.PropertyAsync("hosttools-confirm.timer", "LoadState"));
        Assert.DoesNotContain("be confirmed", (await machine.RunAsync("hosttools", "status")).StandardError, StringComparison.Ordinal);
    }
}
