using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostTools.Facts.Tests;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Lint;

/// <summary>What is known to go wrong is seen, and nothing else.</summary>
public sealed partial class LintTests
{
    private const string Uuid = "<name>x</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>";

    private const string Channel = "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>";

    private const string Balloon = "<memballoon model='none'/>";

    /// <summary>A rule, the places it is at, and a definition with that and no other fault.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "VM001", "domain", Domain(body: "<name>x</name>") },
        { "VM003", "devices/interface", Domain(devices: "<interface type='user'/>") },
        { "VM004", "devices/interface[52:54:00:00:00:01]", Domain(devices: "<interface type='user'><mac address='52:54:00:00:00:01'/></interface><interface type='user'><mac address='52:54:00:00:00:01'/></interface>") },
        { "VM004", "devices/interface[53:54:00:00:00:01]", Domain(devices: "<interface type='user'><mac address='53:54:00:00:00:01'/></interface>") },
        { "VM010", "cpu/topology", Domain("<vcpu>8</vcpu><cpu><topology sockets='1' cores='4' threads='1'/></cpu>") },
        { "VM011", "cpu", Domain("<cpu mode='host-passthrough'/>", type: "qemu") },
        { "VM012", "cputune", Domain("<cputune><vcpupin vcpu='0' cpuset='2'/><vcpupin vcpu='1' cpuset='2'/></cputune>") },
        { "VM013", "cputune/emulatorpin", Domain("<cputune><vcpupin vcpu='0' cpuset='2'/><vcpupin vcpu='1' cpuset='3'/><emulatorpin cpuset='2-3'/></cputune>") },
        { "VM020", "cpu/feature[hypervisor]", Domain("<cpu mode='host-passthrough'><feature policy='disable' name='hypervisor'/></cpu><features><hyperv><relaxed state='on'/></hyperv></features>" + Windows) },
        { "VM021", "features/hyperv/synic", Domain("<features><hyperv><synic state='on'/></hyperv></features>" + Windows) },
        { "VM021", "features/hyperv", Domain("<features><hyperv><vpindex state='on'/><synic state='on'/><stimer state='on'/></hyperv></features>" + Windows) },
        { "VM022", "features/hyperv/vendor_id", Domain("<features><hyperv><vendor_id state='on' value='thirteen long'/></hyperv></features>" + Windows) },
        { "VM023", "features/kvm/hidden", Domain("<features><kvm><hidden state='on'/></kvm></features>") },
        { "VM024", "features", Domain("<features/><metadata><o:libosinfo xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'><o:os id='http://microsoft.com/win/11'/></o:libosinfo></metadata>" + Windows) },
        { "VM025", "os/nvram", Domain("<features><smm state='on'/></features><os><type machine='q35'>hvm</type><loader secure='yes'>/x.fd</loader><nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/></os>") },
        { "VM025", "os/firmware", Domain("<os firmware='efi'><type machine='q35'>hvm</type><firmware><feature enabled='yes' name='secure-boot'/></firmware></os>") },
        { "VM026", "os/loader", Domain("<os><type machine='q35'>hvm</type><loader secure='yes'>/x.fd</loader></os>") },
        { "VM026", "os/type", Domain("<features><smm state='on'/></features><os><type machine='pc-i440fx-7.2'>hvm</type><loader secure='yes'>/x.fd</loader></os>") },
        { "VM027", "devices", Domain("<features><hyperv><relaxed state='on'/></hyperv></features><clock offset='localtime'/>") },
        { "VM027", "devices/tpm/backend", Domain(devices: "<tpm><backend type='emulator' version='1.2'/></tpm>") },
        { "VM030", "memoryBacking/hugepages/page", Domain("<memory unit='MiB'>1025</memory><memoryBacking><hugepages><page size='1' unit='GiB'/></hugepages></memoryBacking>") },
        { "VM031", "memoryBacking/locked", Domain("<memoryBacking><locked/></memoryBacking>") },
        { "VM032", "devices/filesystem[t]", Domain(devices: "<filesystem><driver type='virtiofs'/><target dir='t'/></filesystem>") },
        { "VM033", "devices/shmem[s]", Domain(devices: "<shmem name='s'><size unit='M'>100</size></shmem>") },
        { "VM040", "devices/disk[vda]", Domain(devices: "<disk><source file='/a.qcow2'/><target dev='vda'/></disk>") },
        { "VM040", "devices/disk[sda]", Domain(devices: "<disk device='cdrom'><driver type='qcow2'/><source file='/a.iso'/><target dev='sda'/></disk>") },
        { "VM041", "devices/disk[vda]/driver", Domain(devices: "<disk><driver type='raw' io='native'/><target dev='vda'/></disk>") },
        { "VM042", "devices/disk[vda]/driver", Domain(devices: "<disk><driver type='raw' cache='unsafe'/><target dev='vda'/></disk>") },
        { "VM043", "devices/disk[vda]", Domain("<features><hyperv><relaxed state='on'/></hyperv></features><clock offset='localtime'/>", "<tpm/><disk><target dev='vda' bus='virtio'/></disk><disk device='cdrom'><source file='/isos/Win11.iso'/><target dev='sda'/></disk>") },
        { "VM050", "devices/memballoon", Domain(devices: Passed(0), balloon: "<memballoon model='virtio'/>") },
        { "VM051", "devices/hostdev[0 1 0 0]", Domain(devices: Passed(0, managed: "no")) },
        { "VM052", "os/type", Domain("<os><type machine='pc'>hvm</type></os>", Passed(0)) },
        { "VM053", "devices/hostdev[0 1 0 0]", Domain(devices: Passed(0, 5) + Passed(1, 6)) },
        { "VM060", "devices/input/source", Domain(devices: "<input type='evdev'><source dev='/dev/input/event3'/></input>") },
        { "VM061", "devices/input/source", Domain(devices: "<input type='evdev'><source dev='/dev/input/by-id/x-event-mouse' repeat='on'/></input>") },
        { "VM062", "devices/hostdev[1133 50475]", Domain(devices: Usb(string.Empty)) },
        { "VM063", "devices/hostdev[1133 50475]", Domain(devices: Usb("startupPolicy='optional'") + Usb("startupPolicy='optional'")) },
        { "VM064", "devices", Domain(channel: string.Empty) },
        { "VM065", "devices/graphics[graphicsvnc]", Domain(devices: "<graphics type='vnc' listen='0.0.0.0'/>") },
        { "VM065", "devices/graphics[graphicsspice]", Domain(devices: "<graphics type='spice'><listen type='address' address='::'/></graphics>") },
        { "VM066", "devices/graphics[graphicsvnc]", Domain(devices: "<graphics type='vnc' passwd='x'/>") },
        { "VM067", "clock", Domain("<features><hyperv><relaxed state='on'/></hyperv></features><clock offset='utc'/>", "<tpm/>") },
        { "VM072", "commandline/arg", Domain("<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='-cpu'/></q:commandline>") },
    };

    private static string Windows => "<clock offset='localtime'/><!-- windows -->";

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_where_it_is(string rule, string place, string xml)
    {
        IReadOnlyList<HostVmFinding> found = DomainLint.Of(DomainFile.Parse(xml, "x.xml"), "x.xml", null);
        HostVmFinding finding = Assert.Single(found);
        Assert.Equal((rule, place), (finding.Rule, finding.Place));
        Assert.Equal("x.xml", finding.Origin?.File);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows")]
    [InlineData("server")]
    public void What_we_generate_has_no_fault(string kind)
    {
        VmSpec spec = kind == "windows" ? Specs.Windows with { Disks = [.. Specs.Windows.Disks, new VmDisk("/isos/virtio-win.iso") { IsCd = true }] } : Specs.Server;
        Assert.Empty(DomainLint.Of(DomainXml.Of(spec, HostAbilities.Unknown, kind == "windows" ? Specs.Pins : null), null, null));
    }

    [Fact]
    public void The_host_is_asked_whether_it_has_what_is_named()
    {
        using FakeMachine machine = FakeMachine.Of("a1-z170-gtx960", static device => device.Group < 3);
        machine.Write("dev/kvm", string.Empty);
        machine.Write("dev/kvmfr0", "made by QEMU");
        machine.Write("images/a.raw", string.Empty);
        string xml = Domain(
            "<os><type machine='q35'>hvm</type><loader>/usr/share/none.fd</loader></os><q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='{\"mem-path\":\"/dev/kvmfr0\"}'/></q:commandline>",
            Passed(0) + Passed(0, bus: 0x77) + "<disk><driver type='raw'/><source file='/images/a.raw'/><target dev='vda'/></disk><disk><driver type='raw'/><source file='/images/b.raw'/><target dev='vdb'/></disk>");
        IReadOnlyList<HostVmFinding> found = DomainLint.Of(DomainFile.Parse(xml, "x.xml"), null, new LintHost(Root.At(machine.Folder)));
        Assert.Equal(["VM035", "VM054", "VM073", "VM073", "VM055"], found.Select(static finding => finding.Rule));
        Assert.Contains("01:00.1", found[^1].Message, StringComparison.Ordinal);
        Assert.Contains("an ordinary file", found[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(found, static finding => finding.Message.Contains("a.raw", StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_of_one_core_that_are_on_two_are_found_on_a_7800X3D()
    {
        using var machine = new FakeMachine();
        for (int cpu = 0; cpu < 16; cpu++)
        {
            machine.Write($"sys/devices/system/cpu/cpu{cpu}/topology/core_id", $"{cpu % 8}\n");
            machine.Write($"sys/devices/system/cpu/cpu{cpu}/topology/physical_package_id", "0\n");
            machine.Write($"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list", $"{cpu % 8},{cpu % 8 + 8}\n");
        }

        machine.Write("sys/devices/system/cpu/online", "0-15\n");
        machine.Write("dev/kvm", string.Empty);
        var host = new LintHost(Root.At(machine.Folder));
        Assert.NotNull(host.Facts.Topology);
        HostVmFinding split = Assert.Single(DomainLint.Of(Pinned([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]), null, host));
        Assert.Equal("VM015", split.Rule);
        Assert.Contains("4-5", split.Message, StringComparison.Ordinal);
        Assert.Empty(DomainLint.Of(Pinned([2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15]), null, host));
        Assert.Equal("VM014", Assert.Single(DomainLint.Of(Pinned([2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 16]), null, host)).Rule);
    }

    [Fact]
    public void What_people_set_up_by_hand_on_the_host_is_found()
    {
        using FakeMachine machine = FakeMachine.Of("a1-z170-gtx960", static device => device.Group < 3);
        machine.Write("etc/systemd/user/scream.service", "[Service]\nExecStart=/usr/bin/scream -i virbr0 -o pipewire\n");
        machine.Write("etc/systemd/system/vms.service", "[Service]\nExecStart=/bin/sh -c 'virsh define /etc/vm.xml || true'\n");
        machine.Write("etc/systemd/system/good.service", "[Service]\nExecStart=/usr/bin/scream -o pulse\n");
        machine.Write("etc/libvirt/qemu/mine.xml", "<domain/>");
        machine.Write("etc/libvirt/qemu/its.xml", "<!--\nWARNING: THIS IS AN AUTO-GENERATED FILE.\n--><domain/>");
        machine.Write("etc/X11/xorg.conf", "Section \"Device\"\n BusID \"PCI:10:0:0\"\n");
        machine.Write("etc/X11/xorg.conf.d/10.conf", "BusID \"PCI:1:0:0\"\n");
        machine.Write("proc/cmdline", "quiet amd_iommu=on\n");
        Assert.Equal(
            ["VM081 /etc/systemd/system/vms.service", "VM080 /etc/systemd/user/scream.service", "VM082 /etc/libvirt/qemu/mine.xml", "VM083 /etc/X11/xorg.conf", "VM084 /proc/cmdline"],
            SetupLint.Of(new LintHost(Root.At(machine.Folder))).Select(static finding => $"{finding.Rule} {finding.Place}"));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><domain>&a;</domain>", "DTD")]
    [InlineData("<network/>", "not <domain>")]
    [InlineData("<domain>", "domain")]
    [InlineData("", "Root element")]
    [InlineData("hello", "Data at the root")]
    public void What_is_no_definition_is_said_with_its_place(string text, string message)
    {
        HostToolsException refused = Assert.Throws<HostToolsException>(() => DomainFile.Parse(text, "x.xml"));
        Assert.Equal("VmXmlUnreadable", refused.Errors[0].Id);
        Assert.Contains(message, refused.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_end_is_refused()
    {
        Assert.Throws<HostToolsException>(() => DomainFile.Parse($"<domain>{new string(' ', DomainFile.MaximumLength)}</domain>", "long"));
        HostToolsException deep = Assert.Throws<HostToolsException>(() => DomainFile.Parse("<domain>" + string.Concat(Enumerable.Repeat("<a>", 200_000)), "deep"));
        Assert.Contains("nested", deep.Errors[0].Message, StringComparison.Ordinal);
        Assert.Throws<HostToolsException>(() => DomainFile.Load("/nowhere/x.xml"));
    }

    [Fact]
    public void Nonsense_in_a_definition_ends_in_findings_and_not_in_failures()
    {
        const string Strange = "<domain type='kvm'><name/><uuid>?</uuid><memory unit='?'>x</memory><vcpu>-1</vcpu><cputune><vcpupin vcpu='x' cpuset='^9'/><vcpupin/></cputune><cpu><topology sockets='99999999999' cores='x'/></cpu>"
            + "<memoryBacking><hugepages><page size='0'/></hugepages></memoryBacking><devices><hostdev type='pci'/><hostdev type='pci'><source><address domain='0xzz' bus='999'/></source></hostdev><hostdev type='usb'><source/></hostdev><disk/><interface><mac/></interface><interface><mac address=''/></interface><shmem/><input type='evdev'/></devices></domain>";
        Assert.NotEmpty(DomainLint.Of(DomainFile.Parse(Strange, "x.xml"), "x.xml", null));
    }

    [Fact]
    public void Every_rule_is_explained_to_people()
    {
        string clone = Clone();
        string[] rules = [.. Directory.EnumerateFiles(Path.Combine(clone, "src/HostTools.Virtualization/Lint")).SelectMany(static file => Rule().Matches(File.ReadAllText(file)).Select(static match => match.Value)).Distinct().Order(StringComparer.Ordinal)];
        string page = File.ReadAllText(Path.Combine(clone, "docs/virtual-machines.md"));
        Assert.True(rules.Length > 40);
        Assert.DoesNotContain(rules, rule => !page.Contains($"| {rule.Trim('"')} |", StringComparison.Ordinal));
    }

    private static string Domain(string body = "", string devices = "", string type = "kvm", string? channel = null, string balloon = Balloon) =>
        $"<domain type='{type}'>{(body.Contains("<name>", StringComparison.Ordinal) ? string.Empty : Uuid)}{body}<devices>{(body.Contains("<!-- windows -->", StringComparison.Ordinal) ? "<tpm/>" : string.Empty)}{devices}{channel ?? Channel}{balloon}</devices></domain>";

    private static string Passed(int function, int slot = 5, string managed = "yes", int bus = 1) =>
        $"<hostdev mode='subsystem' type='pci' managed='{managed}'><source><address domain='0x0000' bus='0x{bus:x2}' slot='0x00' function='0x{function}'/></source><address type='pci' bus='0x0{slot}' slot='0x00' function='0x{function}'/></hostdev>";

    private static string Usb(string policy) => $"<hostdev type='usb'><source {policy}><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>";

    private static XElement Pinned(int[] on) => DomainFile.Parse(
        Domain($"<vcpu>12</vcpu><cputune>{string.Concat(on.Select(static (cpu, index) => $"<vcpupin vcpu='{index}' cpuset='{cpu}'/>"))}</cputune><cpu mode='host-passthrough'><topology sockets='1' cores='6' threads='2'/></cpu>"), "x.xml");

    private static string Clone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }

    [GeneratedRegex("\"VM[0-9]{3}\"")]
    private static partial Regex Rule();
}
