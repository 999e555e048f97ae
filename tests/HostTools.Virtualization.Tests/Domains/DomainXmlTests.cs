using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Domains;

/// <summary>Definitions are what libvirt reads, and hold what the profiles promise.</summary>
public sealed class DomainXmlTests
{
    private static readonly HostAbilities s_host = HostAbilities.Unknown with { IsAmd = true, HyperV = HostAbilities.Unknown.HyperV.Concat(["tlbflush", "ipi"]).ToHashSet(StringComparer.Ordinal) };

    private static readonly string[] s_machines = ["windows", "windows-kvmfr", "windows-emulated", "server", "server-bios"];

    public static TheoryData<string> Machines => [.. s_machines];

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_definition_is_as_it_was_reviewed(string name) => Golden.Check($"{name}.xml", DomainText.Write(Definition(name)));

    [SkippableTheory]
    [MemberData(nameof(Machines))]
    public async Task The_schema_of_libvirt_takes_it(string name)
    {
        Skip.If(!File.Exists("/usr/bin/virt-xml-validate"), "virt-xml-validate is not installed here");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, DomainText.Write(Definition(name)));
        ProcessResult result = await new SystemProcessRunner().RunAsync(new ProcessRequest("virt-xml-validate", [file, "domain"]), default);
        File.Delete(file);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [Fact]
    public void Features_of_HyperV_are_those_of_the_host_with_all_that_they_need()
    {
        HostAbilities none = s_host with { HyperV = new HashSet<string>(["relaxed", "synic", "stimer", "tlbflush"]) };
        XElement hyperV = DomainXml.Of(Specs.Windows, none, null).Element("features")!.Element("hyperv")!;
        Assert.Equal(["relaxed"], hyperV.Elements().Select(static feature => feature.Name.LocalName));
    }

    [Fact]
    public void Only_AMD_is_told_of_topoext()
    {
        Assert.Contains("topoext", Features(Specs.Windows, s_host));
        Assert.DoesNotContain("topoext", Features(Specs.Windows, s_host with { IsAmd = false }));
        Assert.DoesNotContain("topoext", Features(Specs.Windows with { Cpu = new VmCpu { Threads = 1 } }, s_host));
    }

    [Fact]
    public void The_hypervisor_is_never_hidden_and_servers_listen_on_loopback_alone()
    {
        foreach (string name in s_machines)
        {
            string text = DomainText.Write(Definition(name));
            Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
            Assert.DoesNotContain("policy=\"disable\"", text, StringComparison.Ordinal);
            Assert.All(Definition(name).Descendants("listen"), static listen => Assert.Equal("127.0.0.1", (string?)listen.Attribute("address")));
        }
    }

    [Fact]
    public void A_function_alone_becomes_function_0_of_the_guest()
    {
        XElement device = Assert.Single(DomainPassthrough.Pci([new VmPciDevice(new PciAddress(0, 3, 0, 3))]));
        Assert.Equal("0x0", (string?)device.Element("address")!.Attribute("function"));
        Assert.Equal("0x3", (string?)device.Element("source")!.Element("address")!.Attribute("function"));
        Assert.Null(device.Element("address")!.Attribute("multifunction"));
    }

    [Fact]
    public void An_overlay_fills_what_is_there_and_adds_what_is_not()
    {
        var overlay = XElement.Parse("<domain><vcpu cpuset='0-3'/><features><kvm><hidden state='on'/></kvm></features><devices><interface type='user'/><watchdog model='i6300esb'/></devices><cpu><feature policy='disable' name='invtsc'/></cpu></domain>");
        XElement domain = DomainXml.Of(Specs.Windows with { Overlay = overlay }, s_host, null);
        Assert.Equal(("static", "0-3", "12"), ((string?)domain.Element("vcpu")!.Attribute("placement"), (string?)domain.Element("vcpu")!.Attribute("cpuset"), domain.Element("vcpu")!.Value));
        Assert.Equal(2, domain.Element("devices")!.Elements("interface").Count());
        Assert.Single(domain.Element("features")!.Elements("kvm"));
        Assert.Equal("disable", Assert.Single(domain.Element("cpu")!.Elements("feature"), static feature => (string?)feature.Attribute("name") == "invtsc").Attribute("policy")!.Value);
    }

    internal static XElement Definition(string name) => name switch
    {
        "windows" => DomainXml.Of(Specs.Windows, s_host, Specs.Pins),
        "windows-kvmfr" => DomainXml.Of(Specs.Windows with { LookingGlass = new VmSharedMemory(new ByteSize(128 << 20), "/dev/kvmfr0"), Screen = VmScreen.None, Firmware = new VmFirmware { IsSecure = false } }, s_host, null),
        "windows-emulated" => DomainXml.Of(Specs.Emulated(Specs.Windows), s_host, null),
        "server" => DomainXml.Of(Specs.Server, s_host, null),
        _ => DomainXml.Of(Specs.Emulated(Specs.Server) with { Firmware = new VmFirmware { IsUefi = false, IsSecure = false, HasTpm = false }, Disks = [.. Enumerable.Range(0, 28).Select(static number => new VmDisk($"/dev/disk{number}") { Bus = "scsi", Serial = $"disk-{number}" })] }, s_host, null),
    };

    private static IEnumerable<string?> Features(VmSpec spec, HostAbilities host) => DomainXml.Of(spec, host, null).Element("cpu")!.Elements("feature").Select(static feature => (string?)feature.Attribute("name"));
}
