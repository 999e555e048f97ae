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

    /// <summary>The kernel's own value comes back, also where somebody had set it by hand; modules and what tmpfiles made stay until the machine starts again.</summary>
    [SkippableFact]
    public async Task Setting_OfTheKernelIsThereAndGoesBack()
    {
        await FreshAsync();
        const string Look = "cat /proc/sys/net/ipv4/ip_forward", Ports = "cat /proc/sys/net/ipv4/ip_local_port_range | tr '\\t' ' '";
        Assert.Equal("0", await machine.ShellAsync(Look));
        await machine.ShellAsync("echo 1024 50000 > /proc/sys/net/ipv4/ip_local_port_range");
        await machine.WriteHostAsync("boot.kernel.sysctl: { net.ipv4.ip_forward: 1, net.ipv4.ip_local_port_range: 2000 3000, kernel.panic: 9 }\nboot.kernelModules: [dummy]\nsystemd.tmpfiles.rules: [\"d /srv/media 0750 root adm -\"]");
        Assert.Contains("'kernel.panic' is only written to its file: it belongs to the machine outside of this container", await machine.PlanAsync(), StringComparison.Ordinal);
        await ApplyAsync();
        Assert.Equal("1\n2000 3000", await machine.ShellAsync($"{Look}; {Ports}"));
        Assert.Equal("750 root adm", await machine.ShellAsync("stat -c '%a %U %G' /srv/media"));

        await machine.ShellAsync("echo 0 > /proc/sys/net/ipv4/ip_forward");
        Assert.Contains("net.ipv4.ip_forward", (await machine.RunAsync("hosttools", "status")).StandardOutput, StringComparison.Ordinal);
        await ApplyAsync();
        await machine.WriteHostAsync("boot.kernel.sysctl: { net.ipv4.ip_forward: 0 }\nsystemd.services.z: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/false }");
        Assert.Equal(1, (await machine.ApplyAsync("--accept-risk", LiveMachine.Name)).ExitCode);
        Assert.Equal("1\n2000 3000", await machine.ShellAsync($"{Look}; {Ports}"));

        await machine.WriteHostAsync("{}");
        await ApplyAsync();
        Assert.Equal("0\n1024 50000", await machine.ShellAsync($"{Look}; {Ports}"));
        Assert.True(await machine.ExistsAsync("/srv/media"));
    }

    [SkippableFact]
    public async Task Setting_TheKernelRefusesIsNamed()
    {
        await FreshAsync();
        await machine.WriteHostAsync("boot.kernel.sysctl: { net.ipv4.ip_forward: 1, net.ipv4.tcp_congestion_control: nowhere }");
        ProcessResult refused = await machine.ApplyAsync("--accept-risk", LiveMachine.Name);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("SysctlRefused", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal("0", await machine.ShellAsync("cat /proc/sys/net/ipv4/ip_forward"));
        await machine.WriteHostAsync("boot.kernel.sysctl: { net.ipv4.ip_forward: 1, -net.ipv4.tcp_congestion_control: nowhere }");
        await ApplyAsync();
        Assert.Equal("1", await machine.ShellAsync("cat /proc/sys/net/ipv4/ip_forward"));
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
