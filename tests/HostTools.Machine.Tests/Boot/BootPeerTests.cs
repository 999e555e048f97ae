using System.Text.Json;
using HostTools.Machine.Boot;
using HostTools.Machine.Tests.Peers;

namespace HostTools.Machine.Tests.Boot;

/// <summary>What is written into boot menus, read and run by the programs that do so on a machine.</summary>
public sealed class BootPeerTests
{
    private const string Entries =
        "entries: { vfio: { title: \"Linux (VFIO, it's mine)\", params: [iommu=pt, 'vfio-pci.ids=10de:2782'], without: [quiet] }, plain: { title: Plain } }";

    /// <summary>The shape of what GRUB's own script prints; its quoting and names are GRUB 2.06's.</summary>
    private const string LinuxScript =
        """
        #!/bin/sh
        echo "Found linux image: /boot/vmlinuz-2" >&2
        echo 'function gfxmode {
        	set gfxpayload="${1}"
        }'
        for version in 6.1.0-32-amd64 6.1.0-31-amd64 5.10.0-1; do
        [ "$GRUB_DISABLE_SUBMENU$GRUB_DISABLE_RECOVERY" = ytrue ] || exit 1
        cat <<EOF
        menuentry 'Debian GNU/Linux, with Linux $version' --class debian \$menuentry_id_option 'gnulinux-$version-advanced-2c9f' {
        	if [ x\$grub_platform = xxen ]; then insmod xzio; fi
        	search --no-floppy --fs-uuid --set=root 2c9f
        	linux	/boot/vmlinuz-$version root=UUID=2c9f ro $GRUB_CMDLINE_LINUX quiet
        	initrd	/boot/initrd.img-$version
        }
        EOF
        done

        """;

    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void GrubTakesTheEntriesOfOurScript(string shell)
    {
        string check = Peer.Require("grub-script-check");
        Peer.Require(shell);
        using var folder = new TemporaryFolder();
        Realised host = Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: grub, maxGenerations: 2, {Entries} }}\n");
        string linux = folder.Write("10_linux", LinuxScript);
        File.SetUnixFileMode(linux, (UnixFileMode)0x1ED);
        string script = folder.Write("42_hosttools", host.Text("/etc/grub.d/42_hosttools").Replace("/etc/grub.d/10_linux", linux, StringComparison.Ordinal));
        string menu = folder.Write("grub.cfg", Peer.Accept("env", "GRUB_CMDLINE_LINUX=splash", shell, script));
        Peer.Accept(check, menu);
        BootEntry[] entries = [.. new BootMachine().Write("/boot/grub/grub.cfg", File.ReadAllText(menu)).Read().Entries];
        Assert.Equal(["hosttools-plain", "hosttools-plain-6.1.0-31-amd64", "hosttools-vfio", "hosttools-vfio-6.1.0-31-amd64"], entries.Select(static entry => entry.Id));
        Assert.Equal("Linux (VFIO, it's mine)", entries[2].Title);
        Assert.Equal("Linux (VFIO, it's mine) (6.1.0-31-amd64)", entries[3].Title);
        Assert.Equal("root=UUID=2c9f ro splash iommu=pt vfio-pci.ids=10de:2782", entries[2].Parameters);
        Assert.Equal("/boot/vmlinuz-6.1.0-31-amd64", entries[3].Kernel);
        Assert.All(entries, static entry => Assert.True(entry.IsOurs));
    }

    [SkippableFact]
    public void GrubsOwnScriptIsFollowed()
    {
        string check = Peer.Require("grub-script-check");
        Peer.Require("grub-mkconfig");
        Skip.IfNot(File.Exists("/etc/grub.d/10_linux"), "GRUB's scripts are not installed here");
        Skip.IfNot(Environment.IsPrivilegedProcess, "kernels in a /boot of one's own need root");
        using var folder = new TemporaryFolder();
        Realised host = Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: grub, maxGenerations: 2, {Entries} }}\n");
        string script = folder.Write("42_hosttools", host.Text("/etc/grub.d/42_hosttools"));
        string run = folder.Write("run.sh",
            $$"""
            set -e
            mkdir {{folder.Path}}/boot
            mount --bind {{folder.Path}}/boot /boot
            for version in 6.1.0-32-amd64 6.1.0-31-amd64; do printf MZ > /boot/vmlinuz-$version; printf x > /boot/initrd.img-$version; done
            mkdir /boot/grub
            cp -a /etc/grub.d {{folder.Path}}/grub.d
            cp {{script}} {{folder.Path}}/grub.d/42_hosttools
            chmod 755 {{folder.Path}}/grub.d/42_hosttools
            mount --bind {{folder.Path}}/grub.d /etc/grub.d
            grub-mkconfig > {{folder.Path}}/grub.cfg 2> {{folder.Path}}/said || { cat {{folder.Path}}/said >&2; exit 1; }
            """);
        Peer.Accept("unshare", "--mount", "sh", run);
        Peer.Accept(check, folder.File("grub.cfg"));
        using var machine = new BootMachine();
        BootMenu menu = machine.Write("/boot/grub/grub.cfg", File.ReadAllText(folder.File("grub.cfg"))).Read();
        BootEntry ours = menu.Entries.Single(static entry => entry.Id == "hosttools-vfio");
        BootEntry theirs = menu.Default!;
        Assert.False(theirs.IsOurs);
        Assert.Equal(theirs.Kernel, ours.Kernel);
        Assert.Equal(theirs.Initrds, ours.Initrds);
        Assert.Contains("iommu=pt vfio-pci.ids=10de:2782", ours.Parameters, StringComparison.Ordinal);
        Assert.Equal(4, menu.Entries.Count(static entry => entry.IsOurs));
    }

    [SkippableTheory]
    [InlineData("debian-systemd-boot", "/boot/efi", "0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-6.1.0-32-amd64.conf")]
    [InlineData("arch-systemd-boot", "/boot", "arch.conf")]
    public void BootctlShowsTheSameMenu(string name, string mount, string expectedDefault)
    {
        string bootctl = Peer.Require("bootctl");
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        using var machine = BootMachine.Of(name);
        machine.Put(Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: systemd, root: UUID=db, efiMountPoint: {mount}, {Entries.Replace("plain: {", "rescue: { image: /vmlinuz-linux, initrds: [] }, plain: {", StringComparison.Ordinal)} }}\n"));
        BootMenu menu = machine.Read();
        // bootctl wants a file system of its own; it looks at vfat through the same calls.
        string said = Peer.Accept("env", "SYSTEMD_RELAX_ESP_CHECKS=1", "unshare", "--mount", "sh", "-c",
            $"mount -t tmpfs none /mnt && cp -r {machine.Folder}{mount}/. /mnt && {bootctl} --esp-path=/mnt list --json=short");
        JsonElement[] entries = [.. Objects(said).Where(static entry => entry.GetProperty("id").GetString()!.EndsWith(".conf", StringComparison.Ordinal))];
        Assert.Equal(menu.Entries.Select(static entry => entry.Id), entries.Select(static entry => BootCounting.Stripped(entry.GetProperty("id").GetString()!)));
        Assert.Equal(menu.Entries.Select(static entry => entry.Title), entries.Select(static entry => entry.GetProperty("title").GetString()));
        Assert.Equal(menu.Entries.Select(static entry => entry.Parameters), entries.Select(static entry => entry.GetProperty("options").GetString()));
        Assert.Equal(expectedDefault, menu.Default?.Id);
    }

    [SkippableFact]
    public void NamesFitIntoTheFileSystemOfTheFirmware()
    {
        Peer.Require("mkfs.vfat");
        Peer.Require("mcopy");
        using var machine = BootMachine.Of("debian-systemd-boot");
        machine.Put(Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: systemd, root: UUID=db, {Entries} }}\n"));
        string image = machine.Folder + "/esp.img";
        string back = machine.Folder + "/back";
        Peer.Accept("sh", "-c", $"truncate -s 64M {image} && mkfs.vfat -F 32 {image} && mcopy -s -i {image} {machine.Folder}/boot/efi/* :: && mkdir {back} && mcopy -s -i {image} '::*' {back} && diff -r {machine.Folder}/boot/efi {back}");
    }

    [SkippableTheory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void TheKernelsPluginWritesWhatAnApplyWrites(string shell)
    {
        Peer.Require(shell);
        Peer.Require("awk");
        using var machine = BootMachine.Of("debian-systemd-boot");
        Realised host = Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: systemd, root: UUID=db, maxGenerations: 2, {Entries} }}\n");
        machine.Put(host);
        const string entries = "/boot/efi/loader/entries/0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-";
        string plugin = machine.Folder + "/95-hosttools.install";
        File.WriteAllText(plugin, host.Text("/etc/kernel/install.d/95-hosttools.install"));

        // A kernel comes: the new one and the one before have entries, the oldest has none any more.
        machine.Write(entries + "6.1.0-33-amd64+3.conf", machine.Text(entries + "6.1.0-31-amd64.conf").Replace("6.1.0-31", "6.1.0-33", StringComparison.Ordinal));
        Install(machine, shell, plugin, "add", "6.1.0-33-amd64");
        Assert.Empty(machine.Drift());
        Assert.Empty(machine.Plan(host).Changes);
        Assert.Equal(["33", "33", "32", "32"], machine.Read().Entries.Where(static entry => entry.IsOurs).Select(static entry => entry.Version![6..8]));

        // It goes again: so do its entries.
        File.Delete(machine.Folder + entries + "6.1.0-33-amd64+3.conf");
        Install(machine, shell, plugin, "remove", "6.1.0-33-amd64");
        Assert.DoesNotContain(machine.Read().Entries, static entry => entry.IsOurs && entry.Version!.Contains("33", StringComparison.Ordinal));
    }

    // Older releases write objects in a row, later ones an array.
    private static IEnumerable<JsonElement> Objects(string said)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(said), new JsonReaderOptions { AllowMultipleValues = true });
        var objects = new List<JsonElement>();
        while (reader.Read())
            objects.Add(JsonElement.ParseValue(ref reader));
        return objects.SelectMany(static one => one.ValueKind is JsonValueKind.Array ? one.EnumerateArray().ToArray() : [one]);
    }

    private static void Install(BootMachine machine, string shell, string plugin, string command, string version) =>
        Peer.Accept("env", $"KERNEL_INSTALL_BOOT_ROOT={machine.Folder}/boot/efi", shell, plugin, command, version, machine.Folder + "/none", "/boot/vmlinuz");
}
