using System.Diagnostics;

namespace HostTools.Machine.Tests.Library;

/// <summary>The script of the initial RAM disk, run by real shells on devices that are folders.</summary>
public sealed class VfioBindTests : IDisposable
{
    private const string Two = "devices: { \"0000:01:00.0\": { id: \"10de:2c05\", subsystem: \"1043:8a11\" }, \"0000:01:00.1\": { id: \"10de:22e9\" } }";

    private readonly TemporaryFolder _machine = new();

    public VfioBindTests()
    {
        Device("0000:00:02.0", "8086:1912", "1458:d000");
        Device("0000:01:00.0", "10de:2c05", "1043:8a11");
        Device("0000:01:00.1", "10de:22e9", "1043:8a11");
        Device("0000:02:00.0", "144d:a808", "144d:a801");
        _machine.Write("proc/cmdline", "root=LABEL=x quiet * hosttools.mode=vfio\n");
        _machine.Write("dev/kmsg", "");
        _machine.Write("sys/bus/pci/drivers_probe", "");
        _machine.Write("bin/modprobe", "#!/bin/sh\necho \"$*\" >> \"${0%/bin/modprobe}/loaded\"\n");
        File.SetUnixFileMode(_machine.File("bin/modprobe"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public static TheoryData<string> Shells => ["sh", "bash"];

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public void WhatShallLieThere_IsTaken(string shell)
    {
        Run(Two, shell);
        Assert.Equal(["0000:01:00.0", "0000:01:00.1"], Taken());
        Assert.Equal("vfio-pci\n", Read("loaded"));
        Assert.Equal("0000:01:00.1\n", Read("sys/bus/pci/drivers_probe"));
        Assert.Equal(string.Empty, Read("dev/kmsg"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void AfterABusWasNumberedAnew_NothingWrongIsTaken(string shell)
    {
        // A new disk is where the card was, and the card one further.
        Device("0000:01:00.0", "144d:a808", "144d:a801");
        Device("0000:02:00.0", "10de:2c05", "1043:8a11");
        Directory.Delete(_machine.File("sys/bus/pci/devices/0000:01:00.1"), recursive: true);
        Run(Two, shell);
        Assert.Empty(Taken());
        Assert.False(File.Exists(_machine.File("loaded")));
        Assert.Equal("<4>hosttools: nothing lies at 0000:01:00.1, and the host keeps it\n", Read("dev/kmsg"));
    }

    [Fact]
    public void AnotherCardOfThatKind_IsNotTaken()
    {
        Device("0000:01:00.0", "10de:2c05", "1458:4000");
        Run(Two);
        Assert.Equal(["0000:01:00.1"], Taken());
        Assert.Equal("<4>hosttools: 10de:2c05 at 0000:01:00.0 is of 1458:4000, not of 1043:8a11, and the host keeps it\n", Read("dev/kmsg"));
    }

    [Theory]
    [InlineData("quiet", false)]
    [InlineData("hosttools.mode=vfio hosttools.mode=host", false)]
    [InlineData("hosttools.mode=vifo", false)]
    [InlineData("hosttools.mode=", false)]
    [InlineData("hosttools.mode=host hosttools.mode=vfio", true)]
    [InlineData("", true, ", dualBoot.enable: false")]
    [InlineData("hosttools.mode=host", false, ", dualBoot.enable: false")]
    public void TheCommandLine_Decides(string line, bool isTaken, string more = "")
    {
        _machine.Write("proc/cmdline", line + "\n");
        Run(Two + more);
        Assert.Equal(isTaken ? 2 : 0, Taken().Length);
    }

    [Fact]
    public void ADriverInsideTheKernel_LetsGo()
    {
        _machine.Write("sys/bus/pci/devices/0000:01:00.1/driver/unbind", "");
        Run(Two);
        Assert.Equal("0000:01:00.1\n", Read("sys/bus/pci/devices/0000:01:00.1/driver/unbind"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void ByIdentifier_OnlyOneOfAKindIsTaken(string shell)
    {
        Device("0000:03:00.0", "144d:a808", "144d:a801");
        Run("gpuPciIds: [\"10de:2c05\", \"144d:a808\", \"1b21:0612\"]", shell);
        Assert.Equal(["0000:01:00.0"], Taken());
        Assert.Equal("<4>hosttools: there is no 1b21:0612, and the host keeps it\n", Read("dev/kmsg"));
    }

    /// <summary>initramfs-tools sorts its scripts with tsort; ours has to come before the one that starts udev.</summary>
    [Fact]
    public void InitramfsTools_RunsItBeforeUdev()
    {
        string[] scripts = ["all_generic_ide", "blacklist", "hosttools-vfio", "keymap", "udev"];
        string order = Output("tsort", string.Concat(scripts.Select(static name => $"{name} {name}\n")));
        Assert.True(order.IndexOf("hosttools-vfio", StringComparison.Ordinal) < order.IndexOf("udev", StringComparison.Ordinal), order);
        Assert.Equal(string.Empty, Output("sh", string.Empty, Script("debian", Two), "prereqs"));
        Assert.Empty(Taken());
    }

    [Fact]
    public void Dracut_TakesTheScriptIntoItsHooks()
    {
        Realised host = Realise("fedora", Two);
        string script = """
            moddir=/m
            inst_multiple() { echo "multiple $*"; }; inst_simple() { echo "simple $*"; }; inst_hook() { echo "hook $*"; }; instmods() { echo "mods $*"; }
            check && depends && installkernel && install
            """;
        Assert.Equal(
            "mods vfio_pci vfio_iommu_type1\nmultiple modprobe\nsimple /etc/hosttools/vfio-bind /sbin/hosttools-vfio\nhook pre-udev 00 /m/hosttools-vfio.sh\n",
            Output("bash", host.Text("/usr/lib/dracut/modules.d/90hosttools-vfio/module-setup.sh") + script));
    }

    [Theory]
    [InlineData("base udev autodetect", "file /etc/hosttools/vfio-bind /usr/bin/hosttools-vfio 755\nrunscript\n")]
    [InlineData("base systemd", "file /etc/hosttools/vfio-bind /usr/bin/hosttools-vfio 755\nrunscript\nfile /etc/hosttools/vfio-bind.service /usr/lib/systemd/system/hosttools-vfio.service 644\nlink /usr/lib/systemd/system/sysinit.target.wants/hosttools-vfio.service ../hosttools-vfio.service\n")]
    [InlineData("systemd", "file /etc/hosttools/vfio-bind /usr/bin/hosttools-vfio 755\nrunscript\nbinary sh\nfile /etc/hosttools/vfio-bind.service /usr/lib/systemd/system/hosttools-vfio.service 644\nlink /usr/lib/systemd/system/sysinit.target.wants/hosttools-vfio.service ../hosttools-vfio.service\n")]
    public void Mkinitcpio_PutsItInFront(string hooks, string expected)
    {
        Realised host = Realise("arch", Two);
        string script = $"HOOKS=({hooks})\n{host.Text("/etc/mkinitcpio.conf.d/70-hosttools-vfio.conf")}" +
            """
            add_file() { echo "file $*"; }; add_runscript() { echo runscript; }; add_binary() { echo "binary $*"; }; add_symlink() { echo "link $*"; }
            [ "${HOOKS[0]}" = hosttools-vfio ] || exit 9

            """ + host.Text("/etc/initcpio/install/hosttools-vfio") + "build\n";
        Assert.Equal(expected, Output("bash", script));
        Assert.Equal("ran\n", Output("sh", host.Text("/etc/initcpio/hooks/hosttools-vfio").Replace("/usr/bin/hosttools-vfio", "echo ran", StringComparison.Ordinal) + "run_earlyhook\n"));
    }

    private static Realised Realise(string distribution, string vfio) => Trees.Realise(
        $"imports: [virtualization/vfio, system/boot]\nconfig:\n  system.distribution: {distribution}\n  modules.system.boot.loader: grub\n  modules.vfio: {{ enable: true, {(vfio.Contains("dualBoot", StringComparison.Ordinal) ? string.Empty : "dualBoot.enable: true, ")}{vfio} }}\n");

    /// <summary>The script as a file, with our folders for the kernel's.</summary>
    private string Script(string distribution, string vfio)
    {
        Realised host = Realise(distribution, vfio);
        string text = host.Text(distribution == "debian" ? "/etc/initramfs-tools/scripts/init-top/hosttools-vfio" : "/etc/hosttools/vfio-bind");
        foreach (string place in (string[])["/sys/bus", "/proc/cmdline", "/dev/kmsg"])
            text = text.Replace(place, _machine.Path + place, StringComparison.Ordinal);
        return _machine.Write("bind", text);
    }

    private void Run(string vfio, string shell = "sh") => Assert.Equal(string.Empty, Output(shell, string.Empty, Script("fedora", vfio)));

    private void Device(string address, string id, string subsystem)
    {
        string folder = $"sys/bus/pci/devices/{address}";
        _machine.Write($"{folder}/vendor", $"0x{id[..4]}\n");
        _machine.Write($"{folder}/device", $"0x{id[5..]}\n");
        _machine.Write($"{folder}/subsystem_vendor", $"0x{subsystem[..4]}\n");
        _machine.Write($"{folder}/subsystem_device", $"0x{subsystem[5..]}\n");
        _machine.Write($"{folder}/driver_override", "(null)\n");
    }

    private string Read(string file) => File.ReadAllText(_machine.File(file));

    private string[] Taken() =>
        [.. Directory.EnumerateDirectories(_machine.File("sys/bus/pci/devices")).Where(static device => File.ReadAllText(Path.Combine(device, "driver_override")) == "vfio-pci\n").Select(static device => Path.GetFileName(device)).Order(StringComparer.Ordinal)];

    private string Output(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_machine.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!; // It is a program that was not started before.
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        Assert.Equal(string.Empty, process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
