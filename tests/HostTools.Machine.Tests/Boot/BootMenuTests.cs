using HostTools.Activation;
using HostTools.Machine.Boot;

namespace HostTools.Machine.Tests.Boot;

/// <summary>Entries that are put into the menus of machines and taken out again.</summary>
public sealed class BootMenuTests
{
    private const string Vfio = "entries.vfio: { title: Linux (VFIO), params: [iommu=pt, 'vfio-pci.ids=10de:2782,10de:22bc', hosttools.mode=vfio] }";

    [Fact]
    public void Limine_an_entry_follows_the_one_that_starts_by_default()
    {
        using var machine = BootMachine.Of("arch-limine");
        string before = machine.Text("/boot/limine.conf");
        machine.Put(Limine(Vfio));
        Assert.Equal(
            "# BEGIN hosttools settings\neditor_enabled: no\nhash_mismatch_panic: yes\ntimeout: 5\n# END hosttools settings\n" + before +
            """
            # BEGIN hosttools entries
            /Linux (VFIO)
              protocol: linux
              path: boot():/4a1b0c6e2f3d4a5b8c7d6e5f4a3b2c1d/linux/vmlinuz-linux#c2ffee
              module_path: boot():/4a1b0c6e2f3d4a5b8c7d6e5f4a3b2c1d/linux/initramfs-linux#decade
              cmdline: quiet ${ROOT} iommu=pt vfio-pci.ids=10de:2782,10de:22bc hosttools.mode=vfio
            /Linux (VFIO) (linux-lts)
              protocol: linux
              path: boot():/4a1b0c6e2f3d4a5b8c7d6e5f4a3b2c1d/linux-lts/vmlinuz-linux-lts
              module_path: boot():/4a1b0c6e2f3d4a5b8c7d6e5f4a3b2c1d/linux-lts/initramfs-linux-lts
              cmdline: quiet ${ROOT} iommu=pt vfio-pci.ids=10de:2782,10de:22bc hosttools.mode=vfio
            # END hosttools entries

            """, machine.Text("/boot/limine.conf"));
        BootMenu menu = Assert.Single(BootMenus.Read(machine.Root));
        Assert.Equal("Arch Linux/linux", menu.Default?.Id);
        Assert.Equal(["Linux (VFIO)", "Linux (VFIO) (linux-lts)"], menu.Entries.Where(static entry => entry.IsOurs).Select(static entry => entry.Title));
    }

    [Fact]
    public void Limine_of_release_8_keeps_its_names_and_line_ends()
    {
        using var machine = BootMachine.Of("cachyos-limine8");
        machine.Put(Limine(Vfio));
        string text = machine.Text("/boot/efi/limine/limine.conf");
        Assert.Contains("/Linux (VFIO)\r\n  PROTOCOL: linux\r\n  KERNEL_PATH: boot():/vmlinuz-linux-cachyos\r\n  MODULE_PATH: boot():/initramfs.img\r\n  KERNEL_CMDLINE: root=LABEL=c rw iommu=pt", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default: vfio", "Linux (VFIO)")]
    [InlineData("default: Arch Linux/linux-lts", "Arch Linux/linux-lts")]
    [InlineData("default: EFI fallback", "EFI fallback")]
    public void Limine_starts_what_is_chosen(string chosen, string id)
    {
        using var machine = BootMachine.Of("arch-limine");
        machine.Put(Limine($"{chosen}, {Vfio}"));
        Assert.Equal(id, BootMenus.Read(machine.Root)[0].Default?.Id);
    }

    [Fact]
    public void An_entry_in_front_leaves_the_default_as_it_was()
    {
        using var machine = BootMachine.Of("arch-limine");
        machine.Put(Limine("entries.vfio: { title: VFIO, first: true }"));
        BootMenu menu = BootMenus.Read(machine.Root)[0];
        Assert.Equal("VFIO", menu.Entries[0].Id);
        Assert.Equal("Arch Linux/linux", menu.Default?.Id);
    }

    [Fact]
    public void Parameters_of_the_followed_entry_can_be_left_out()
    {
        using var machine = BootMachine.Of("cachyos-limine8");
        machine.Put(Limine("entries.text: { without: [root, rw], params: [x] }"));
        Assert.Contains("KERNEL_CMDLINE: x\r\n", machine.Text("/boot/efi/limine/limine.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_files_follow_each_kernel_and_keep_the_default()
    {
        using var machine = BootMachine.Of("debian-systemd-boot");
        machine.Put(Files(Vfio));
        const string folder = "/boot/efi/loader/entries/";
        Assert.Equal(
            """
            # Written by HostTools from modules.system.boot.entries.
            title Linux (VFIO)
            version    6.1.0-32-amd64
            machine-id 0d7f3a9be4c24f5c9a3e1b2c3d4e5f60
            sort-key   debian
            linux      /0d7f3a9be4c24f5c9a3e1b2c3d4e5f60/6.1.0-32-amd64/linux
            initrd     /0d7f3a9be4c24f5c9a3e1b2c3d4e5f60/6.1.0-32-amd64/initrd.img-6.1.0-32-amd64
            options root=UUID=db ro quiet systemd.machine_id=0d7f3a9be4c24f5c9a3e1b2c3d4e5f60 iommu=pt vfio-pci.ids=10de:2782,10de:22bc hosttools.mode=vfio

            """, machine.Text(folder + "0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-6.1.0-32-amd64-hosttools-vfio.conf"));
        Assert.Contains("6.1.0-31", machine.Text(folder + "0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-6.1.0-31-amd64-hosttools-vfio.conf"), StringComparison.Ordinal);
        BootMenu menu = BootMenus.Read(machine.Root)[0];
        Assert.Equal("0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-6.1.0-32-amd64.conf", menu.Default?.Id);
        Assert.Empty(menu.Warnings);
    }

    [Fact]
    public void Entries_are_kept_for_so_many_kernels()
    {
        using var machine = BootMachine.Of("debian-systemd-boot");
        machine.Put(Files("maxGenerations: 1, " + Vfio));
        Assert.EndsWith("-32-amd64-hosttools-vfio.conf", Assert.Single(BootMenus.Read(machine.Root)[0].Entries, static entry => entry.IsOurs).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_came_is_drift_and_the_next_apply_follows()
    {
        using var machine = BootMachine.Of("debian-systemd-boot");
        machine.Put(Files("maxGenerations: 1, " + Vfio));
        Assert.Empty(machine.Drift());
        const string entries = "/boot/efi/loader/entries/0d7f3a9be4c24f5c9a3e1b2c3d4e5f60-";
        machine.Write(entries + "6.1.0-33-amd64.conf", machine.Text(entries + "6.1.0-31-amd64.conf").Replace("6.1.0-31", "6.1.0-33", StringComparison.Ordinal));
        Assert.Equal(DriftKind.Content, Assert.Single(machine.Drift()).Difference);
        machine.Put(Files("maxGenerations: 1, " + Vfio));
        Assert.EndsWith("-33-amd64-hosttools-vfio.conf", Assert.Single(BootMenus.Read(machine.Root)[0].Entries, static entry => entry.IsOurs).Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arch-limine")]
    [InlineData("cachyos-limine8")]
    [InlineData("arch-systemd-boot")]
    [InlineData("debian-systemd-boot")]
    [InlineData("pop-systemd-boot")]
    [InlineData("fedora-grub")]
    public void There_and_back_leaves_every_byte(string name)
    {
        using var machine = BootMachine.Of(name);
        SortedDictionary<string, string> before = machine.Snapshot();
        Realised host = name.Contains("limine", StringComparison.Ordinal) ? Limine(Vfio) : Files(Vfio);
        Assert.NotEmpty(machine.Put(host).Changes);
        Assert.NotEqual(before, machine.Snapshot());
        Assert.Empty(machine.Plan(host).Changes);
        Assert.Empty(machine.Drift());
        machine.Put(null);
        Assert.Equal(before, machine.Snapshot());
    }

    [Fact]
    public void A_hash_in_the_program_stops_the_plan()
    {
        using var machine = BootMachine.Of("arch-limine");
        machine.Write("/boot/EFI/BOOT/BOOTX64.EFI", "MZ++CONFIG_B2SUM_SIGNATURE++" + new string('a', 128));
        Assert.Contains("limine enroll-config /boot/EFI/BOOT/BOOTX64.EFI --reset", Assert.Single(machine.Plan(Limine(Vfio)).Errors).Message, StringComparison.Ordinal);
        machine.Write("/boot/EFI/BOOT/BOOTX64.EFI", "MZ++CONFIG_B2SUM_SIGNATURE++" + new string('0', 128));
        Assert.Empty(machine.Plan(Limine(Vfio)).Errors);
    }

    [Theory]
    [InlineData("\uFEFF/Linux\n  protocol: linux\n", Vfio, "byte order mark")]
    [InlineData("/Linux\n  protocol: linux\n///Deep\n", Vfio, "deeper than its parent")]
    [InlineData("# BEGIN hosttools entries\n# BEGIN hosttools entries\n", Vfio, "more than once or in disorder")]
    [InlineData("/Windows\n  protocol: efi\n", Vfio, "has no such entry with a Linux kernel")]
    [InlineData("/Linux\n  protocol: linux\n", "entries.a: { title: /VFIO }", "begins with '/'")]
    [InlineData("/Linux\n  protocol: linux\n", "entries.a: { params: [\"${ARCH}\"] }", "begins a macro")]
    [InlineData("/Linux\n  protocol: linux\n", "entries.a: { follows: linx }", "follows 'linx'")]
    [InlineData("/Linux\n  protocol: linux\n", "default: linx, entries.a: {}", "no entry 'linx' to start by default; declared are a")]
    public void What_cannot_be_done_is_said_and_nothing_is_written(string file, string boot, string expected)
    {
        using var machine = new BootMachine();
        machine.Write("/boot/limine.conf", file);
        Assert.Contains(expected, Assert.Single(machine.Plan(Limine(boot)).Errors).Message, StringComparison.Ordinal);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(file), File.ReadAllBytes(machine.Folder + "/boot/limine.conf"));
    }

    [Fact]
    public void A_folder_without_a_menu_records_what_cannot_follow_yet()
    {
        using var machine = new BootMachine();
        Plan plan = machine.Put(Files(Vfio));
        Assert.Contains("has no boot menu whose entries it could follow", Assert.Single(plan.Warnings).Message, StringComparison.Ordinal);
        Assert.Empty(machine.Snapshot());
    }

    [Theory]
    [InlineData("/efi")]
    [InlineData("/boot")]
    public void Another_mount_point_leaves_the_entries_where_they_are(string mount)
    {
        using var machine = BootMachine.Of("arch-limine");
        SortedDictionary<string, string> before = machine.Snapshot();
        machine.Put(Limine(Vfio));
        SortedDictionary<string, string> with = machine.Snapshot();
        machine.Put(Limine($"efiMountPoint: {mount}, {Vfio}"));
        Assert.Equal(with, machine.Snapshot());
        machine.Put(null);
        Assert.Equal(before, machine.Snapshot());
    }

    [Fact]
    public void Folders_that_were_made_go_again()
    {
        using var machine = new BootMachine();
        machine.Put(Files("entries.old.image: /vmlinuz"));
        Assert.True(File.Exists(machine.Folder + "/boot/efi/loader/entries/-hosttools-old.conf"));
        machine.Put(null);
        Assert.False(Directory.Exists(machine.Folder + "/boot"));
    }

    [SkippableFact]
    public void A_partition_without_room_is_noticed_before_anything_is_written()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting a small file system needs root");
        using var machine = BootMachine.Of("arch-systemd-boot");
        string full = Directory.CreateDirectory(machine.Folder + "/boot/loader/entries").FullName;
        Peers.Peer.Accept("mount", "-t", "tmpfs", "-o", "size=32k", "none", full);
        try
        {
            File.Copy(BootMachine.FolderOf("arch-systemd-boot") + "/boot/loader/entries/arch.conf", full + "/arch.conf");
            Assert.Contains("are needed for the boot menu", Assert.Single(machine.Plan(Files(Vfio)).Errors).Message, StringComparison.Ordinal);
        }
        finally
        {
            Peers.Peer.Accept("umount", full);
        }
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_not_followed()
    {
        using var machine = new BootMachine();
        machine.Write("/etc/secret", "/Linux\n  protocol: linux\n").Write("/boot/x", "");
        File.CreateSymbolicLink(machine.Folder + "/boot/limine.conf", "../etc/secret");
        Plan plan = machine.Plan(Limine(Vfio));
        Assert.Contains("no regular file", Assert.Throws<HostTools.Platform.HostToolsException>(() => machine.Apply(plan)).Message, StringComparison.Ordinal);
        Assert.Equal("/Linux\n  protocol: linux\n", machine.Text("/etc/secret"));
    }

    [Fact]
    public void What_somebody_else_wrote_is_kept_in_the_state_before_it_changes()
    {
        using var machine = BootMachine.Of("arch-limine");
        string before = machine.Text("/boot/limine.conf");
        machine.Put(Limine(Vfio));
        Assert.Equal(before, File.ReadAllText(Assert.Single(Directory.EnumerateFiles(machine.Folder + "/var/lib/hosttools/boot"))));
    }

    private static Realised Limine(string boot) => Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: limine, limine.mainEntry: false, {boot} }}\n");

    private static Realised Files(string boot) => Trees.Realise($"imports: [system/boot]\nconfig:\n  modules.system.boot: {{ loader: systemd, root: UUID=db, {boot} }}\n");
}
