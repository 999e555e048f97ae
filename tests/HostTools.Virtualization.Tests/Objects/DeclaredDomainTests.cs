using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Declared;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Objects;

/// <summary>Machines in libvirt's own words: what becomes of them, and what libvirt says to it.</summary>
[Collection(LibvirtTests.Name)]
public sealed class DeclaredDomainTests(LibvirtDaemon libvirt)
{
    // What people have who write libvirt's XML by hand: a Windows machine with all that games take.
    private const string Windows = """
        { domains.win11: {
            memory: { amount: 16, unit: GiB, hugepages.enable: true }, vcpu.count: 12, iothreads: 1,
            cpu: { migratable: false, topology: { cores: 6, threads: 2 }, cache.mode: passthrough, feature: [{ name: topoext }] },
            cputune: { vcpupin: [{ vcpu: 0, cpuset: "4" }, { vcpu: 1, cpuset: "12" }], emulatorpin: 0-3 },
            os: { loader.secure: true, bootmenu: true, boot: [hd] },
            features: { hyperv: { relaxed: true, vapic: true, spinlocks: { retries: 8191 }, vendor_id: { value: games } }, vmport: false, ioapic: { driver: kvm } },
            clock: { offset: localtime, timers: [{ name: rtc, tickpolicy: catchup }, { name: hpet, present: false }] },
            devices: {
              disks: [{ type: file, device: disk, driver: { name: qemu, type: qcow2, discard: unmap }, source: { file: /images/win.qcow2 }, target: { dev: vda, bus: virtio }, serial: c, boot: { order: 1 }, size: 80GiB },
                      { type: file, device: cdrom, source: { file: /isos/win.iso }, target: { dev: sda, bus: sata }, readonly: true }],
              hostdevs: [{ mode: subsystem, type: pci, managed: true, source: { address: { domain: 0, bus: 1, slot: 0, function: 0 } } }],
              interfaces: { type: network, source: { network: default }, model: { type: virtio } },
              graphics: { type: spice, autoport: true, listen: { type: address, address: 127.0.0.1 } },
              shmem: { name: looking-glass, model: { type: ivshmem-plain }, size: { unit: M, value: 128 } },
              tpm: { model: tpm-crb, backend: { type: emulator, version: "2.0" } },
              rng: { model: virtio, backend: { model: random, value: /dev/urandom } },
              memballoon: { model: none } } } }
        """;

    private const string Small = "type: qemu, memory.amount: 256, vcpu.count: 1, cpu.mode: maximum, os.firmware: bios, devices: { disks: { type: file, device: disk, driver: { name: qemu, type: raw }, source: { file: /images/small.raw }, target: { dev: vda, bus: virtio }, size: 1GiB }, interfaces: { type: user }";

    [Fact]
    public void A_definition_is_as_it_was_reviewed() => Golden.Check("windows-own-words.xml", DomainText.Write(Definition(Windows, "win11")));

    [SkippableFact]
    public async Task The_schema_of_libvirt_takes_it()
    {
        Skip.If(!File.Exists("/usr/bin/virt-xml-validate"), "virt-xml-validate is not installed here");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, DomainText.Write(Definition(Windows, "win11")));
        ProcessResult result = await new SystemProcessRunner().RunAsync(new ProcessRequest("virt-xml-validate", [file, "domain"]), default);
        File.Delete(file);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [SkippableFact]
    public async Task A_machine_is_defined_changed_and_forgotten_with_its_identity()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.DeclareLibvirt($"{{ domains.small: {{ {Small} }} }} }}");
        Assert.Equal("1 processors, 256MiB", Assert.Single((await tree.PlanAsync()).Changes).Reason);
        await tree.ApplyAsync();
        Assert.True(File.Exists(tree["images/small.raw"]));
        string identity = Identity(await DefinitionAsync());
        Assert.Empty((await tree.PlanAsync()).Changes);
        Assert.Empty(await tree.Session().DriftAsync());

        tree.DeclareLibvirt($"{{ domains.small: {{ {Small}, sound: {{ model: ich9 }} }}, autostart: true }} }}");
        PlanChange change = Assert.Single((await tree.PlanAsync()).Changes);
        Assert.Contains("devices/sound", change.Reason, StringComparison.Ordinal);
        await tree.ApplyAsync();
        Assert.Equal(identity, Identity(await DefinitionAsync()));

        tree.DeclareLibvirt("{}");
        await tree.ApplyAsync();
        Assert.DoesNotContain("small", await libvirt.SayAsync("list", "--all", "--name"), StringComparison.Ordinal);
        Assert.True(File.Exists(tree["images/small.raw"]));
    }

    [Theory]
    [InlineData("{ domains.w: { devices.diskz: [] } }", "devices has 'diskz', which libvirt does not know")]
    [InlineData("{ domains.w: { devices.disks: [{ size: 1GiB }] } }", "takes a size such as 80GiB, and source.file")]
    [InlineData("{ domains.w: { vcpu.count: 3, cpu.topology: { cores: 1, threads: 2 } } }", "which is not sockets times dies")]
    [InlineData("{ domains.w: { cpu.model: EPYC } }", "with cpu.mode custom")]
    [InlineData("{ domains.w: { features: { \"a b\": true } } }", "is no name in XML")]
    public void What_cannot_be_is_said_with_its_place(string things, string message)
    {
        using var tree = new VmTree("test:///default");
        tree.DeclareLibvirt(things);
        HostToolsException refused = Assert.Throws<HostToolsException>(tree.Realise);
        Assert.Contains(refused.Errors, error => error.Message.Contains(message, StringComparison.Ordinal) && error.Origin is not null);
    }

    [Fact]
    public void One_machine_is_not_declared_in_both_ways()
    {
        using var tree = new VmTree("test:///default");
        tree.DeclareAll("virtualisation.vms.w: {}", "virtualisation.libvirt.domains.w: {}");
        Assert.Contains("is declared twice", Assert.Throws<HostToolsException>(tree.Realise).Message, StringComparison.Ordinal);
    }

    private static XElement Definition(string things, string name)
    {
        using var tree = new VmTree("test:///default");
        tree.DeclareLibvirt(things.ReplaceLineEndings(" "));
        return DomainXml.Of(((VmResource)tree.Realise().Find(new("vm", name))!).Spec, HostAbilities.Unknown, null);
    }

    private async Task<XElement> DefinitionAsync() => XElement.Parse(await libvirt.SayAsync("dumpxml", "--inactive", "small"));

    private static string Identity(XElement domain) => $"{domain.Element("uuid")!.Value} {domain.Descendants("mac").Single().Attribute("address")!.Value} {domain.Descendants("interface").Single().Element("address")}";
}
