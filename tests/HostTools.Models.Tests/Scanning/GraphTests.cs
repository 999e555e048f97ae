using HostTools.Models.Scanning;
using static HostTools.Models.Tests.Scanning.Protobuf;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Graphs: files that tensors are read from, operators that reach out, layers that hold code.</summary>
public sealed class GraphTests
{
    private static readonly byte[] s_node = Message(1, Text(1, "x"), Text(2, "y"), Text(4, "Relu"));

    private static FileReport Onnx(byte[] model, params ScannedFile[] others)
    {
        MemoryFiles files = new MemoryFiles().Add("onnx/model.onnx", model);
        foreach (ScannedFile other in others)
            files.Add(other, new byte[other.Size]);
        return Scanned.Model(files).Files.Single(static file => file.File == "onnx/model.onnx");
    }

    [Fact]
    public void Right_models_are_clean()
    {
        Onnx(Protobuf.Onnx(s_node)).IsClean("onnx");
        Onnx(Protobuf.Onnx(s_node, External(("location", "weights.bin"), ("offset", "16"), ("length", "16"))), new ScannedFile("onnx/weights.bin", 32)).IsClean("onnx");
        Scanned.Bytes(SavedModel("MatMul", "Relu")).IsClean("saved-model");
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("..\\..\\secret")]
    [InlineData("C:\\secret")]
    public void Tensors_from_outside_are_found(string location) =>
        Onnx(Protobuf.Onnx(External(("location", location)))).Found("onnx.external-location");

    [Fact]
    public void Tensors_through_links_that_lead_outside_are_found() =>
        Onnx(Protobuf.Onnx(External(("location", "weights.bin"))), new ScannedFile("onnx/weights.bin", 0) { LinkTarget = "/etc/passwd", IsLinkOutside = true }).Found("onnx.external-location", "link");

    [Fact]
    public void Tensors_from_files_that_do_not_fit_are_found()
    {
        Onnx(Protobuf.Onnx(External(("location", "missing.bin")))).Found("onnx.external-data", "missing");
        Check("beyond", ("offset", "30"), ("length", "10"));
        Check("beyond", ("offset", "99999999999"));
        Check("no valid place", ("offset", "-1"));
        Check("no valid place", ("length", "x"));
        Check("unknown key", ("__class__", "x"));

        static void Check(string words, params (string, string)[] entries) =>
            Onnx(Protobuf.Onnx(External([("location", "weights.bin"), .. entries])), new ScannedFile("onnx/weights.bin", 32)).Found("onnx.external-data", words);
    }

    [Fact]
    public void Tensors_inside_attributes_and_inner_graphs_are_seen()
    {
        byte[] inner = Message(6, External(("location", "/etc/passwd")));
        Onnx(Protobuf.Onnx(Message(1, Text(4, "If"), Message(5, Text(1, "then"), inner)))).Found("onnx.external-location");
        Onnx(Protobuf.Onnx(Message(1, Text(4, "Constant"), Message(5, Text(1, "value"), Message(5, Message(13, Text(1, "location"), Text(2, "/etc/passwd"))))))).Found("onnx.external-location");
    }

    [Fact]
    public void Operators_of_native_libraries_are_listed() =>
        Onnx(Protobuf.Onnx(Message(1, Text(4, "Evil"), Text(7, "com.evil")))).Found("onnx.custom-operator", "com.evil");

    [Fact]
    public void Models_that_break_off_are_found()
    {
        byte[] model = Protobuf.Onnx(s_node, s_node, s_node);
        FileReport report = Onnx([.. model[..^20], .. new byte[20]]);
        Assert.NotEqual(ScanState.Clean, report.State);
    }

    [Theory]
    [InlineData("WriteFile", "Relu", "tensorflow.file-access")]
    [InlineData("Relu", "ReadFile", "tensorflow.file-access")]
    [InlineData("Relu", "EagerPyFunc", "tensorflow.python-code")]
    public void Operators_that_reach_out_are_found(string operation, string inner, string rule) => Scanned.Bytes(SavedModel(operation, inner)).Found(rule);

    private const string Lambda = """{"class_name": "Functional", "config": {"layers": [{"module": "keras.layers", "class_name": "Lambda", "config": {"function": {"class_name": "__lambda__", "config": {"code": "4wEAAAA="}}}}]}}""";

    private const string Harmless = """{"module": "keras", "class_name": "Sequential", "config": {"layers": [{"module": "keras.layers", "class_name": "Dense", "config": {"units": 3, "activation": "relu"}}]}}""";

    [Fact]
    public void Layers_with_code_are_found_wherever_the_description_stands()
    {
        byte[] hdf = [0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n', .. new byte[5000]];
        Scanned.Text(Lambda).Found("keras.lambda");
        Scanned.Bytes(ZipBuilder.Of(("config.json", System.Text.Encoding.UTF8.GetBytes(Lambda)), ("model.weights.h5", hdf))).Found("keras.lambda");
        Scanned.Bytes([.. hdf, .. "model_config"u8, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(Lambda), 0, .. new byte[300]]).Found("keras.lambda");
        Scanned.Bytes([.. hdf, .. System.Text.Encoding.UTF8.GetBytes(Lambda.Replace("Lambda", "L\\u0061mbda", StringComparison.Ordinal)), 0]).Found("keras.lambda");
        Scanned.Bytes([.. Message(1, Number(2, 1), Text(4, "_tf_keras_layer"), Text(5, Lambda)), .. Message(1, Number(2, 2), Text(5, "{}"))]).Found("keras.lambda");
    }

    [Fact]
    public void Descriptions_without_code_are_clean()
    {
        Scanned.Text(Harmless).IsClean("json");
        Scanned.Bytes([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n', .. new byte[500], .. System.Text.Encoding.UTF8.GetBytes(Harmless), 0]).IsClean("hdf5");
    }

    [Fact]
    public void Classes_of_foreign_modules_are_found() =>
        Scanned.Text("""{"module": "keras", "class_name": "Sequential", "config": {"layers": [{"module": "subprocess", "class_name": "function", "config": "run"}]}}""").Found("keras.foreign-module", "subprocess");
}
