using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Declared;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Objects;

/// <summary>Declared networks and storage pools with a real libvirt.</summary>
[Collection(LibvirtTests.Name)]
public sealed class DeclaredObjectTests(LibvirtDaemon libvirt)
{
    private const string Lab = "forward.mode: nat, domain.name: lab, ip: [{ address: 192.168.151.1, dhcp: { range: [{ start: 192.168.151.2, end: 192.168.151.99 }]";

    [SkippableFact]
    public async Task A_network_is_planned_defined_changed_brought_back_and_forgotten()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.DeclareLibvirt($"{{ networks.lab: {{ {Lab}, host: [{{ mac: 52:54:00:00:00:01, ip: 192.168.151.7 }}] }} }}] }} }}");
        PlanChange made = Assert.Single((await tree.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Create, "nat, 192.168.151.1/24, starts with the machine"), (made.Action, made.Reason));
        await tree.ApplyAsync();
        Assert.Equal(["lab"], await NamesAsync("net-list", "--autostart"));
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());
        string bridge = Bridge(await DefinitionAsync("lab"));

        tree.DeclareLibvirt($"{{ networks.lab: {{ {Lab} }} }}], mtu.size: 1400 }} }}");
        PlanChange change = Assert.Single((await tree.PlanAsync()).Changes);
        Assert.Contains("mtu", change.Reason, StringComparison.Ordinal);
        Assert.Contains("so after its next start", change.Reason, StringComparison.Ordinal);
        await tree.ApplyAsync();
        XElement changed = await DefinitionAsync("lab");
        Assert.Empty(changed.Descendants("host"));
        Assert.Equal(bridge, Bridge(changed));

        ActivationSession session = tree.Session();
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "tester"));
        Assert.Single((await DefinitionAsync("lab")).Descendants("host"));

        tree.DeclareLibvirt("{}");
        Assert.Equal(ChangeAction.Remove, Assert.Single((await tree.PlanAsync()).Changes).Action);
        await tree.ApplyAsync();
        Assert.Empty(await NamesAsync("net-list", "--all"));
    }

    [SkippableFact]
    public async Task A_network_that_somebody_stops_or_redefines_is_drift_and_is_mended()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.DeclareLibvirt("{ networks.alone: { bridge.name: virbr9 } }");
        await tree.ApplyAsync();
        await libvirt.SayAsync("net-destroy", "alone");
        Assert.Contains("is not started", Assert.Single(await tree.Session().DriftAsync()).Detail, StringComparison.Ordinal);
        await tree.ApplyAsync();
        Assert.Equal(["alone"], await NamesAsync("net-list"));
        await libvirt.SayAsync("net-autostart", "alone", "--disable");
        Assert.Contains("does not start with the machine", Assert.Single(await tree.Session().DriftAsync()).Detail, StringComparison.Ordinal);
        tree.DeclareLibvirt("{}");
        await tree.ApplyAsync();
    }

    [SkippableFact]
    public async Task A_network_that_came_with_libvirt_stays_as_it_is_and_is_started()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        await DefineAsync("<network><name>default</name><forward mode='nat'/><bridge name='virbr7'/><ip address='192.168.177.1' netmask='255.255.255.0'/></network>");
        XElement before = await DefinitionAsync("default");
        tree.Declare("{ server: { type: linux-server, emulated: true, cpu.cores: 1, storage.disk: null } }");
        Plan plan = await tree.PlanAsync();
        Assert.Equal(["starts with the machine; is started"], plan.Changes.Where(static change => change.Id.Kind == "vm-network").Select(static change => change.Reason));
        await tree.ApplyAsync();
        Assert.Equal(before.ToString(), (await DefinitionAsync("default")).ToString());
        Assert.Equal(["default"], await NamesAsync("net-list", "--autostart"));
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());
        tree.Declare("{}");
        await tree.ApplyAsync();
        Assert.Equal(before.ToString(), (await DefinitionAsync("default")).ToString());
        Assert.Empty(await NamesAsync("net-list"));
        await libvirt.SayAsync("net-undefine", "default");
    }

    [SkippableFact]
    public async Task A_network_that_comes_with_libvirts_package_during_the_apply_stays_as_it_is()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.Declare("{ server: { type: linux-server, emulated: true, cpu.cores: 1, storage.disk: null } }");
        bool isThere = false;
        tree.Faults = point =>
        {
            if (isThere || !point.StartsWith("capture:", StringComparison.Ordinal))
                return;
            isThere = true;
            DefineAsync("<network><name>default</name><forward mode='nat'/><bridge name='virbr7'/><ip address='192.168.181.1' netmask='255.255.255.0'/></network>").GetAwaiter().GetResult();
        };
        await tree.ApplyAsync();
        Assert.True(isThere);
        Assert.Contains("192.168.181.1", (await DefinitionAsync("default")).ToString(), StringComparison.Ordinal);
        Assert.Equal(["default"], await NamesAsync("net-list", "--autostart"));
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());
        tree.Faults = null;
        tree.Declare("{}");
        await tree.ApplyAsync();
        Assert.Equal(["default"], await NamesAsync("net-list", "--all"));
        await libvirt.SayAsync("net-destroy", "default");
        await libvirt.SayAsync("net-undefine", "default");
    }

    [SkippableFact]
    public async Task A_network_of_somebody_else_stops_the_plan_unless_it_is_taken_over_and_then_comes_back()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        await DefineAsync("<network><name>old</name><ip address='192.168.178.1' netmask='255.255.255.0'/></network>");
        string before = (await DefinitionAsync("old")).ToString();
        tree.DeclareLibvirt("{ networks.old: { ip: [{ address: 192.168.179.1 }] } }");
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(tree.ApplyAsync);
        Assert.Equal("LibvirtForeign", refused.Errors[0].Id);
        Assert.NotNull(refused.Errors[0].Origin);
        tree.DeclareLibvirt("{ networks.old: { adopt: true, ip: [{ address: 192.168.179.1 }] } }");
        await tree.ApplyAsync();
        Assert.Contains("192.168.179.1", (await DefinitionAsync("old")).ToString(), StringComparison.Ordinal);
        Assert.Empty((await tree.PlanAsync()).Changes);
        tree.DeclareLibvirt("{}");
        await tree.ApplyAsync();
        Assert.Equal(before, (await DefinitionAsync("old")).ToString());
        Assert.Empty(await NamesAsync("net-list"));
        await libvirt.SayAsync("net-undefine", "old");
    }

    [SkippableFact]
    public async Task A_network_that_a_plan_no_longer_finds_as_ours_is_left_alone()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.DeclareLibvirt("{ networks.swapped: { active: false } }");
        await tree.ApplyAsync();
        await libvirt.SayAsync("net-undefine", "swapped");
        await DefineAsync("<network><name>swapped</name></network>");
        tree.DeclareLibvirt("{}");
        await tree.ApplyAsync();
        Assert.Equal(["swapped"], await NamesAsync("net-list", "--all"));
        await libvirt.SayAsync("net-undefine", "swapped");
    }

    [SkippableFact]
    public async Task A_pool_is_defined_started_and_forgotten_and_what_is_in_it_stays()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        string folder = Directory.CreateTempSubdirectory("ht-pool-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "disk.img"), "bytes");
        tree.DeclareLibvirt($"{{ pools.images: {{ target.path: {folder} }} }}");
        Assert.Equal($"dir, {folder}, starts with the machine", Assert.Single((await tree.PlanAsync()).Changes).Reason);
        await tree.ApplyAsync();
        Assert.Equal(["images"], await NamesAsync("pool-list", "--autostart"));
        await File.WriteAllTextAsync(Path.Combine(folder, "more.img"), new string('x', 100_000));
        await libvirt.SayAsync("pool-refresh", "images");
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());
        tree.DeclareLibvirt("{}");
        await tree.ApplyAsync();
        Assert.Empty(await NamesAsync("pool-list", "--all"));
        Assert.True(File.Exists(Path.Combine(folder, "disk.img")));
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task An_apply_that_fails_later_leaves_no_network()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        // There is no such card for the second one.
        tree.DeclareLibvirt("{ networks: { a-good: { ip: [{ address: 192.168.161.1 }] }, b-bad: { forward: { mode: bridge }, bridge.name: \"none-such\", xml: \"<network><nonsense/></network>\" } } }");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(tree.ApplyAsync);
        Assert.Equal("LibvirtRefused", failed.Errors[0].Id);
        Assert.Empty(await NamesAsync("net-list", "--all"));
    }

    [Theory]
    [InlineData("{ networks.\"a b\": {} }", "its name has letters")]
    [InlineData("{ networks.w: { forward.mode: bridge } }", "neither bridge.name nor forward.dev")]
    [InlineData("{ networks.w: { xml: \"<domain/>\" } }", "not <network>")]
    [InlineData("{ pools.w: {} }", "target.path does not say which")]
    [InlineData("{ pools.w: { type: logical, source: { \"a b\": 1 } } }", "is no name in XML")]
    public void What_cannot_be_is_said_with_its_place(string things, string message)
    {
        using var tree = new VmTree("test:///default");
        tree.DeclareLibvirt(things);
        HostToolsException refused = Assert.Throws<HostToolsException>(tree.Realise);
        Assert.Contains(refused.Errors, error => error.Message.Contains(message, StringComparison.Ordinal) && error.Origin is not null);
    }

    private async Task DefineAsync(string xml)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, xml);
        await libvirt.SayAsync("net-define", file);
        File.Delete(file);
    }

    private async Task<string[]> NamesAsync(params string[] words) => (await libvirt.SayAsync([.. words, "--name"])).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<XElement> DefinitionAsync(string name) => XElement.Parse(await libvirt.SayAsync("net-dumpxml", "--inactive", name));

    private static string Bridge(XElement network) => $"{network.Element("bridge")!.Attribute("name")!.Value} {network.Element("mac")!.Attribute("address")!.Value}";
}
