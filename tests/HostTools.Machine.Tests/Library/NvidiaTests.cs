namespace HostTools.Machine.Tests.Library;

public sealed class NvidiaTests
{
    private static Realised Realise(string nvidia) =>
        Trees.Realise($"imports: [system/boot, hardware/nvidia]\nconfig:\n  modules.system.boot: {{ loader: grub }}\n  modules.hardware.nvidia: {{ {nvidia} }}\n");

    private static string Errors(string nvidia) =>
        Trees.Errors($"imports: [system/boot, hardware/nvidia]\nconfig:\n  modules.system.boot: {{ loader: grub }}\n  modules.hardware.nvidia: {{ {nvidia} }}\n");

    [Fact]
    public void Disabled_WritesNothing()
    {
        Realised host = Realise("openDriver: true");
        Assert.False(host.Has("/etc/modprobe.d/hosttools.conf"));
        Assert.False(host.Has("/etc/environment.d/60-hosttools.conf"));
    }

    [Fact]
    public void Enabled_HasItsDefaults()
    {
        Realised host = Realise("enable: true, persistence: true");
        Assert.Equal("/usr/lib/systemd/system/nvidia-persistenced.service", host.Link("/etc/systemd/system/multi-user.target.wants/nvidia-persistenced.service"));
        Assert.Contains("nvidia-drm.modeset=1 nvidia-drm.fbdev=1", host.Text("/etc/default/grub.d/50-hosttools.cfg"), StringComparison.Ordinal);
        Assert.Equal(
            """
            # Written by HostTools from boot.blacklistedKernelModules and boot.extraModprobeConfig.
            blacklist nouveau
            options nvidia NVreg_PreserveVideoMemoryAllocations=1 NVreg_TemporaryFilePath=/var/tmp

            """,
            host.Text("/etc/modprobe.d/hosttools.conf"));
        Assert.Contains("LIBVA_DRIVER_NAME=\"nvidia\"\nNVD_BACKEND=\"direct\"\n", host.Text("/etc/environment.d/60-hosttools.conf"), StringComparison.Ordinal);
        Assert.Equal("/usr/lib/systemd/system/nvidia-resume.service", host.Link("/etc/systemd/system/systemd-hibernate.service.wants/nvidia-resume.service"));
    }

    [Fact]
    public void EverySwitch_TakesItsEffectAway()
    {
        Realised host = Realise("enable: true, persistence: false, enableWayland: false, enableSuspendSupport: false, powerManagement.enable: false");
        Assert.DoesNotContain("nvidia-drm", host.Text("/etc/default/grub.d/50-hosttools.cfg"), StringComparison.Ordinal);
        Assert.DoesNotContain("NVreg", host.Text("/etc/modprobe.d/hosttools.conf"), StringComparison.Ordinal);
        Assert.Empty(host.Links);
    }

    [Fact]
    public void Offload_InstallsItsCommand()
    {
        Realised host = Realise("enable: true, powerManagement.finegrained: true, prime: { mode: offload, nvidiaBusId: \"PCI:13:0:0\", intelBusId: \"PCI:0:2:0\" }");
        Assert.Contains("__NV_PRIME_RENDER_OFFLOAD=1", host.Text("/usr/local/bin/nvidia-offload"), StringComparison.Ordinal);
        Assert.Contains("NVreg_DynamicPowerManagement=0x02\n", host.Text("/etc/modprobe.d/hosttools.conf"), StringComparison.Ordinal);
        string xorg = host.Text("/etc/X11/xorg.conf.d/10-hosttools-prime.conf");
        Assert.Contains("BusID \"PCI:13:0:0\"\nEndSection", xorg.Replace("  ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Screen \"integrated\"\nEndSection", xorg.Replace("  ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(host.Has("/etc/udev/rules.d/80-hosttools-nvidia-power.rules"));
    }

    [Theory]
    [InlineData("sync", "Inactive \"integrated\"")]
    [InlineData("reverse-sync", "Inactive \"nvidia\"")]
    public void OtherModes_ChooseTheScreen(string mode, string expected)
    {
        Realised host = Realise($"enable: true, prime: {{ mode: {mode}, nvidiaBusId: \"PCI:1:0:0\", amdBusId: \"PCI:6:0:0\" }}");
        string xorg = host.Text("/etc/X11/xorg.conf.d/10-hosttools-prime.conf");
        Assert.Contains(expected, xorg, StringComparison.Ordinal);
        Assert.Equal(xorg.Split("Section \"").Length, xorg.Split("EndSection").Length);
        Assert.False(host.Has("/usr/local/bin/nvidia-offload"));
    }

    [Fact]
    public void Cuda_NumbersGpusByPlace()
    {
        Realised host = Realise("enable: true, containers.enable: true, cuda: { enable: true, visibleDevices: [0, GPU-8932f937-d72c-4106-c12f-20bd9faed9f6] }");
        Assert.Contains("nvidia_uvm\n", host.Text("/etc/modules-load.d/hosttools.conf"), StringComparison.Ordinal);
        Assert.Contains("CUDA_DEVICE_ORDER=\"PCI_BUS_ID\"\nCUDA_VISIBLE_DEVICES=\"0,GPU-8932f937-d72c-4106-c12f-20bd9faed9f6\"\n", host.Text("/etc/environment.d/60-hosttools.conf"), StringComparison.Ordinal);
        Assert.Contains("--output=/etc/cdi/nvidia.yaml\n", host.Text("/etc/systemd/system/nvidia-cdi.service"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kepler", false, "470")]
    [InlineData("pascal", false, "580")]
    [InlineData("ada", false, null)]
    [InlineData("blackwell", true, null)]
    public void Generation_DecidesTheDriver(string generation, bool open, string? branch)
    {
        Realised host = Realise($"enable: true, generation: {generation}");
        Assert.True(host.Config.TryGet(out object? openDriver, "modules", "hardware", "nvidia", "openDriver"));
        Assert.Equal(open, openDriver);
        Assert.True(host.Config.TryGet(out object? driver, "modules", "hardware", "nvidia", "driver", "branch"));
        Assert.Equal(branch, driver);
    }

    [Theory]
    [InlineData("generation: pascal, openDriver: true", "open kernel modules do not know pascal GPUs")]
    [InlineData("generation: blackwell, openDriver: false", "Blackwell GPUs run with NVIDIA's open kernel modules only.")]
    [InlineData("prime.mode: sync", "lists the addresses; write 0000:0d:00.0 in decimal, as PCI:13:0:0.")]
    [InlineData("prime: { mode: sync, nvidiaBusId: \"PCI:1:0:0\", amdBusId: \"PCI:2:0:0\", intelBusId: \"PCI:0:2:0\" }", "one of prime.intelBusId and prime.amdBusId")]
    [InlineData("powerManagement.finegrained: true", "needs prime.mode offload")]
    [InlineData("prime.nvidiaBusId: \"0d:00.0\"", "'modules.hardware.nvidia.prime.nvidiaBusId'")]
    [InlineData("prime.nvidiaBusId: \"PCI:0d:0:0\"", "'modules.hardware.nvidia.prime.nvidiaBusId'")]
    [InlineData("prime.nvidiaBusId: \"PCI:256:0:0\"", "'PCI:256:0:0' is no place of a device: buses end at 255")]
    [InlineData("prime.amdBusId: \"PCI:1:32:0\"", "'PCI:1:32:0' is no place of a device")]
    [InlineData("prime.offload: false", "'modules.hardware.nvidia.prime.offload'")]
    public void Mistake_IsNamed(string nvidia, string expected) =>
        Assert.Contains(expected, Errors($"enable: true, {nvidia}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("enable: true", "The GPU cannot be given to a virtual machine and used by the host at once.")]
    [InlineData("enable: true, primaryMode: false", "")]
    [InlineData("enable: true, dualBoot.enable: true", "")]
    [InlineData("enable: true, blacklistedKernelModules: []", "")]
    [InlineData("enable: false", "")]
    public void GpuForAVirtualMachine_IsNotTheHosts(string vfio, string expected)
    {
        Configuration.HostEvaluation evaluation = Trees.Evaluate(
            "imports: [virtualization/vfio, system/boot, hardware/nvidia]\nconfig:\n  system.distribution: debian\n  modules.system.boot.loader: grub\n  modules.hardware.nvidia.enable: true\n" +
            $"  modules.vfio: {{ {vfio}, processor: amd, devices: {{ \"0000:01:00.0\": {{ id: \"10de:2c05\" }} }} }}\n");
        Assert.Equal(expected.Length > 0, evaluation.Errors.Count > 0);
        Assert.Contains(expected, string.Join('\n', evaluation.Errors), StringComparison.Ordinal);
    }
}
