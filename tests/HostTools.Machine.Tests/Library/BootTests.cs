using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Tests.Boot;

namespace HostTools.Machine.Tests.Library;

public sealed class BootTests
{
    private const string Imports = "imports: [system/boot]\n";

    [Fact]
    public void Limine_WritesOneFileWithEveryEntry()
    {
        Realised host = Trees.Realise(Imports +
            """
            config:
              boot.kernelParams: [iommu=pt]
              modules.system.boot:
                loader: limine
                timeout: 3
                root: LABEL=root
                kernelPackage: linux-zen
                kernel.initrds: [/ucode.img, /initramfs-linux-zen.img]
                limine: { verifyHashes: false, volume: "uuid(x)", settings: { quiet: true, term_margin: 64 } }
                entries.vfio: { title: "Linux (VFIO)", params: ["vfio-pci.ids=10de:2782"] }
            """);
        using var machine = new BootMachine();
        machine.Put(host);
        Assert.Equal(
            """
            # BEGIN hosttools settings
            editor_enabled: no
            hash_mismatch_panic: no
            quiet: yes
            term_margin: 64
            timeout: 3
            default_entry: 1
            # END hosttools settings
            # BEGIN hosttools entries
            /Linux
              protocol: linux
              kernel_path: uuid(x):/vmlinuz-linux-zen
              module_path: uuid(x):/ucode.img
              module_path: uuid(x):/initramfs-linux-zen.img
              cmdline: root=LABEL=root rw iommu=pt
            /Linux (VFIO)
              protocol: linux
              kernel_path: uuid(x):/vmlinuz-linux-zen
              module_path: uuid(x):/ucode.img
              module_path: uuid(x):/initramfs-linux-zen.img
              cmdline: root=LABEL=root rw iommu=pt vfio-pci.ids=10de:2782
            # END hosttools entries

            """,
            machine.Text("/boot/efi/limine.conf"));
        Assert.False(host.Has("/etc/kernel/cmdline"));
    }

    [Fact]
    public void Limine_OfTheDistributionGetsParametersByItsOwnFile()
    {
        Realised host = Trees.Realise(Imports +
            """
            config:
              boot.kernelParams: [iommu=pt, 'a="b c"']
              modules.system.boot: { loader: limine, limine.mainEntry: false, entries.vfio: { params: [x=y] } }
            """);
        FileResource file = host.Files.Single(static file => file.Path == "/etc/default/limine");
        Assert.Equal("KERNEL_CMDLINE[default]+=\" iommu=pt a=\\\"b c\\\"\"\n", Realised.TextOf(file));
        Assert.Equal(FileOwnership.Block, file.Ownership);
        Assert.Contains(host.Set.Resources.OfType<TriggerResource>(), static trigger => trigger.Name == "limine");
    }

    [Fact]
    public void SystemdBoot_WritesLoaderCommandLineAndEntries()
    {
        Realised host = Trees.Realise(Imports +
            """
            config:
              modules.system.boot:
                root: UUID=1
                rootFlags: [ro]
                efiMountPoint: /efi
                editor: true
                silentBoot: true
                entries.rescue: { title: Rescue, params: [single], image: /old/vmlinuz, initrds: [/old/initrd] }
            """);
        Assert.Equal("# Written by HostTools from modules.system.boot.\ntimeout 5\neditor yes\nconsole-mode auto\n", host.Text("/efi/loader/loader.conf"));
        string commandLine = "root=UUID=1 ro rd.udev.log_level=3 rd.systemd.show_status=auto quiet vt.global_cursor_default=0 loglevel=3";
        Assert.Equal(commandLine + "\n", host.Text("/etc/kernel/cmdline"));
        using var machine = new BootMachine();
        machine.Put(host);
        Assert.Equal(
            $"""
            # Written by HostTools from modules.system.boot.entries.
            title Rescue
            linux /old/vmlinuz
            initrd /old/initrd
            options {commandLine} single

            """,
            machine.Text("/efi/loader/entries/-hosttools-rescue.conf"));
        Assert.Contains("kernel-entries", host.Files.Single(static file => file.Path == "/etc/kernel/cmdline").Triggers);
    }

    [Fact]
    public void Grub_WritesADropInThatQuotesItsParameters()
    {
        Realised host = Trees.Realise(Imports +
            """
            config:
              boot.kernelParams: [quiet, 'dyndbg="file a.c +p"', 'odd=$x`y\']
              modules.system.boot: { loader: grub, timeout: 0 }
            """);
        Assert.Equal(
            """
            # Written by HostTools from modules.system.boot.
            GRUB_TIMEOUT=0
            GRUB_TIMEOUT_STYLE=hidden
            GRUB_GFXMODE=auto
            GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX quiet dyndbg=\"file a.c +p\" odd=\$x\`y\\"

            """,
            host.Text("/etc/default/grub.d/50-hosttools.cfg"));
    }

    [Fact]
    public void Grub_WithoutDropInsUsesABlock()
    {
        Realised host = Trees.Realise(Imports + "config:\n  modules.system.boot: { loader: grub, grub.dropIn: false }\n");
        FileResource file = host.Files.Single(static file => file.Path == "/etc/default/grub");
        Assert.Equal(FileOwnership.Block, file.Ownership);
        Assert.False(host.Has("/etc/default/grub.d/50-hosttools.cfg"));
    }

    [Fact]
    public void Grub_FurtherEntriesAreAScript()
    {
        Realised host = Trees.Realise(Imports +
            """
            config:
              modules.system.boot:
                loader: grub
                root: UUID=1
                kernel: { image: /vmlinuz, initrds: [/initrd.img] }
                entries.vfio: { title: "It's VFIO", params: [a=b], image: /vmlinuz }
            """);
        FileResource script = host.Files.Single(static file => file.Path == "/etc/grub.d/42_hosttools");
        Assert.Equal(0x1ED, script.Mode); // 0755
        Assert.Contains("  linux /vmlinuz root=UUID=1 rw a=b\n  initrd /initrd.img\n}\n", Realised.TextOf(script), StringComparison.Ordinal);
        TriggerResource trigger = host.Set.Resources.OfType<TriggerResource>().Single(static trigger => trigger.Name == "grub");
        Assert.Equal("/bin/sh", trigger.Command[0]);
    }

    [Fact]
    public void Plymouth_NamesItsThemeAndRebuildsTheRamDisk()
    {
        Realised host = Trees.Realise(Imports + "config:\n  modules.system.boot: { loader: grub, plymouth: { enable: true, theme: spinner } }\n");
        Assert.Equal("[Daemon]\nTheme=spinner\n", host.Text("/etc/plymouth/plymouthd.conf"));
        Assert.Contains("splash", host.Text("/etc/default/grub.d/50-hosttools.cfg"), StringComparison.Ordinal);
        Assert.Contains(host.Set.Resources.OfType<TriggerResource>(), static trigger =>
            trigger.Name == "grub" && trigger.After.Contains(new ResourceId("trigger", "initramfs")));
    }

    [Fact]
    public void Generations_AreRecordedForWhateverWritesEntries()
    {
        Realised host = Trees.Realise(Imports + "config:\n  modules.system.boot: { loader: grub, maxGenerations: 10, timeout: 3 }\n");
        Assert.Equal(
            "{\n  \"efiMountPoint\": \"/boot/efi\",\n  \"loader\": \"grub\",\n  \"maxGenerations\": 10,\n  \"timeout\": 3\n}\n",
            host.Text("/etc/hosttools/boot.json"));
    }

    [Fact]
    public void KernelParams_HaveAConsumer() =>
        Assert.Empty(Trees.Evaluate(Imports + "config:\n  boot.kernelParams: [a]\n  modules.system.boot.loader: grub\n").Warnings);

    [Theory]
    [InlineData("loader: limine", "modules.system.boot.root is not set, and the command line that is written would not find")]
    [InlineData("{ loader: grub, entries.a.image: /x }", "modules.system.boot.root is not set")]
    [InlineData("{ loader: grub, entries.a.first: true }", "would start by default")]
    [InlineData("{ loader: grub, entries.a.follows: b }", "has no meaning for GRUB")]
    [InlineData("{ loader: limine, root: a, entries.Linux: {} }", "has the name of the main entry")]
    [InlineData("{ loader: grub, grub.entries: files, default: a, entries.a: {} }", "has the kernel's version in it")]
    [InlineData("loader: lilo", "'lilo'")]
    [InlineData("{ loader: grub, maxGenerations: 0 }", "a whole number from 1")]
    [InlineData("{ loader: grub, timeout: 5s }", "'modules.system.boot.timeout'")]
    [InlineData("{ loader: grub, root: a, entries: { \"a/b\": {} } }", "becomes part of a file's name")]
    [InlineData("{ loader: grub, commandLine: x }", "commandLine")]
    public void Mistake_IsNamed(string boot, string expected)
    {
        string value = boot.StartsWith('{') ? boot : $"{{ {boot} }}";
        Assert.Contains(expected, Trees.Errors($"{Imports}config:\n  modules.system.boot: {value}\n"), StringComparison.Ordinal);
    }
}
