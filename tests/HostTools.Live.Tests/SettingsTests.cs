using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Settings whose files are followed by a command: what runs has the new value, and the old one again where the setting can be taken back.</summary>
public sealed class SettingsTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    [SkippableTheory]
    [InlineData("networking.hostName: attic", "hostname", "den", "attic")]
    [InlineData("time.timeZone: Asia/Tokyo", "date +%Z", "UTC", "JST")]
    [InlineData("i18n: { defaultLocale: C.UTF-8, extraLocaleSettings.LC_TIME: C }", "localectl --no-pager status | grep -c 'LC_TIME=C$' || true", "0", "1")]
    [InlineData("networking.firewall: { enable: true, allowedTCPPorts: [22] }", "nft list tables | grep -c 'inet hosttools' || true", "0", "1")]
    [InlineData("environment.etc.\"udev/rules.d/99-x.rules\": { text: \"KERNEL==\\\"null\\\", MODE=\\\"0666\\\"\", triggers: [udev-rules] }", "ls /etc/udev/rules.d | grep -c 99-x || true", "0", "1")]
    [InlineData("networking: { useNetworkd: true, interfaces.dummy9: { useDHCP: false } }", "ls /etc/systemd/network 2>/dev/null | wc -l", "0", "1")]
    public async Task Setting_IsThereAndGoesBack(string configuration, string look, string before, string after)
    {
        await FreshAsync();
        // Where zones are not installed.
        await machine.ShellAsync("[ -e /usr/share/zoneinfo/Asia/Tokyo ] || echo 'Zone Asia/Tokyo 9:00 - JST' | zic -d /usr/share/zoneinfo -");
        Assert.Equal(before, await machine.ShellAsync(look));
        await machine.WriteHostAsync(configuration);
        await ApplyAsync();
        Assert.Equal(after, await machine.ShellAsync(look));
        await machine.WriteHostAsync("{}");
        await ApplyAsync();
        Assert.Equal(before, await machine.ShellAsync(look));
    }

    /// <summary>What nobody can take back by taking the wish away: it stays until the machine starts again.</summary>
    [SkippableFact]
    public async Task Setting_OfTheKernelStaysUntilTheNextStart()
    {
        await FreshAsync();
        const string Look = "cat /proc/sys/net/ipv4/ip_forward";
        Assert.Equal("0", await machine.ShellAsync(Look));
        await machine.WriteHostAsync("boot.kernel.sysctl.\"net.ipv4.ip_forward\": 1\nboot.kernelModules: [dummy]\nsystemd.tmpfiles.rules: [\"d /srv/media 0750 root adm -\"]");
        await ApplyAsync();
        Assert.Equal("1", await machine.ShellAsync(Look));
        Assert.Equal("750 root adm", await machine.ShellAsync("stat -c '%a %U %G' /srv/media"));
        await machine.WriteHostAsync("{}");
        await ApplyAsync();
        Assert.Equal("1", await machine.ShellAsync(Look));
        Assert.True(await machine.ExistsAsync("/srv/media"));
        await machine.RebootAsync();
        Assert.Equal("0", await machine.ShellAsync(Look));
    }

    [SkippableFact]
    public async Task Setting_OfTheFirewallIsCheckedBeforeAnythingIsWritten()
    {
        await FreshAsync();
        await machine.WriteHostAsync("networking.firewall: { enable: true, extraInputRules: \"tcp dport nowhere accept\" }\nenvironment.etc.beside.text: beside");
        ProcessResult refused = await machine.ApplyAsync("--accept-risk", LiveMachine.Name);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nowhere", refused.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/etc/beside"));
        Assert.Equal("", await machine.ShellAsync("nft list tables"));
    }

    private async Task FreshAsync()
    {
        machine.Require();
        await machine.WriteHostAsync("{}");
        await ApplyAsync();
    }

    // By name: the machine may be called otherwise.
    private Task<string> ApplyAsync() => machine.AppliedAsync("--accept-risk", LiveMachine.Name);
}
