using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Variants of a running machine that last until it starts again, or that wait for that.</summary>
public sealed class ApplyModeTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Units = "find /etc/systemd /var/lib/systemd/timers -name '*hosttools-confirm*'";

    [SkippableFact]
    public async Task Test_IsTakenBackByTheNextStart()
    {
        await FreshAsync();
        await machine.AppliedAsync("--variant", "other", "--mode", "test");
        await IsAsync("other");
        Assert.Contains("until the next start", (await machine.RunAsync("hosttools", "generation", "list")).StandardOutput, StringComparison.Ordinal);

        await machine.RebootAsync();
        await SettledAsync("plain");
        await IsAsync("plain");
    }

    [SkippableFact]
    public async Task Test_ThatIsAppliedToStayOutlivesTheStart()
    {
        await FreshAsync();
        await machine.AppliedAsync("--variant", "other", "--mode", "test");
        await machine.AppliedAsync("--variant", "other");
        Assert.Equal("", await machine.ShellAsync(Units));
        await machine.RebootAsync();
        await IsAsync("other");
    }

    [SkippableFact]
    public async Task Boot_ChangesNothingNowAndTheNextStartDoesIt()
    {
        await FreshAsync();
        await machine.AppliedAsync("--variant", "other", "--mode", "boot");
        await IsAsync("plain");
        Assert.Contains("The next start of the machine applies den as other", (await machine.RunAsync("hosttools", "status")).StandardError, StringComparison.Ordinal);
        await machine.ShellAsync($"rm -r {LiveMachine.Tree}");

        await machine.RebootAsync();
        await SettledAsync("other");
        await IsAsync("other");
        await machine.RebootAsync();
        await IsAsync("other");
    }

    [SkippableFact]
    public async Task Boot_ThatFailsLeavesTheMachineAsItWasAndSaysSo()
    {
        await FreshAsync();
        await machine.WriteHostAsync("environment.etc.mode.text: never\nenvironment.etc.broken: { text: x, triggers: [broken] }\nactivation.triggers.broken.command: [\"false\"]");
        await machine.AppliedAsync("--mode", "boot");
        await machine.RebootAsync();
        await SettledAsync("plain");
        await IsAsync("plain");
        Assert.Contains("was to be applied", (await machine.RunAsync("hosttools", "status")).StandardError, StringComparison.Ordinal);
        await FreshAsync();
        Assert.DoesNotContain("was to be applied", (await machine.RunAsync("hosttools", "status")).StandardError, StringComparison.Ordinal);
    }

    /// <summary>The variant has a file, and a service that the host itself has not.</summary>
    private async Task FreshAsync()
    {
        machine.Require();
        await machine.WriteTreeAsync(LiveMachine.Tree, ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml",
            """
            config: { environment.etc.mode.text: plain }
            variants:
              other:
                config:
                  environment.etc.mode.text: !force other
                  systemd.services.hosttools-mode: { wantedBy: [multi-user.target], serviceConfig: { ExecStart: /bin/sleep infinity } }

            """));
        await machine.AppliedAsync();
    }

    private async Task IsAsync(string expected)
    {
        Assert.Equal(expected + "\n", await machine.ReadFileAsync("/etc/mode"));
        await machine.ShellAsync($"for i in $(seq 100); do [ \"$(systemctl is-active hosttools-mode)\" = {(expected == "other" ? "active" : "inactive")} ] && exit 0; sleep 0.1; done; systemctl status hosttools-mode; exit 1");
        ProcessResult status = await machine.RunAsync("hosttools", "status", "--exit-code");
        Assert.True(status.ExitCode == 0, status.StandardOutput);
    }

    /// <summary>The unit of the start has done its work, and is gone.</summary>
    private async Task SettledAsync(string expected) => Assert.Equal("", await machine.ShellAsync(
        $"for i in $(seq 600); do [ -z \"$({Units})\" ] && grep -qx {expected} /etc/mode && exit 0; sleep 0.1; done; systemctl status --no-pager 'hosttools-confirm*'; journalctl -u hosttools-confirm --no-pager; exit 1"));
}
