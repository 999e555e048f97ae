using System.Formats.Tar;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class ArchiveUnpackerTests
{
    private static readonly (string, string)[] s_files = [("./config.json", "{}"), ("./sub/weights.bin", "12345")];
    private static readonly string[] s_expected = ["config.json={}", "sub/weights.bin=12345"];

    public static TheoryData<string> Hostile => [.. s_hostile.Keys];

    private static readonly Dictionary<string, (byte[] Archive, string Words)> s_hostile = new()
    {
        ["tar: parent"] = (ArchiveBytes.Tar(("../x", "x")), "it leaves the model's folder"),
        ["tar: hidden parent"] = (ArchiveBytes.Tar(("a/../../x", "x")), "it leaves the model's folder"),
        ["tar: absolute"] = (ArchiveBytes.Tar(("/etc/passwd", "x")), "it is absolute"),
        ["tar: Windows"] = (ArchiveBytes.Tar((@"..\x", "x")), @"it has a '\'"),
        ["tar: drive"] = (ArchiveBytes.Tar(("C:/x", "x")), "it is absolute"),
        ["tar: twice"] = (ArchiveBytes.Tar(("x", "1"), ("./x", "2")), "it is in there twice"),
        ["tar: link outside"] = (Links(TarEntryType.SymbolicLink, "a/l", "../../etc/passwd"), "outside of the archive"),
        ["tar: absolute link"] = (Links(TarEntryType.SymbolicLink, "l", "/etc/passwd"), "outside of the archive"),
        ["tar: hard link outside"] = (Links(TarEntryType.HardLink, "a/l", "../x"), "outside of the archive"),
        ["tar: link to nothing"] = (Links(TarEntryType.SymbolicLink, "l", "none"), "no file of the archive"),
        ["tar: link to itself"] = (Links(TarEntryType.SymbolicLink, "l", "l"), "links without end"),
        ["tar: write through a link"] = (ArchiveBytes.Tar(
            ArchiveBytes.Link(TarEntryType.SymbolicLink, "x", "y"), new PaxTarEntry(TarEntryType.RegularFile, "x") { DataStream = new MemoryStream([1]) }), "it is in there twice"),
        ["tar: device"] = (ArchiveBytes.Tar(new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 }), "neither a file"),
        ["tar: pipe"] = (ArchiveBytes.Tar(new PaxTarEntry(TarEntryType.Fifo, "pipe")), "neither a file"),
        ["zip: parent"] = (ArchiveBytes.Zip(("../../x", "x", 0)), "it leaves the model's folder"),
        ["zip: Windows"] = (ArchiveBytes.Zip((@"..\..\x", "x", 0)), @"it has a '\'"),
        ["zip: absolute"] = (ArchiveBytes.Zip(("/x", "x", 0)), "it is absolute"),
        ["zip: twice"] = (ArchiveBytes.Zip(("x", "1", 0), ("x", "2", 0)), "it is in there twice"),
        ["zip: link outside"] = (ArchiveBytes.Zip(("a/x", "x", 0), ("l", "../x", 0xA1FF)), "outside of the archive"),
        ["zip: device"] = (ArchiveBytes.Zip(("null", "", 0x21B6)), "neither a file"),
    };

    [Theory]
    [InlineData("tar")]
    [InlineData("gz")]
    [InlineData("zip")]
    public async Task Files_come_out_whatever_packed_them(string kind)
    {
        byte[] tar = ArchiveBytes.Tar(s_files);
        byte[] archive = kind switch
        {
            "gz" => ArchiveBytes.GZip(tar),
            "zip" => ArchiveBytes.Zip(("config.json", "{}", 0x81A4), ("sub/", "", 0x41ED), ("sub/weights.bin", "12345", 0)),
            _ => tar,
        };
        Assert.Equal(s_expected, await Asking.UnpackAsync(new ArchiveUnpacker("m"), archive));
    }

    [SkippableTheory]
    [InlineData("xz")]
    [InlineData("zstd")]
    public async Task Programs_unpack_what_NET_does_not_know(string program)
    {
        byte[]? archive = ArchiveBytes.Through(program, ArchiveBytes.Tar(s_files));
        Skip.If(archive is null, $"{program} is not installed here");
        Assert.Equal(s_expected, await Asking.UnpackAsync(new ArchiveUnpacker("m"), archive!));
        HostError error = await ErrorAsync(archive![..(archive!.Length / 2)]);
        Assert.Equal(nameof(ModelErrors.ArchiveDamaged), error.Id);
    }

    [Fact]
    public async Task Links_to_files_of_the_archive_become_files()
    {
        byte[] tar = ArchiveBytes.Tar(
            ArchiveBytes.Link(TarEntryType.SymbolicLink, "latest/model.bin", "../v1/model.bin"),
            ArchiveBytes.Link(TarEntryType.SymbolicLink, "again", "latest/model.bin"),
            new PaxTarEntry(TarEntryType.RegularFile, "v1/model.bin") { DataStream = new MemoryStream("12345"u8.ToArray()) },
            ArchiveBytes.Link(TarEntryType.HardLink, "v2/model.bin", "v1/model.bin"));
        Assert.Equal(
            ["again=12345", "latest/model.bin=12345", "v1/model.bin=12345", "v2/model.bin=12345"],
            (await Asking.UnpackAsync(new ArchiveUnpacker("m"), ArchiveBytes.GZip(tar))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_a_model_must_not_have_is_refused(string name)
    {
        HostError error = await ErrorAsync(s_hostile[name].Archive);
        Assert.Equal(nameof(ModelErrors.ArchiveUnsafe), error.Id);
        Assert.Contains(s_hostile[name].Words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_stopped()
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new Zeros(3L << 30) };
        var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new TarWriter(gzip, leaveOpen: true))
            writer.WriteEntry(entry);
        var unpacker = new ArchiveUnpacker("bomb.tar.gz");
        packed.Position = 0;
        HostError error = (await Assert.ThrowsAsync<HostToolsException>(async () =>
        {
            await foreach (UnpackedFile file in unpacker.UnpackAsync(packed, CancellationToken.None))
                await file.Content.CopyToAsync(Stream.Null);
        })).Errors[0];
        Assert.Equal(nameof(ModelErrors.ArchiveTooLarge), error.Id);
    }

    [Fact]
    public async Task A_damaged_archive_is_said_to_be_one()
    {
        byte[] zip = ArchiveBytes.Zip(("x", "12345678", 0));
        zip[31 + 4] ^= 0xFF;
        foreach (byte[] archive in new[] { "<html>not found</html>"u8.ToArray(), [], ArchiveBytes.Tar(s_files)[..700], ArchiveBytes.GZip(ArchiveBytes.Tar(s_files))[..40], zip, "PK\u0003\u0004"u8.ToArray() })
            Assert.Equal(nameof(ModelErrors.ArchiveDamaged), (await ErrorAsync(archive)).Id);
    }

    [Fact]
    public async Task Nothing_but_our_own_errors_comes_of_mutated_archives()
    {
        var random = new Random(7);
        byte[][] seeds =
        [
            ArchiveBytes.Tar(s_files), Links(TarEntryType.SymbolicLink, "a/l", "../f"), ArchiveBytes.GZip(ArchiveBytes.Tar(s_files)),
            ArchiveBytes.Zip(("config.json", "{}", 0), ("l", "config.json", 0xA1FF)),
        ];
        for (int turn = 0; turn < 4000; turn++)
        {
            byte[] archive = [.. seeds[turn % seeds.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
                archive[random.Next(archive.Length)] = (byte)random.Next(256);
            try
            {
                await Asking.UnpackAsync(new ArchiveUnpacker("m"), archive[..random.Next(archive.Length / 2, archive.Length + 1)]);
            }
            catch (HostToolsException cause)
            {
                Assert.StartsWith("Archive", cause.Errors[0].Id, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Links(TarEntryType type, string path, string target) => ArchiveBytes.Tar(
        new PaxTarEntry(TarEntryType.RegularFile, "f") { DataStream = new MemoryStream([65]) }, ArchiveBytes.Link(type, path, target));

    private static async Task<HostError> ErrorAsync(byte[] archive) =>
        (await Assert.ThrowsAsync<HostToolsException>(() => Asking.UnpackAsync(new ArchiveUnpacker("model.tar"), archive))).Errors[0];

    private sealed class Zeros(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => _at = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - _at);
            Array.Clear(buffer, offset, read);
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => _at = offset;

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
