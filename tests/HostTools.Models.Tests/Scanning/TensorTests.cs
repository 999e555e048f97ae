using System.Diagnostics;
using HostTools.Models.Scanning;
using static HostTools.Models.Tests.Scanning.TensorFiles;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Files of numbers: what readers could trip over is found from the header alone.</summary>
public sealed class TensorTests
{
    public static TheoryData<string, string, int, string> BrokenSafetensors => new()
    {
        { "no object", "[1]", 0, "safetensors.header" },
        { "no JSON", "{\"a\":}", 0, "safetensors.header" },
        { "a name twice", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "safetensors.header" },
        { "metadata that is no text", """{"__metadata__":{"a":1},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "safetensors.header" },
        { "metadata twice", """{"__metadata__":{"a":"1","a":"2"},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "safetensors.header" },
        { "something behind the object", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}x""", 1, "safetensors.header" },
        { "an unknown type", """{"a":{"dtype":"F17","shape":[1],"data_offsets":[0,1]}}""", 1, "safetensors.tensor" },
        { "a shape that overflows", """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,4]}}""", 4, "safetensors.tensor" },
        { "a negative extent", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "safetensors.tensor" },
        { "too many bytes", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "safetensors.tensor" },
        { "half a byte", """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1, "safetensors.tensor" },
        { "offsets the wrong way", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, "safetensors.tensor" },
        { "offsets behind the end", """{"a":{"dtype":"U8","shape":[10],"data_offsets":[0,10]}}""", 1, "safetensors.tensor" },
        { "three offsets", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "safetensors.tensor" },
        { "a tensor that is no object", """{"a":1}""", 0, "safetensors.tensor" },
        { "shared bytes", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "safetensors.layout" },
        { "a hole", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "safetensors.layout" },
        { "a hole at the start", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "safetensors.layout" },
        { "bytes behind the last tensor", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 9, "safetensors.layout" },
    };

    [Fact]
    public void Right_files_are_clean()
    {
        Scanned.Bytes(Safetensors()).IsClean("safetensors");
        Scanned.Bytes(Model().Tensor("a", 0, 0, 4, 4).Tensor("b", 2, 64, 64).Build(64 + 36)).IsClean("gguf");
        Scanned.Bytes(Model().Tensor("a", 0, 0, 1).Build(32)).IsClean("gguf");
    }

    [Theory]
    [MemberData(nameof(BrokenSafetensors))]
    public void Wrong_safetensors_are_found(string what, string header, int data, string rule)
    {
        FileReport report = Scanned.Bytes(Safetensors(header, data));
        if (what != "no object")
            report.Found(rule);
        Assert.NotEqual(ScanState.Clean, report.State);
    }

    [Fact]
    public void Lengths_that_lie_are_found()
    {
        Scanned.Bytes(Safetensors("{\"a\":1}", 0, 1UL << 40)).Found("safetensors.header", "1099511627776");
        Scanned.Bytes(Safetensors("{\"a\":1}", 0, ulong.MaxValue)).Found("safetensors.header");
        Scanned.Bytes([.. Safetensors("{\"\u00ff", 0)[..10], 0xFF, 0xFF]).Found("safetensors.header");
    }

    [Fact]
    public void Ten_gibibytes_are_checked_at_once()
    {
        using var file = new TemporaryFile();
        const long Data = 10L << 30;
        byte[] head = Safetensors($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{Data / 4}],\"data_offsets\":[0,{Data}]}}}}", 0);
        using (var stream = new FileStream(file.Path, FileMode.Create))
        {
            stream.Write(head);
            stream.SetLength(head.Length + Data);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        ScanReport report = new ModelScanner().Scan(new FolderFiles(HostTools.Platform.Root.At(System.IO.Path.GetDirectoryName(file.Path)!)), default);
        Assert.Equal(ScanState.Clean, report.State);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
        // The whole would take many seconds even from memory.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }

    [Fact]
    public void An_index_is_compared_with_its_shards()
    {
        const string Index = """{"metadata":{"total_size":22},"weight_map":{"a":"model-1.safetensors","b":"model-1.safetensors"}}""";
        Assert.Equal(ScanState.Clean, Scanned.Model(new MemoryFiles().Add("model.safetensors.index.json", Index).Add("model-1.safetensors", Safetensors())).State);
        Check("""{"weight_map":{"a":"missing.safetensors"}}""", "missing");
        Check("""{"weight_map":{"nobody":"model-1.safetensors"}}""", "nobody");
        Check("""{"weight_map":{"a":"../../etc/passwd"}}""", "no file of the model");
        Check("""{"weight_map":{"a":7}}""", "no file of the model");
        Check("""{"metadata":{"total_size":9999},"weight_map":{"a":"model-1.safetensors"}}""", "9999");

        static void Check(string index, string words) =>
            Scanned.Model(new MemoryFiles().Add("index.json", index).Add("model-1.safetensors", Safetensors())).Files[0].Found("safetensors.index", words);
    }

    [Fact]
    public void Wrong_gguf_is_found()
    {
        Check("gguf.header", "tensors", Model().Build(0, tensors: 1UL << 60));
        Check("gguf.header", "values", Model().Build(0, pairs: ulong.MaxValue));
        Check("gguf.header", "longer than the file", new Gguf().Pair("k", 8, [.. BitConverter.GetBytes(1UL << 29), 1]).Build(0)[..^4], "too early");
        Check("gguf.header", "more than the file", new Gguf().Array("k", 4, 1UL << 29, []).Build(0));
        Check("gguf.header", "unknown type", new Gguf().Pair("k", 99, [0, 0, 0, 0]).Build(32));
        Check("gguf.header", "dimensions", Model().Tensor("a", 0, 0, 1, 1, 1, 1, 1).Build(64));
        Check("gguf.metadata", "twice", Model().Text("general.architecture", "x").Build(0));
        Check("gguf.metadata", "power of two", new Gguf().Number("general.alignment", 7).Build(0));
        Check("gguf.metadata", "plain text", new Gguf().Text("schlüssel", "x").Build(0));
        Check("gguf.tensor", "twice", Model().Tensor("a", 0, 0, 8).Tensor("a", 0, 32, 8).Build(64));
        Check("gguf.tensor", "removed", Model().Tensor("a", 4, 0, 8).Build(64));
        Check("gguf.tensor", "not known", Model().Tensor("a", 4000, 0, 8).Build(64));
        Check("gguf.tensor", "multiple of 32", Model().Tensor("a", 2, 0, 33).Build(64));
        Check("gguf.tensor", "elements", Model().Tensor("a", 0, 0, 1UL << 40, 1UL << 40).Build(64));
        Check("gguf.tensor", "begins at", Model().Tensor("a", 0, 0, 8).Tensor("b", 0, 999, 8).Build(64));
        Check("gguf.tensor", "63 characters", Model().Tensor(new string('n', 64), 0, 0, 8).Build(32));
        Check("gguf.layout", "need", Model().Tensor("a", 0, 0, 1000).Build(64));
        Check("gguf.layout", "behind", Model().Tensor("a", 0, 0, 8).Build(640));

        static void Check(string rule, string words, byte[] file, string other = "\u0000")
        {
            FileReport report = Scanned.Bytes(file);
            Assert.True(report.Findings.Any(finding => finding.Rule == rule && (finding.Message.Contains(words, StringComparison.Ordinal) || finding.Message.Contains(other, StringComparison.Ordinal))), $"{rule} {words}: {Scanned.Tell(report)}");
        }
    }

    [Fact]
    public void Gguf_of_other_machines_and_versions_is_not_clean()
    {
        Scanned.Bytes([.. "FUGG"u8, .. new byte[64]]).IsNotScanned("byte order");
        Scanned.Bytes([.. "GGUF"u8, 0, 0, 0, 3, .. new byte[64]]).IsNotScanned("byte order");
        Scanned.Bytes(new Gguf { Version = 9 }.Build(0)).IsNotScanned("version is 9");
    }

    [Fact]
    public void Files_of_a_split_model_are_all_there()
    {
        byte[] part = new Gguf().Pair("split.count", 2, [2, 0]).Build(0);
        Assert.Equal(ScanState.Clean, Scanned.Model(new MemoryFiles().Add("m-00001-of-00002.gguf", part).Add("m-00002-of-00002.gguf", part)).State);
        Scanned.Model(new MemoryFiles().Add("m-00001-of-00002.gguf", part)).Files[0].Found("gguf.split", "m-00002-of-00002.gguf");
        Scanned.Model(new MemoryFiles().Add("m.gguf", part)).Files[0].Found("gguf.split", "name");
    }

    [Fact]
    public void Templates_inside_gguf_are_scanned() =>
        Scanned.Bytes(Model().Text("tokenizer.chat_template", "{{ ''.__class__.__mro__ }}").Build(0)).Found("template.escape", "__class__");

    private sealed class TemporaryFile : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-scan-").FullName;

        public string Path => System.IO.Path.Combine(_folder, "model.safetensors");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
