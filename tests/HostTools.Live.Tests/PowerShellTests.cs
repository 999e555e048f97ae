using HostTools.Live.Tests.Support;

namespace HostTools.Live.Tests;

/// <summary>A person at a machine's PowerShell: applies, breaks the machine by hand, sees it, goes back, and presses Ctrl+C.</summary>
public sealed class PowerShellTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    [SkippableFact]
    public async Task PowerShell_AppliesSeesDriftAndGoesBack()
    {
        machine.RequirePowerShell();
        await machine.WriteHostAsync("environment.etc.motd-of-den: { text: one, collision: adopt }\nsystemd.services.idle: { script: sleep infinity, serviceConfig.Restart: always, wantedBy: [multi-user.target] }");
        await machine.PowerShellAsync("Get-HostPlan -Path /root/tree | Invoke-HostPlan -Confirm:$false");
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/motd-of-den"));
        Assert.Equal("active", await machine.PropertyAsync("idle.service", "ActiveState"));
        Assert.Equal("0", await machine.PowerShellAsync("(Get-HostPlan -Path /root/tree).Changes.Count"));

        await machine.ShellAsync("echo broken > /etc/motd-of-den; systemctl stop idle.service");
        string drift = await machine.PowerShellAsync("Test-HostState | ForEach-Object { \"$_\" }");
        Assert.Contains("/etc/motd-of-den", drift, StringComparison.Ordinal);
        Assert.Contains("idle.service", drift, StringComparison.Ordinal);

        await machine.WriteHostAsync("environment.etc.motd-of-den: { text: two, collision: adopt }");
        await machine.PowerShellAsync("Invoke-HostPlan den -Path /root/tree -Confirm:$false");
        Assert.Equal("two\n", await machine.ReadFileAsync("/etc/motd-of-den"));
        Assert.False(await machine.ExistsAsync("/etc/systemd/system/idle.service"));

        await machine.PowerShellAsync("Restore-HostGeneration 1 -Confirm:$false");
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/motd-of-den"));
        Assert.Equal("active", await machine.PropertyAsync("idle.service", "ActiveState"));
        Assert.Equal(string.Empty, await machine.PowerShellAsync("Test-HostState"));
    }

    [SkippableFact]
    public async Task CtrlC_InTheMiddleOfAnApplyTakesItBackAndGivesThePromptBack()
    {
        machine.RequirePowerShell();
        await machine.WriteHostAsync(
            """
            environment.etc.half-way: { text: new, triggers: [slow] }
            activation.triggers.slow.command: [sh, -c, "[ -e /root/in-the-middle ] || { touch /root/in-the-middle; sleep 300; }"]
            """);
        await using Terminal terminal = await machine.StartPowerShellAsync();
        await terminal.WaitForAsync("ready>");
        string before = await machine.PowerShellAsync("@(Get-HostGeneration).Count");
        await terminal.TypeAsync("Invoke-HostPlan den -Path /root/tree -Confirm:$false", "Enter");
        await machine.ShellAsync("for i in $(seq 600); do [ -e /root/in-the-middle ] && exit 0; sleep 0.1; done; exit 1");
        Assert.True(await machine.ExistsAsync("/etc/half-way"));

        await terminal.TypeAsync("C-c");
        await terminal.TypeAsync("\"it is $([IO.File]::Exists('/etc/half-way')), @(Get-HostGeneration).Count of \" + @(Get-HostGeneration).Count", "Enter");
        await terminal.WaitForAsync($"it is False, @(Get-HostGeneration).Count of {before}");
        Assert.Contains("Nothing to repair", (await machine.RunAsync("hosttools", "repair", "--yes")).StandardError, StringComparison.Ordinal);
    }
}
