using System.Xml.Linq;

namespace HostTools.Virtualization.Tests.Domains;

/// <summary>What libvirt itself makes of our definitions.</summary>
[Collection(LibvirtTests.Name)]
public sealed class RealLibvirtTests(LibvirtDaemon libvirt)
{
    private static readonly HostAbilities s_host = HostAbilities.Unknown;

    [SkippableFact]
    public async Task The_abilities_of_a_host_are_read()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        HostAbilities host = HostAbilities.Parse(await libvirt.SayAsync("domcapabilities", "--virttype", "qemu", "--machine", "q35"));
        Assert.Contains("tpm-crb", host.TpmModels);
        Assert.NotNull(host.HyperV);
    }

    [SkippableTheory]
    [InlineData("windows")]
    [InlineData("windows-kvmfr")]
    [InlineData("windows-scream")]
    [InlineData("server")]
    [InlineData("server-bios")]
    [InlineData("server-bridge")]
    public async Task A_machine_is_defined_twice_changed_and_undefined(string name)
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        VmSpec spec = Specs.Emulated(name.StartsWith('w') ? Specs.Windows : Specs.Server);
        spec = name switch
        {
            "windows-kvmfr" => spec with { LookingGlass = new VmSharedMemory(LookingGlassMemory.For(1920, 1080), "/dev/kvmfr0"), Screen = VmScreen.None },
            "windows-scream" => spec with { HasScreamMemory = true, Sound = VmSound.PulseAudio },
            "server-bios" => spec with { Firmware = new VmFirmware { IsSecure = false, IsUefi = false, HasTpm = false } },
            "server-bridge" => spec with { Nics = [new VmNic(VmNicKind.Macvtap, VmIdentity.Mac(spec.Uuid, 0)) { Source = "eth0" }, new VmNic(VmNicKind.Bridge, VmIdentity.Mac(spec.Uuid, 7)) { Source = "br0" }] },
            _ => spec,
        };
        XElement first = DomainXml.Of(spec, s_host, null);
        await libvirt.DefineAsync(DomainText.Write(first));
        await libvirt.DefineAsync(DomainText.Write(first));
        XElement there = await ThereAsync(spec.Name);
        Assert.Empty(DomainComparison.Compare(first, there));
        Assert.Equal(DomainXml.NoteOf(first), DomainXml.NoteOf(there));

        XElement second = DomainXml.Of(spec with { Memory = new(1L << 30), Nics = [.. spec.Nics, new VmNic(VmNicKind.User, VmIdentity.Mac(spec.Uuid, 1))] }, s_host, null);
        Assert.Equal(["interface", "memory", "owner"], DomainComparison.Compare(second, there).Select(static difference => difference.Path.Split('/')[^1].Split('[', '@')[0]).Order(StringComparer.Ordinal));
        await libvirt.DefineAsync(DomainText.Write(second));
        Assert.Empty(DomainComparison.Compare(second, await ThereAsync(spec.Name)));
        await libvirt.SayAsync("undefine", spec.Name, "--keep-nvram", "--keep-tpm");
        Assert.DoesNotContain(spec.Name, await libvirt.SayAsync("list", "--all", "--name"), StringComparison.Ordinal);
    }

    private async Task<XElement> ThereAsync(string name) => DomainText.Parse(await libvirt.SayAsync("dumpxml", "--inactive", name), "domain");
}
