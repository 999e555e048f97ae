using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>What machines do to the rest of a configuration.</summary>
public sealed class VmOptionTests
{
    [Fact]
    public void Huge_pages_of_all_machines_add_up()
    {
        using var tree = new VmTree("test:///default");
        tree.DeclareAll(
            "virtualisation.vms: { a: { memory: 512GiB, hugepages.enable: true }, b: { memory: 3GiB, hugepages: { enable: true, count: 4 } }, c: { memory: 64GiB, hugepages: { enable: true, size: 2MiB } }, off: { enable: false, hugepages.enable: true } }",
            "virtualisation.libvirt: { domains.d: { memory: { amount: 2048, hugepages.enable: true } }, hugepages.database: { size: 2MiB, count: 10 } }");
        HostConfig config = tree.Evaluate();
        Assert.Equal(["hugepagesz=1G", "hugepages=518"], Texts(config, "boot", "kernelParams"));
        Assert.True(config.TryGet(out object? small, "boot", "kernel", "sysctl", "vm.nr_hugepages"));
        Assert.Equal(32778L, small);
    }

    [Fact]
    public void Asked_for_devices_are_listed_once_and_those_of_machines_that_are_off_are_not()
    {
        using var tree = new VmTree("test:///default");
        tree.Declare("{ a: { gpu: { address: \"0000:01:00.0\", audioAddress: \"0000:01:00.1\" }, pciDevices: [\"0000:05:00.0\"] }, b: { gpu.address: \"0000:01:00.0\" }, c: { enable: false, pciDevices: [\"0000:06:00.0\"] }, d: { vfio.enable: true, gpu.enable: false } }");
        Assert.Equal(["0000:01:00.0", "0000:01:00.1", "0000:05:00.0"], Texts(tree.Evaluate(), "virtualisation", "pciAddresses"));
    }

    [Fact]
    public void The_apply_that_starts_libvirt_does_so_first_and_then_its_network()
    {
        using var tree = new VmTree("test:///default");
        tree.Declare("{ a: {} }");
        HostConfig config = tree.Evaluate();
        var wanted = new ResourceSet();
        new BaseFeature(LibraryLocator.Find()).Realise(config, wanted);
        new VirtualizationFeature(LibraryLocator.Find()).Realise(config, wanted);
        Assert.Equal(["unit:libvirtd.service", "vm-network:default"], wanted.Find(new("vm", "a"))!.After.Select(static id => id.ToString()));
        Assert.Equal(["unit:libvirtd.service"], wanted.Find(new("vm-network", "default"))!.After.Select(static id => id.ToString()));
    }

    [Fact]
    public void A_machine_gets_the_card_that_is_kept_free_and_the_module_of_its_viewer_is_set_up_once()
    {
        using var tree = new VmTree("test:///default") { Imports = ", virtualization/vfio" };
        tree.DeclareAll(
            "system.distribution: debian", "modules.vfio: { enable: true, devices: { \"0000:01:00.0\": { id: \"10de:2c05\" } }, lookingGlass: { users: [ada], kvmfr: true } }",
            "virtualisation.vms: { w: { vfio.enable: true, lookingGlass: { enable: true, device: /dev/kvmfr0, size: 64MiB } }, other: { gpu: { address: \"0000:03:00.0\", pciId: \"1002:744c\" } } }");
        HostConfig config = tree.Evaluate();
        Assert.Contains("0000:01:00.0", Texts(config, "virtualisation", "vms", "w", "gpu", "functions"));
        Assert.Equal(["0000:03:00.0"], Texts(config, "virtualisation", "pciAddresses"));
        Assert.Contains("0000:03:00.0", Texts(config, "modules", "vfio", "gpuPciAddresses"));
        Assert.Single(Texts(config, "boot", "kernelModules"), "kvmfr");
        Assert.True(config.TryGet(out object? modprobe, "boot", "extraModprobeConfig"));
        Assert.Single(((string)modprobe!).Split('\n'), static line => line.StartsWith("options kvmfr", StringComparison.Ordinal));
        Assert.Equal(["/dev/kvmfr0"], Texts(config, "virtualisation", "libvirtd", "qemu", "devices"));
    }

    [Theory]
    [InlineData("{ w: { memory: 1500MiB, hugepages.enable: true } }", "is no multiple of that")]
    [InlineData("{ w: { memory: 4GiB, hugepages: { enable: true, count: 3 } } }", "less than its memory takes")]
    [InlineData("{ w: { scream.mode: network, network: { type: macvtap, interface: enp1s0 } } }", "Scream cannot reach the host")]
    [InlineData("{ w: { vfio.enable: true } }", "nor modules.vfio.gpuPciAddresses")]
    [InlineData("{ a.lookingGlass.enable: true, b.lookingGlass.enable: true }", "share the memory 'looking-glass'")]
    [InlineData("{ a.lookingGlass: { enable: true, device: /dev/kvmfr1 } }", "without gaps")]
    public void What_cannot_be_is_said(string machines, string message)
    {
        using var tree = new VmTree("test:///default");
        tree.Declare(machines);
        Assert.Contains(message, Assert.Throws<HostToolsException>(tree.Evaluate).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(HostConfig config, params string[] path) => config.TryGet(out object? value, path) ? ((IReadOnlyList<object?>)value!).Cast<string>() : [];
}
