using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using HostTools.Models.Scanning;
using Entry = HostTools.Models.Tests.Scanning.ZipBuilder.Entry;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Archives: members are scanned whatever the headers say, and lies are found.</summary>
public sealed class ArchiveTests
{
    private static byte[] Zip(params Entry[] entries)
    {
        var zip = new ZipBuilder();
        foreach (Entry entry in entries)
            zip.Add(entry);
        return zip.Build();
    }

    [Fact]
    public void A_model_of_torch_is_clean()
    {
        byte[] numbers = new byte[4096];
        new Random(2).NextBytes(numbers);
        Scanned.Bytes(ZipBuilder.Of(("model/data.pkl", Pickles.Tensor), ("model/data/0", numbers), ("model/version", "3\n"u8.ToArray()), ("model/byteorder", "little"u8.ToArray()))).IsClean("zip");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_command_in_an_archive_is_found_with_its_place(bool isDeflated)
    {
        Finding finding = Scanned.Bytes(Zip(new Entry("model/data.pkl", Pickles.Command) { IsDeflated = isDeflated })).Found("pickle.dangerous-global", "os.system");
        Assert.Equal("model/data.pkl", finding.Member);
        Assert.Equal("file!model/data.pkl@27", finding.Place);
    }

    [Fact]
    public void What_the_framework_writes_is_read()
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream member = zip.CreateEntry("a/data.pkl").Open();
            member.Write(Pickles.Command4);
        }

        Scanned.Bytes(memory.ToArray()).Found("pickle.dangerous-global", "posix.system");
    }

    [Theory]
    [InlineData(0x1)]
    [InlineData(0x20)]
    [InlineData(0x40)]
    public void Flags_that_lie_hide_nothing(int flags)
    {
        FileReport report = Scanned.Bytes(Zip(new Entry("data.pkl", Pickles.Command) { Flags = (ushort)flags }));
        report.Found("archive.flag-lie");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void A_wrong_checksum_hides_nothing()
    {
        FileReport report = Scanned.Bytes(Zip(new Entry("data.pkl", Pickles.Command) { Crc = 1 }));
        report.Found("archive.checksum");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void Two_names_for_one_member_are_found()
    {
        FileReport report = Scanned.Bytes(Zip(new Entry("data.txt", Pickles.Command) { LocalName = "data.pkl" }));
        report.Found("archive.name-mismatch", "data.pkl");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void Two_methods_for_one_member_are_both_tried()
    {
        FileReport report = Scanned.Bytes(Zip(new Entry("data.pkl", Pickles.Command) { IsDeflated = true, Method = 0 }));
        report.Found("archive.header-mismatch");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void Two_members_with_one_name_are_both_scanned()
    {
        FileReport report = Scanned.Bytes(ZipBuilder.Of(("data.pkl", Pickles.Plain), ("data.pkl", Pickles.Command)));
        report.Found("archive.duplicate", "data.pkl");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void A_member_that_the_directory_does_not_name_is_scanned()
    {
        FileReport report = Scanned.Bytes(Zip(new Entry("data.pkl", Pickles.Plain), new Entry("evil.pkl", Pickles.Command) { IsHidden = true, IsDeflated = true }));
        report.Found("archive.hidden-member", "evil.pkl");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void Data_in_front_of_an_archive_hides_nothing()
    {
        FileReport report = Scanned.Bytes(new ZipBuilder().Add(new Entry("data.pkl", Pickles.Command)).Build([1, 2, 3, 4, 5, 6, 7, 8]));
        report.Found("archive.prefix");
        report.Found("pickle.dangerous-global");
    }

    [Fact]
    public void An_archive_behind_another_file_is_found()
    {
        FileReport report = Scanned.Bytes(new ZipBuilder().Add(new Entry("data.pkl", Pickles.Command)).Build(Pickles.Plain));
        report.Found("file.polyglot");
        report.Found("pickle.dangerous-global");
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    public void Names_that_lead_outside_are_found(string name) =>
        Scanned.Bytes(ZipBuilder.Of((name, "x"u8.ToArray()))).Found("archive.traversal");

    [Fact]
    public void Links_are_found() => Scanned.Bytes(Zip(new Entry("link", "/etc/passwd"u8.ToArray()) { Attributes = 0xA1FF0000 })).Found("archive.link");

    [Fact]
    public void An_archive_in_an_archive_in_an_archive_is_scanned()
    {
        byte[] inner = Pickles.Command;
        for (int i = 0; i < 4; i++)
            inner = Zip(new Entry($"level{i}", inner) { IsDeflated = true });
        Assert.Equal("level3!level2!level1!level0", Scanned.Bytes(inner).Found("pickle.dangerous-global").Member);
    }

    [Fact]
    public void Archives_that_go_too_deep_are_not_clean()
    {
        byte[] inner = Pickles.Plain;
        for (int i = 0; i < 12; i++)
            inner = ZipBuilder.Of(("x", inner));
        Scanned.Bytes(inner).IsNotScanned("deeper than 8");
    }

    [Fact]
    public void Bombs_are_found_within_their_limit()
    {
        byte[] zeros = new byte[64 << 20];
        Scanned.Bytes(Zip(new Entry("bomb", zeros) { IsDeflated = true }), new ScanLimits { Expanded = 16 << 20 }).Found("archive.bomb");
    }

    [Fact]
    public void Members_that_share_bytes_are_found()
    {
        byte[] zip = ZipBuilder.Of(("a", new byte[100]), ("b", new byte[100]));
        // The second entry of the directory points into the first member.
        int second = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        zip[second + 42] = 0;
        Scanned.Bytes(zip).Found("archive.overlap");
    }

    [Fact]
    public void What_is_really_encrypted_is_not_clean()
    {
        byte[] noise = new byte[300];
        new Random(4).NextBytes(noise);
        Scanned.Bytes(Zip(new Entry("data.pkl", noise) { Flags = 1, Crc = 5 })).IsNotScanned("encrypted");
    }

    [Fact]
    public void Methods_that_cannot_be_unpacked_are_not_clean() =>
        Scanned.Bytes(Zip(new Entry("data.pkl", [9, 9, 9, 9]) { Method = 14, LocalMethod = 14 })).IsNotScanned("method 14");

    [Fact]
    public void Without_a_directory_members_are_found_by_their_headers()
    {
        byte[] zip = ZipBuilder.Of(("data.pkl", Pickles.Command));
        FileReport report = Scanned.Bytes(zip[..^22]);
        report.Found("pickle.dangerous-global");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compressed_files_are_opened(bool isGzip)
    {
        var memory = new MemoryStream();
        using (Stream packed = isGzip ? new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(Pickles.Command4);
        Scanned.Bytes(memory.ToArray()).Found("pickle.dangerous-global", "posix.system");
    }

    [Theory]
    [InlineData("7z\u00bc\u00af\u0027\u001c\u0000\u0004", "7z")]
    [InlineData("\u00fd7zXZ\0\0\u0004", "xz")]
    [InlineData("BZh91AY&SY", "bzip2")]
    [InlineData("\u0004\u0022\u004d\u0018\u0064\u0040", "lz4")]
    [InlineData("\u0028\u00b5\u002f\u00fd\u0004\u0000", "zstandard")]
    public void Containers_that_cannot_be_opened_are_not_clean(string head, string kind)
    {
        FileReport report = Scanned.Bytes([.. Pickles.Of(head), .. new byte[64]]);
        report.IsNotScanned(kind);
        Scanned.Bytes([.. Pickles.Of(head), .. new byte[64], .. Pickles.Command4]).Found("pickle.hidden");
    }

    [Fact]
    public void Members_of_tar_archives_are_scanned()
    {
        var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Gnu, leaveOpen: true))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, new string('n', 180)) { DataStream = new MemoryStream(Pickles.Command) });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "../outside") { DataStream = new MemoryStream("text"u8.ToArray()) });
        }

        FileReport report = Scanned.Bytes(memory.ToArray());
        report.Found("pickle.dangerous-global", "os.system");
        report.Found("archive.link");
        report.Found("archive.traversal", "../outside");
        Assert.Equal("tar", report.Kind);
    }

    [Fact]
    public void Arrays_of_numbers_are_clean_and_arrays_of_objects_are_scanned()
    {
        Scanned.Bytes(Npy("<f8", "(2, 3)", new byte[48])).IsClean("npy");
        Scanned.Bytes(Npy("|O", "(1,)", Pickles.Plain)).IsClean("npy");
        Scanned.Bytes(Npy("|O", "(1,)", Pickles.Command)).Found("pickle.dangerous-global", "os.system");
        Scanned.Bytes(Npy("<f8", "(2, 3)", [.. new byte[48], .. Pickles.Command])).Found("npy.damaged");
        Scanned.Bytes(ZipBuilder.Of(("a.npy", Npy("|O", "(1,)", Pickles.Command4)))).Found("pickle.dangerous-global", "posix.system");
    }

    internal static byte[] Npy(string type, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. data];
    }
}
