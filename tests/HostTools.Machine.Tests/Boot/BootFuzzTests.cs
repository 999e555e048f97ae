using System.Text;
using System.Text.Json;
using HostTools.Machine.Boot;

namespace HostTools.Machine.Tests.Boot;

/// <summary>Whatever stands in a boot loader's files: nothing of it is lost, and no reader falls over it.</summary>
public sealed class BootFuzzTests
{
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 20_000 : 400;

    private static readonly string[] s_lines =
    [
        "/Linux", "/+Linux host", "//Generation 42", "///Deeper", "/", "+", "timeout: 3", "TIMEOUT:no", "default_entry: 2", "protocol: linux", "path: boot():/vmlinuz#abc", "kernel_path: uuid(1):/k",
        "module_path: boot():/i", "cmdline: a=b ${ROOT}", "${ROOT}=x", "${ROOT", "# comment", "# BEGIN hosttools", "comment: machine-id=1", "", "  ", "\t/Tabbed", ":Old entry", "KEY=VALUE", "ü: ö", "remember_last_entry: yes",
    ];

    private static readonly BootPiece[] s_pieces =
    [
        new("/limine.conf", "entries", "/Ours\n  protocol: linux\n"), new("/limine.conf", "first entries", "/First\n  protocol: linux\n"), new("/limine.conf", "settings", "timeout: 1\n"),
    ];

    [Fact]
    public void Blocks_go_in_and_out_of_any_file_without_a_trace()
    {
        var random = new Random(7);
        for (int round = 0; round < s_rounds; round++)
        {
            byte[] file = AnyFile(random);
            byte[] with = LiminePieces.With(file, s_pieces);
            Assert.Equal(file, LiminePieces.Strip(with));
            Assert.Equal(with, LiminePieces.With(with, s_pieces));
            Assert.Equal("timeout: 1\n", BootBlock.Read(with, "settings"));
            Assert.Equal(with, LiminePieces.With(file, LiminePieces.In(with, "/limine.conf")));
            // Another program adds a line behind ours: it stays.
            byte[] grown = LiminePieces.Strip([.. with, .. "/Theirs\n"u8]);
            Assert.Equal(file, grown[..file.Length]);
            Assert.Equal(file.Length == 0 || file[^1] == '\n' ? "/Theirs" : string.Empty, Encoding.UTF8.GetString(grown[file.Length..]).Split('\n')[0].TrimEnd('\r'));
            Assert.EndsWith("/Theirs\n", Encoding.UTF8.GetString(grown), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Foreign_entries_read_the_same_beside_ours()
    {
        var random = new Random(8);
        for (int round = 0; round < s_rounds; round++)
        {
            byte[] file = AnyFile(random);
            LimineFile before = LimineFile.Parse(file);
            LimineFile after = LimineFile.Parse(LiminePieces.With(file, s_pieces));
            HashSet<int> ours = BootBlock.LinesIn(after.Text);
            LimineEntry[] foreign = [.. after.Entries.Where(entry => !ours.Contains(entry.Line.Number))];
            Assert.Equal(before.Entries.Select(static entry => (entry.Title, entry.Depth)), foreign.Select(static entry => (entry.Title, entry.Depth)));
            Assert.Equal(before.Entries.Select(Options), foreign.Select(Options));
            Assert.Equal(before.Globals.Select(static option => option.Line.Text), after.Globals.Where(option => !ours.Contains(option.Line.Number)).Select(static option => option.Line.Text));
            Assert.Equal("1", after.Global("timeout"));
        }
    }

    [Fact]
    public void No_reader_says_anything_but_that_it_is_no_such_file()
    {
        var random = new Random(9);
        byte[][] seeds = [.. BootMachine.Names.SelectMany(static name => Directory.EnumerateFiles(BootMachine.FolderOf(name), "*", SearchOption.AllDirectories)).Select(File.ReadAllBytes), Uki(), []];
        for (int round = 0; round < s_rounds; round++)
        {
            byte[] bytes = Mutated(seeds[random.Next(seeds.Length)], random);
            Tolerate(() => LimineMenu.Of(LimineFile.Parse(bytes), "/limine.conf"));
            Tolerate(() => BlsFile.Parse(bytes).Value("title"));
            Tolerate(() => GrubScript.Parse(bytes));
            Tolerate(() => GrubEnvironment.Parse(bytes));
            Tolerate(() => UnifiedKernel.Read(new MemoryStream(bytes)));
            Tolerate(() => LimineEnrolment.IsEnrolled(bytes));
            Tolerate(() => BootBlock.Read(bytes, "entries"));
        }
    }

    [Fact]
    public void A_unified_kernel_tells_what_is_in_it()
    {
        UnifiedKernel kernel = UnifiedKernel.Read(new MemoryStream(Uki()))!;
        Assert.Equal(new UnifiedKernel("Fedora Linux 41", "6.11.4", "root=x quiet"), kernel);
        using var machine = new BootMachine();
        machine.Write("/efi/loader/loader.conf", "default fedora.efi\n").Write("/efi/EFI/Linux/fedora.efi", Uki()).Write("/efi/EFI/Linux/broken.efi", "MZ");
        BootMenu menu = machine.Read();
        BootEntry entry = Assert.Single(menu.Entries);
        Assert.Equal((BootEntryKind.UnifiedKernel, "/EFI/Linux/fedora.efi", true), (entry.Kind, entry.Kernel, entry.IsDefault));
        Assert.Contains("broken.efi' is no unified kernel image", Assert.Single(menu.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_grub_leave_the_others_alone()
    {
        byte[] block = GrubEnvironment.With(GrubEnvironment.With(GrubEnvironment.Empty(1024), "saved_entry", @"a\b>c"), "other", "1");
        byte[] changed = GrubEnvironment.With(GrubEnvironment.With(block, "next_entry", "x"), "saved_entry", "y");
        Assert.Equal(1024, changed.Length);
        Assert.Equal(("y", "1", "x"), (GrubEnvironment.Parse(changed)["saved_entry"], GrubEnvironment.Parse(changed)["other"], GrubEnvironment.Parse(changed)["next_entry"]));
        Assert.Equal(@"a\b>c", GrubEnvironment.Parse(block)["saved_entry"]);
        Assert.Equal(block, GrubEnvironment.With(GrubEnvironment.With(block, "next_entry", "x"), "next_entry", null));
        Assert.Throws<FormatException>(() => GrubEnvironment.With(block, "next_entry", new string('x', 1024)));
    }

    [SkippableFact]
    public void GrubEditenvReadsOurBlock()
    {
        string editenv = Peers.Peer.Require("grub-editenv");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("grubenv"), GrubEnvironment.With(GrubEnvironment.Empty(1024), "saved_entry", @"Debian>a\b, with 'x'"));
        Assert.Equal(@"saved_entry=Debian>a\b, with 'x'" + "\n", Peers.Peer.Accept(editenv, folder.File("grubenv"), "list"));
        Peers.Peer.Accept(editenv, folder.File("grubenv"), "set", @"next_entry=c\d");
        Assert.Equal(@"c\d", GrubEnvironment.Parse(File.ReadAllBytes(folder.File("grubenv")))["next_entry"]);
    }

    [Theory]
    [InlineData("""{"pieces":[{"path":"/etc/passwd","text":"x"}]}""")]
    [InlineData("""{"pieces":[{"path":"/boot/loader/entries/../../../etc/a-hosttools-b.conf","text":"x"}]}""")]
    [InlineData("""{"pieces":[{"path":"/boot/loader/entries/arch.conf","text":"x"}]}""")]
    [InlineData("""{"pieces":[{"path":"/etc/limine.cfg","block":"entries","text":"x"}]}""")]
    [InlineData("""{"pieces":[{"path":"/boot/limine.conf","block":"mine","text":"x"}]}""")]
    public void A_record_that_somebody_made_up_writes_nowhere_else(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Throws<FormatException>(() => BootMenuState.Read(document.RootElement));
    }

    [Theory]
    [InlineData("""{"mount":"/boot/../etc","loader":"limine","settings":[],"entries":[]}""")]
    [InlineData("""{"mount":"/boot","loader":"lilo","settings":[],"entries":[]}""")]
    [InlineData("""{"mount":"/boot","loader":"limine","settings":[],"entries":[{"name":"../x","title":"a","parameters":[],"without":[],"first":false,"kernels":1}]}""")]
    public void A_wish_that_somebody_made_up_is_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Throws<FormatException>(() => BootMenuResource.Read(document.RootElement));
    }

    private static string Options(LimineEntry entry) => string.Join('\n', entry.Options.Select(static option => option.Line.Text));

    private static byte[] AnyFile(Random random)
    {
        string end = random.Next(3) == 0 ? "\r\n" : "\n";
        var text = new StringBuilder();
        for (int line = random.Next(12); line > 0; line--)
            text.Append(new string(' ', random.Next(3))).Append(s_lines[random.Next(s_lines.Length)]).Append(random.Next(9) == 0 ? "\n" : end);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(4) == 0 && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(128, 256);
        return random.Next(2) == 0 ? bytes : Encoding.UTF8.GetString(bytes).EndsWith('\n') ? bytes.AsSpan().TrimEnd("\r\n"u8).ToArray() : bytes;
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        for (int change = random.Next(20); change > 0 && bytes.Length > 0; change--)
        {
            int at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(random.Next(at, bytes.Length))],
                1 => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(0, Math.Min(at, 200)), .. bytes.AsSpan(at)],
                2 => [.. bytes.AsSpan(0, at), "{}'\"\\$#/\n"u8[random.Next(9)], .. bytes.AsSpan(at)],
                _ => [.. bytes.AsSpan(0, at), (byte)random.Next(256), .. bytes.AsSpan(at + 1)],
            };
        }

        return bytes;
    }

    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (FormatException)
        {
            // Said with a reason.
        }
    }

    private static void Tolerate<T>(Func<T> read) => Tolerate(() => { _ = read(); });

    /// <summary>A program for the firmware with three texts in sections.</summary>
    private static byte[] Uki()
    {
        (string Name, string Text)[] sections = [(".osrel", "ID=fedora\nPRETTY_NAME=\"Fedora Linux 41\"\n"), (".cmdline", "root=x quiet\0"), (".uname", "6.11.4")];
        byte[] image = new byte[2048];
        "MZ"u8.CopyTo(image);
        BitConverter.TryWriteBytes(image.AsSpan(0x3C), 0x80);
        "PE\0\0"u8.CopyTo(image.AsSpan(0x80));
        BitConverter.TryWriteBytes(image.AsSpan(0x86), (ushort)sections.Length);
        for (int at = 0; at < sections.Length; at++)
        {
            Span<byte> header = image.AsSpan(0x98 + (at * 40));
            byte[] text = Encoding.UTF8.GetBytes(sections[at].Text);
            Encoding.ASCII.GetBytes(sections[at].Name).CopyTo(header);
            BitConverter.TryWriteBytes(header[8..], text.Length);
            BitConverter.TryWriteBytes(header[16..], 512);
            BitConverter.TryWriteBytes(header[20..], 512 * (at + 1));
            text.CopyTo(image.AsSpan(512 * (at + 1)));
        }

        return image;
    }
}
