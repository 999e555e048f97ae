using HostTools.Activation.Resources;
using HostTools.Machine.Boot;

namespace HostTools.Machine.Tests.Library;

/// <summary>What the module for giving devices away refuses, derives and leaves out.</summary>
public sealed class VfioTests
{
    private const string Devices = "devices: { \"0000:01:00.0\": { id: \"10de:2c05\" } }";

    private static string Host(string vfio, string more = "", string imports = "virtualization/vfio, system/boot", string distribution = "debian") =>
        $"imports: [{imports}]\nconfig:\n  system.distribution: {distribution}\n  modules.vfio: {{ {vfio} }}\n{(imports.Contains("system/boot", StringComparison.Ordinal) ? "  modules.system.boot.loader: grub\n" : string.Empty)}{more}";

    [Fact]
    public void Imported_AndNotEnabled_WritesNothing()
    {
        Realised without = Trees.Realise("imports: [system/boot]\nconfig:\n  system.distribution: debian\n  modules.system.boot.loader: grub\n");
        Realised with = Trees.Realise(Host(Devices + ", dualBoot.enable: true, scream.enable: true, lookingGlass.users: [ann]"));
        Assert.Equal(without.Set.Resources.Select(static one => one.Id), with.Set.Resources.Select(static one => one.Id));
    }

    [Theory]
    [InlineData("", "iommu=pt", "intel_iommu=on")]
    [InlineData("processor: amd", "iommu=pt", "amd_iommu")]
    [InlineData("processor: intel", "intel_iommu=on iommu=pt", "amd_iommu")]
    public void Processor_DecidesTheParameters(string processor, string expected, string never)
    {
        string text = Trees.Realise(Host($"enable: true, {Devices}, {processor}")).Text("/etc/default/grub.d/50-hosttools.cfg");
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain(never, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hardware/intel", "modules.hardware.intel.enable: true", "intel_iommu=on iommu=pt")]
    [InlineData("hardware/amd", "modules.hardware.amd.enable: true", "LINUX iommu=pt\"")]
    public void Processor_IsTheOneOfTheHardware(string module, string option, string expected) =>
        Assert.Contains(expected, Trees.Realise(Host($"enable: true, {Devices}", $"  {option}\n", $"virtualization/vfio, system/boot, {module}")).Text("/etc/default/grub.d/50-hosttools.cfg"), StringComparison.Ordinal);

    /// <summary>The usual entry gets what both modes have, the other one the rest and nothing else.</summary>
    [Theory]
    [InlineData("host", "vfio", "hosttools.mode=vfio modprobe.blacklist=nouveau,nvidia,nvidia_drm,nvidia_modeset,nvidia_uvm", "", "iommu=pt")]
    [InlineData("vfio", "host", "hosttools.mode=host", "hosttools.mode=vfio|modprobe.blacklist=nouveau,nvidia,nvidia_drm,nvidia_modeset,nvidia_uvm", "iommu=pt hosttools.mode=vfio modprobe.blacklist=nouveau,nvidia,nvidia_drm,nvidia_modeset,nvidia_uvm")]
    public void Entries_DifferByParametersAlone(string mode, string name, string parameters, string without, string usual)
    {
        Realised host = Trees.Realise(Host($"enable: true, {Devices}, dualBoot: {{ enable: true, defaultMode: {mode}, hostLabel: mine, vfioLabel: theirs }}", distribution: "fedora"));
        BootWish entry = Assert.Single(host.Set.Resources.OfType<BootMenuResource>().Single().Entries);
        Assert.Equal((name, name == "vfio" ? "Linux (theirs)" : "Linux (mine)"), (entry.Name, entry.Title));
        Assert.Equal(parameters, string.Join(' ', entry.Parameters));
        Assert.Equal(without, string.Join('|', entry.Without));
        Assert.Contains($"GRUB_CMDLINE_LINUX {usual}\"", host.Text("/etc/default/grub.d/50-hosttools.cfg"), StringComparison.Ordinal);
        // Whoever switches over undoes exactly what the usual entry says.
        Assert.Equal(mode == "vfio" ? "quiet iommu=pt hosttools.mode=host" : $"quiet {usual} {parameters}", entry.Applied("quiet " + usual));
        Assert.False(host.Has("/etc/modprobe.d/hosttools.conf"));
        Assert.Contains("\nmode=host\n", host.Text("/etc/hosttools/vfio-bind"), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAChoice_TheFilesSayIt()
    {
        Realised host = Trees.Realise(Host($"enable: true, {Devices}, drivers: [nouveau, snd_hda_intel]"));
        Assert.EndsWith("blacklist nouveau\nblacklist nvidia\nblacklist nvidia_drm\nblacklist nvidia_modeset\nblacklist nvidia_uvm\nsoftdep nouveau pre: vfio-pci\nsoftdep snd_hda_intel pre: vfio-pci\n", host.Text("/etc/modprobe.d/hosttools.conf"), StringComparison.Ordinal);
        Assert.Contains("\nmode=vfio\n", host.Text("/etc/initramfs-tools/scripts/init-top/hosttools-vfio"), StringComparison.Ordinal);
        host = Trees.Realise(Host($"enable: true, primaryMode: false, {Devices}"));
        Assert.False(host.Has("/etc/modprobe.d/hosttools.conf"));
        Assert.Contains("\nmode=host\n", host.Text("/etc/initramfs-tools/scripts/init-top/hosttools-vfio"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheRamDisk_IsMadeOnceForAllOfIt()
    {
        Realised host = Trees.Realise(Host($"enable: true, {Devices}"));
        FileResource[] files = [.. host.Files.Where(static file => file.Path.Contains("initramfs-tools", StringComparison.Ordinal))];
        Assert.Equal(["/etc/initramfs-tools/modules", "/etc/initramfs-tools/scripts/init-top/hosttools-vfio"], files.Select(static file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(files, static file => Assert.Equal(["initramfs"], file.Triggers));
        Assert.Equal("vfio_pci\nvfio\nvfio_iommu_type1\n", Realised.TextOf(files.Single(static file => file.Ownership == FileOwnership.Block)));
        Assert.Single(host.Set.Resources.OfType<TriggerResource>(), static trigger => trigger.Name == "initramfs");
    }

    [Fact]
    public void NoRule_IsForEverybody()
    {
        Realised host = Trees.Realise(Host($"enable: true, {Devices}, lookingGlass: {{ users: [ann], kvmfr: true }}"));
        string rules = string.Concat(host.Files.Where(static file => file.Path.Contains("udev", StringComparison.Ordinal)).Select(Realised.TextOf));
        Assert.DoesNotContain("66\"\n", rules.Replace("0660", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (string vendor in (string[])["045e", "054c", "057e", "1050"])
            Assert.Contains($"ATTR{{idVendor}}==\"{vendor}\", GROUP=\"kvm\", MODE=\"0660\"\n", rules, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enable: true", "modules.vfio does not say which devices")]
    [InlineData("enable: true, gpuPciAddresses: [\"0000:01:00.0\"]", "does not say what lies there")]
    [InlineData("enable: true, devices: { \"01:00.0\": { id: \"10de:2c05\" } }", "is no full address")]
    [InlineData("enable: true, gpuPciIds: [\"10de:2C05\"]", "'modules.vfio.gpuPciIds")]
    [InlineData("enable: true, gpuPciAddresses: [\"01:00.8\"]", "'modules.vfio.gpuPciAddresses")]
    [InlineData("dualBoot.defaultMode: guest", "'modules.vfio.dualBoot.defaultMode'")]
    [InlineData("drivers: [\"a b\"]", "'modules.vfio.drivers")]
    public void Mistake_IsNamed(string vfio, string expected) => Assert.Contains(expected, Trees.Errors(Host(vfio)), StringComparison.Ordinal);

    [Theory]
    [InlineData("dualBoot.enable: true", "", "Nothing writes the boot entries")]
    [InlineData("dualBoot: { enable: true, defaultMode: vfio }", "  boot.menu.loader: limine\n", "Nothing writes the boot entries")]
    [InlineData("dualBoot.enable: true", "  boot.menu.loader: limine\n", "")]
    public void Entries_NeedSomebodyWhoWritesThem(string vfio, string more, string expected)
    {
        string errors = string.Join('\n', Trees.Evaluate(Host($"enable: true, processor: amd, {Devices}, {vfio}", more, "virtualization/vfio")).Errors);
        Assert.True(expected.Length == 0 ? errors.Length == 0 : errors.Contains(expected, StringComparison.Ordinal), errors);
    }

    [Fact]
    public void Warnings_SayWhatNobodyDoes()
    {
        string warnings = string.Join('\n', Trees.Evaluate(Host($"enable: true, {Devices}", imports: "virtualization/vfio")).Warnings);
        Assert.Contains("modules.vfio.processor is not set", warnings, StringComparison.Ordinal);
        Assert.Contains("Nothing writes the kernel parameters iommu=pt", warnings, StringComparison.Ordinal);
        Assert.Empty(Trees.Evaluate(Host($"enable: true, processor: amd, {Devices}")).Warnings);
    }

    /// <summary>One machine names its card, which is then kept free; another takes what is free.</summary>
    [Fact]
    public void Addresses_GoFromMachinesAndToThem()
    {
        Configuration.HostConfig config = Trees.Evaluate(Host(
            $"enable: true, processor: amd, {Devices}, gpuPciIds: [\"1002:73ff\"]", "  virtualisation.vms: { a: { gpu: { address: \"03:00.0\", audioAddress: \"03:00.1\", audioPciId: \"1002:ab28\" } }, b: { vfio.enable: true } }\n",
            "virtualization/vfio, system/boot, vms")).Require();
        Assert.Equal(["0000:01:00.0", "03:00.0", "03:00.1"], Texts(config, "modules", "vfio", "gpuPciAddresses"));
        Assert.Equal(["1002:73ff", "1002:ab28"], Texts(config, "modules", "vfio", "gpuPciIds"));
        Assert.Equal(["0000:01:00.0", "03:00.0", "03:00.1"], Texts(config, "virtualisation", "vms", "b", "gpu", "functions"));
    }

    private static IEnumerable<string> Texts(Configuration.HostConfig config, params string[] option)
    {
        Assert.True(config.TryGet(out object? value, option));
        return Assert.IsAssignableFrom<System.Collections.IEnumerable>(value).Cast<object>().Select(static one => one.ToString()!); // Texts are never null.
    }

    /// <summary>A second card of the same make stays usable.</summary>
    [Fact]
    public void TwoNvidiaCards_CanBeShared()
    {
        string text = Host($"enable: true, processor: amd, {Devices}, blacklistedKernelModules: []", "  modules.hardware.nvidia.enable: true\n", "virtualization/vfio, system/boot, hardware/nvidia");
        Assert.Empty(Trees.Evaluate(text).Errors);
    }
}
