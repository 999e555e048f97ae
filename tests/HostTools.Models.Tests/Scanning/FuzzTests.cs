using System.Diagnostics;
using System.IO.Compression;
using System.Formats.Tar;
using System.Text;
using HostTools.Activation.Tests;
using HostTools.Models.Scanning;
using Xunit.Abstractions;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Wrong files of every format, made from right ones: no scanner fails, hangs, or takes memory that the file does not have.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Full = 1_000_000;
    private const int Gate = 2_000;
    private const long MostMemory = 64L << 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private static readonly ScanLimits s_limits = new() { Expanded = 8 << 20, InMemory = 1 << 20, Opcodes = 200_000 };

    private static readonly Dictionary<string, byte[][]> s_seeds = new()
    {
        ["pickle"] =
        [
            Pickles.Plain, Pickles.Command, Pickles.Command4, Pickles.Tensor, Pickles.Call("os", "system"), Pickles.Of("(S'x'\nios\nsystem\n."), Pickles.Of("\u0080\u0002\u0082\u0001)R.\u0080\u0002X\u0004\0\0\0evilQ."),
            Pickles.Of("\u0080\u0004cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\u0081}(X\u0005\0\0\0shapeK\u0002\u0085X\u0005\0\0\0dtypecnumpy\ndtype\nX\u0002\0\0\0f8\u0089\u0088\u0087Rub0123456789012345."),
            Pickles.Of("\u0080\u0004ctorch.storage\n_load_from_bytes\n" + Pickles.Counted(Pickles.Command) + "\u0085R."), Pickles.Of("\u0080\u0002ccollections\nOrderedDict\n)R}(X\u0001\0\0\0aK\u0001ub\u008f(K\u0001\u0090\u0094h\u000002."),
        ],
        ["search"] = [[1, 2, 3, .. new byte[64], .. Pickles.Command4, .. new byte[64], .. Pickles.Command], "some words\ncat\ndog\n(see\nios\nbuild\n"u8.ToArray()],
        ["zip"] = [ZipBuilder.Of(("m/data.pkl", Pickles.Tensor), ("m/data/0", new byte[40]), ("a", Pickles.Command)), new ZipBuilder().Add(new("x", Pickles.Command) { IsDeflated = true }).Add(new("y/../z", "{}"u8.ToArray()) { IsHidden = true }).Build([1, 2, 3])],
        ["compressed"] = [Gzip(Pickles.Command), Gzip(new byte[5000])],
        ["tar"] = [Tar()],
        ["npy"] = [ArchiveTests.Npy("<f8", "(2, 3)", new byte[48]), ArchiveTests.Npy("|O", "(1,)", Pickles.Command)],
        ["safetensors"] = [TensorFiles.Safetensors()],
        ["gguf"] = [TensorFiles.Model().Text("tokenizer.chat_template", "{{ a }}").Tensor("a", 0, 0, 4, 4).Tensor("b", 2, 64, 64).Build(100)],
        ["onnx"] = [Protobuf.Onnx(Protobuf.Message(1, Protobuf.Text(4, "If"), Protobuf.Message(5, Protobuf.Message(6, Protobuf.External(("location", "w"), ("offset", "1")))))), Protobuf.Onnx(Protobuf.External(("location", "/x")))],
        ["tensorflow"] = [Protobuf.SavedModel("ReadFile", "Relu")],
        ["keras"] = [[0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n', .. new byte[40], .. """{"class_name": "Lambda", "config": {"a": ["b", 1]}}"""u8, 0], [.. Protobuf.Message(1, Protobuf.Text(5, """{"class_name": "Lambda"}""")), .. Protobuf.Message(1, Protobuf.Number(1, 1))]],
        ["json"] = ["""{"auto_map": {"a": "b"}, "chat_template": "{{ x.__class__ }}", "n": [1, 2.5, null, true], "weight_map": {"a": "file"}}"""u8.ToArray(), """{"module": "os", "class_name": "Lambda", "s": "{\"class_name\": \"Lambda\"}"}"""u8.ToArray()],
        ["template"] = ["{% for m in messages %}{{ m['role'] ~ '\\x5f' | trim }}{# c #}{% endfor %}{{ range(10 * 2) }}"u8.ToArray()],
        ["python"] = ["import os\n\nclass A:\n    def f(self):\n        return os.system('x')\n"u8.ToArray()],
    };

    public static TheoryData<string> Formats => [.. s_seeds.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Wrong_files_of_every_format_end_in_a_report(string format)
    {
        byte[][] seeds = s_seeds[format];
        byte[][] others = [.. s_seeds.Values.SelectMany(static files => files)];
        int count = Depth.IsFull ? Full : Gate;
        var watch = Stopwatch.StartNew();
        TimeSpan longest = TimeSpan.Zero;
        long largest = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new Random(HashCode.Combine(Depth.Seed, i));
            byte[] file = Mutations.Mutate(seeds[random.Next(seeds.Length)], others[random.Next(others.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            Scan(format, i, file);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            long memory = GC.GetAllocatedBytesForCurrentThread() - before;
            longest = took > longest ? took : longest;
            largest = Math.Max(largest, memory);
            Assert.True(took < s_longest, $"{format} {i} took {took}: {Convert.ToHexString(file)}");
            Assert.True(memory < MostMemory, $"{format} {i} took {memory} bytes: {Convert.ToHexString(file)}");
        }

        output.WriteLine($"the longest took {longest.TotalMilliseconds:F1} ms, the largest {largest / 1024} KiB");
        Depth.Say($"fuzz of scanners, {format}", count, Full, watch.Elapsed, output);
    }

    private static void Scan(string format, int number, byte[] file)
    {
        try
        {
            using var stop = new CancellationTokenSource(s_longest);
            FileReport report = new ModelScanner(s_limits).Scan(new MemoryFiles().Add("folder/file", file), stop.Token).Files[0];
            Assert.All(report.Findings, static finding => Assert.True(finding.Evidence.Length <= 120 && finding.Offset is null or >= 0));
        }
        catch (Exception cause) when (cause is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{format} {number}: {Convert.ToHexString(file)}", cause);
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return memory.ToArray();
    }

    private static byte[] Tar()
    {
        var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Gnu, leaveOpen: true))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(Pickles.Command) });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "b") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("{}")) });
        }

        return memory.ToArray();
    }
}
