using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>Declared machines with a real libvirt.</summary>
[Collection(LibvirtTests.Name)]
public sealed class DeclaredVmTests(LibvirtDaemon libvirt)
{
    private const string Server = "server: { type: linux-server, emulated: true, memory: 512MiB, cpu.cores: 1, storage.disk: /images/server.qcow2, storage.size: 1GiB, network.type: user }";

    [SkippableFact]
    public async Task A_machine_is_planned_defined_changed_brought_back_and_forgotten()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.Declare($"{{ {Server} }}");
        PlanChange made = Assert.Single((await tree.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Create, "1 processors, 512MiB"), (made.Action, made.Reason));
        Assert.False(File.Exists(tree["images/server.qcow2"]));
        await tree.ApplyAsync();
        Assert.Contains("virtual size: 1 GiB", await ToolAsync("qemu-img", "info", tree["images/server.qcow2"]), StringComparison.Ordinal);
        string uuid = await libvirt.SayAsync("domuuid", "server");
        string mac = Mac(await DefinitionAsync());
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());

        tree.Declare($"{{ {Server.Replace("512MiB", "1GiB", StringComparison.Ordinal).Replace("network.type: user", "network.type: user, autostart: true", StringComparison.Ordinal)} }}");
        PlanChange change = Assert.Single((await tree.PlanAsync()).Changes);
        Assert.Contains("memory", change.Reason, StringComparison.Ordinal);
        Assert.Contains("starts with the machine", change.Reason, StringComparison.Ordinal);
        await tree.ApplyAsync();
        Assert.Equal("1048576", (await DefinitionAsync()).Element("memory")!.Value);
        Assert.Equal((uuid, mac), (await libvirt.SayAsync("domuuid", "server"), Mac(await DefinitionAsync())));

        ActivationSession session = tree.Session();
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "tester"));
        Assert.Equal("524288", (await DefinitionAsync()).Element("memory")!.Value);
        Assert.Contains("disable", await libvirt.SayAsync("dominfo", "server"), StringComparison.Ordinal);

        tree.Declare("{}");
        Assert.Equal(ChangeAction.Remove, Assert.Single((await tree.PlanAsync()).Changes).Action);
        await tree.ApplyAsync();
        Assert.DoesNotContain("server", await libvirt.SayAsync("list", "--all", "--name"), StringComparison.Ordinal);
        Assert.True(File.Exists(tree["images/server.qcow2"]));
    }

    [SkippableFact]
    public async Task What_somebody_changes_by_hand_is_drift_and_is_mended()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.Declare("{ drifting: { type: linux-server, emulated: true, cpu.cores: 2, storage.disk: null, network.type: user } }");
        await tree.ApplyAsync();
        await libvirt.SayAsync("setmaxmem", "drifting", "1G", "--config");
        Assert.Contains("memory", Assert.Single(await tree.Session().DriftAsync()).Detail, StringComparison.Ordinal);
        await tree.ApplyAsync();
        Assert.Empty(await tree.Session().DriftAsync());
        await libvirt.SayAsync("undefine", "drifting", "--nvram");
        Assert.Equal(DriftKind.Missing, Assert.Single(await tree.Session().DriftAsync()).Difference);
        tree.Declare("{}");
        await tree.ApplyAsync();
    }

    [SkippableFact]
    public async Task A_machine_of_somebody_else_is_left_alone_unless_it_is_taken_over_and_then_comes_back()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        await libvirt.DefineAsync("<domain type='qemu'><name>old</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>");
        string uuid = await libvirt.SayAsync("domuuid", "old");
        const string Old = "old: { type: linux-server, emulated: true, memory: 128MiB, cpu.cores: 1, storage.disk: null, network.type: user";
        tree.Declare($"{{ {Old} }} }}");
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(tree.ApplyAsync);
        Assert.Equal("VmForeign", refused.Errors[0].Id);
        Assert.NotNull(refused.Errors[0].Origin);
        tree.Declare($"{{ {Old}, adopt: true }} }}");
        await tree.ApplyAsync();
        Assert.Equal(uuid, await libvirt.SayAsync("domuuid", "old"));
        Assert.Equal("131072", (await DefinitionAsync("old")).Element("memory")!.Value);
        tree.Declare("{}");
        await tree.ApplyAsync();
        Assert.Equal("65536", (await DefinitionAsync("old")).Element("memory")!.Value);
        await libvirt.SayAsync("undefine", "old", "--nvram");
    }

    [SkippableFact]
    public async Task An_apply_that_fails_later_leaves_neither_machine_nor_disk()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        // The second one cannot be defined: libvirt knows no such sound.
        tree.Declare("{ a-good: { type: linux-server, emulated: true, cpu.cores: 1, storage.disk: /images/a.qcow2, storage.size: 1GiB, network.type: user }, "
            + "b-bad: { type: linux-server, emulated: true, cpu.cores: 1, storage.disk: null, network.type: user, xml: \"<domain><devices><sound model='none-such'/></devices></domain>\" } }");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(tree.ApplyAsync);
        Assert.Equal("LibvirtRefused", failed.Errors[0].Id);
        Assert.Equal(string.Empty, (await libvirt.SayAsync("list", "--all", "--name")).Trim());
        Assert.False(File.Exists(tree["images/a.qcow2"]));
    }

    [SkippableFact]
    public async Task Cards_stay_in_their_slots_when_others_come()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        const string Machine = "slots: { type: linux-server, emulated: true, cpu.cores: 1, storage.disk: /images/s.raw, storage.format: raw, network.type: user";
        tree.Declare($"{{ {Machine} }} }}");
        await tree.ApplyAsync();
        string before = Place(await DefinitionAsync("slots"));
        tree.Declare($"{{ {Machine}, audio: none, disks: {{ a.path: /images/a.raw, b.path: /images/b.raw }}, shares: {{ home: /srv }} }} }}");
        await tree.ApplyAsync();
        Assert.Equal(before, Place(await DefinitionAsync("slots")));
        tree.Declare("{}");
        await tree.ApplyAsync();
    }

    [SkippableFact]
    public async Task A_silent_libvirt_says_so()
    {
        using var tree = new VmTree("qemu+unix:///system?socket=/nowhere/sock");
        tree.Declare($"{{ {Server} }}");
        Skip.If(!File.Exists("/usr/bin/virsh"), "virsh is not installed here");
        Plan plan = await tree.PlanAsync();
        Assert.Contains(plan.Warnings, static warning => warning.Message.Contains("libvirt does not answer yet", StringComparison.Ordinal));
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => tree.Session().ApplyAsync(plan));
        Assert.Contains("libvirt", failed.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"a b\": {} }", "its name has letters")]
    [InlineData("{ \"7\": {} }", "not digits alone")]
    [InlineData("{ w: { vcpus: 7 } }", "has 7 vcpus")]
    [InlineData("{ w: { network.type: macvtap } }", "no network.interface")]
    [InlineData("{ w: { gpu.enable: true } }", "gpu.address does not say")]
    [InlineData("{ w: { lookingGlass: { enable: true, size: 100MiB } } }", "no power of two")]
    [InlineData("{ w: { xml: \"<domain>\" } }", "its xml cannot be read")]
    [InlineData("{ w: { xml: \"<network/>\" } }", "not <domain>")]
    [InlineData("{ w: { xml: \"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><domain>&a;</domain>\" } }", "its xml cannot be read")]
    public void What_cannot_be_is_said_with_its_place(string machines, string message)
    {
        using var tree = new VmTree("test:///default");
        tree.Declare(machines);
        HostToolsException refused = Assert.Throws<HostToolsException>(tree.Realise);
        Assert.Contains(refused.Errors, error => error.Message.Contains(message, StringComparison.Ordinal) && error.Origin is not null);
    }

    private async Task<XElement> DefinitionAsync(string name = "server") => XElement.Parse(await libvirt.SayAsync("dumpxml", "--inactive", name));

    private static string Mac(XElement definition) => (string)definition.Descendants("mac").Single().Attribute("address")!;

    private static string Place(XElement definition) => string.Join('\n', new[] { definition.Descendants("interface").Single(), definition.Descendants("disk").First(static disk => (string?)disk.Element("target")!.Attribute("dev") == "vda") }
        .Select(static device => device.Element("address")!.ToString()));

    private static async Task<string> ToolAsync(string program, params string[] arguments) => (await new SystemProcessRunner().RunAsync(new ProcessRequest(program, arguments), default)).StandardOutput;
}
