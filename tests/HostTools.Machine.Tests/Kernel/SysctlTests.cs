using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Kernel;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Kernel;

/// <summary>Values of the running kernel: what an undo, a roll-back or an un-declaration brings back, and how other values are seen.</summary>
public sealed class SysctlTests : IDisposable
{
    private static readonly PlanContext s_context = new("den", new string('a', 64), null, false, "root");

    private readonly TemporaryFolder _folder = new();

    public SysctlTests()
    {
        Set("net/ipv4/ip_forward", "0");
        Set("net/ipv4/conf/eth0/rp_filter", "2");
        Set("net/ipv4/conf/eth0.7/rp_filter", "2");
        Set("net/ipv4/conf/lo/rp_filter", "0");
        Set("net/ipv4/tcp_rmem", "4096\t131072\t6291456");
        Set("kernel/printk", "4\t4\t1\t7");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Value_IsSetSeenAndBroughtBackExactly()
    {
        Plan plan = await PlanAsync("net.ipv4.ip_forward: true, net.ipv4.tcp_rmem: 4096 131072 6291456, kernel.printk: 4");
        Assert.Equal("-net/ipv4/ip_forward = 0\n+net/ipv4/ip_forward = 1", Step(plan, "net.ipv4.ip_forward").Diff);
        Assert.Equal(ChangeAction.Adopt, Step(plan, "net.ipv4.tcp_rmem").Action);
        Assert.Equal(ChangeAction.Adopt, Step(plan, "kernel.printk").Action);
        await Session().ApplyAsync(plan);
        Assert.Equal("1", Get("net/ipv4/ip_forward"));
        Assert.Equal("4096\t131072\t6291456", Get("net/ipv4/tcp_rmem"));
        Assert.Empty(await Session().DriftAsync());

        Set("net/ipv4/ip_forward", "2");
        Drift drift = Assert.Single(await Session().DriftAsync());
        Assert.Equal("-net/ipv4/ip_forward = 1\n+net/ipv4/ip_forward = 2", drift.Diff);
        Assert.Equal("is no longer declared; it was changed by hand and stays", Step(await PlanAsync(string.Empty), "net.ipv4.ip_forward").Reason);
        Assert.Equal("was changed by hand", Step(await PlanAsync("net.ipv4.ip_forward: 1"), "net.ipv4.ip_forward").Reason);
        await ApplyAsync("net.ipv4.ip_forward: 1");
        await ApplyAsync(string.Empty);
        Assert.Equal("0", Get("net/ipv4/ip_forward"));
        Assert.Empty((await PlanAsync(string.Empty)).Changes);
    }

    [Fact]
    public async Task Undo_BringsBackWhatSomebodyHadSetByHand()
    {
        await ApplyAsync("net.ipv4.ip_forward: 1");
        Set("net/ipv4/ip_forward", "7");
        await Assert.ThrowsAsync<HostToolsException>(() => ApplyAsync("net.ipv4.ip_forward: 2, net.ipv4.conf.*.rp_filter: 1", static step =>
        {
            if (step == "record generation")
                throw new IOException("injected");
        }));
        Assert.Equal("7", Get("net/ipv4/ip_forward"));
        Assert.Equal("2", Get("net/ipv4/conf/eth0.7/rp_filter"));
        Assert.Equal("0", Get("net/ipv4/conf/lo/rp_filter"));
    }

    [Fact]
    public async Task Star_StandsForAllThatHaveNoValueOfTheirOwn()
    {
        await ApplyAsync("net.ipv4.conf.*.rp_filter: 1, net/ipv4/conf/lo/rp_filter: 3");
        Assert.Equal("1 1 3", $"{Get("net/ipv4/conf/eth0/rp_filter")} {Get("net/ipv4/conf/eth0.7/rp_filter")} {Get("net/ipv4/conf/lo/rp_filter")}");
        Directory.Delete(_folder.File("root/proc/sys/net/ipv4/conf/eth0.7"), recursive: true);
        await ApplyAsync(string.Empty);
        Assert.Equal("2 0", $"{Get("net/ipv4/conf/eth0/rp_filter")} {Get("net/ipv4/conf/lo/rp_filter")}");
        Assert.False(File.Exists(_folder.File("root/proc/sys/net/ipv4/conf/eth0.7/rp_filter")));
    }

    [Fact]
    public async Task UnknownSetting_IsWrittenToItsFileAlone()
    {
        Plan plan = await PlanAsync("net.bridge.bridge-nf-call-iptables: 1");
        Assert.Contains(plan.Warnings, static warning => warning.Message == "'net.bridge.bridge-nf-call-iptables' is only written to its file: the kernel that runs has no such setting, or not yet.");
        await Session().ApplyAsync(plan);
        Assert.Contains("bridge-nf-call-iptables = 1", File.ReadAllText(_folder.File("root/etc/sysctl.d/60-hosttools.conf")), StringComparison.Ordinal);
        Assert.Empty(await Session().DriftAsync());
    }

    [Fact]
    public async Task Folder_HasNoKernel()
    {
        var target = Target.Folder(_folder.File("image"));
        Plan plan = await new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target)).PlanAsync(Wants("net.ipv4.ip_forward: 1"), s_context);
        Assert.DoesNotContain(plan.Changes, static change => change.Id.Kind == "sysctl");
        Assert.Contains(plan.Changes, static change => change.Id.Key == "/etc/sysctl.d/60-hosttools.conf");
    }

    [Theory]
    [InlineData("../../etc/passwd=x")]
    [InlineData("net/*/x=1")]
    [InlineData("=1")]
    public void Record_ThatNamesNoSettingIsRefused(string line) =>
        Assert.Throws<FormatException>(() => SysctlState.Read(System.Text.Json.JsonSerializer.SerializeToElement(new { values = new[] { line } })));

    private static PlanChange Step(Plan plan, string name) => plan.Changes.Single(change => change.Id == new ResourceId("sysctl", name));

    private void Set(string setting, string value) => _folder.Write($"root/proc/sys/{setting}", value + "\n");

    private string Get(string setting) => File.ReadAllText(_folder.File($"root/proc/sys/{setting}")).TrimEnd('\n');

    private static ResourceSet Wants(string settings)
    {
        Realised all = Trees.Realise($"config: {{ boot.kernel.sysctl: {{ {string.Join(", ", settings.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(static pair => $"\"{pair.Split(": ")[0]}\": {pair.Split(": ")[1]}"))} }} }}\n");
        var wanted = new ResourceSet();
        foreach (Resource resource in all.Set.Resources.Where(static resource => resource is SysctlResource || resource.Id.Key.StartsWith("/etc/sysctl.d", StringComparison.Ordinal)))
            wanted.Add(resource);
        return wanted;
    }

    private ActivationSession Session(Action<string>? faults = null)
    {
        var target = Target.MachineAt(_folder.File("root"), null);
        return new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target)) { Faults = faults };
    }

    private Task<Plan> PlanAsync(string settings) => Session().PlanAsync(Wants(settings), s_context);

    private async Task ApplyAsync(string settings, Action<string>? faults = null) => await Session(faults).ApplyAsync(await PlanAsync(settings));
}
