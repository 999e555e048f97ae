namespace HostTools.Models.Scanning.Tensors;

/// <summary>Rules about files of numbers: safetensors, GGUF, NumPy.</summary>
internal static class TensorRules
{
    private const string Again = "Get the file again and check its hash; if it stays so, tell the publisher.";

    public static readonly ScanRule Npy = new("npy.damaged", FindingSeverity.Warning, "A NumPy array does not have the bytes that its header promises.", Again);

    public static readonly ScanRule NpyObjects = new("npy.objects", FindingSeverity.Note, "A NumPy array holds Python objects, written as a pickle.", "Load it with allow_pickle=False.");

    public static readonly ScanRule SafetensorsHeader = new("safetensors.header", FindingSeverity.Error, "The header of a safetensors file breaks the format.", Again);

    public static readonly ScanRule SafetensorsTensor = new("safetensors.tensor", FindingSeverity.Error, "A tensor of a safetensors file is described wrongly.", Again);

    public static readonly ScanRule SafetensorsLayout = new("safetensors.layout", FindingSeverity.Error, "Tensors of a safetensors file overlap, leave holes, or do not fill the file.", Again);

    public static readonly ScanRule ShardIndex = new("safetensors.index", FindingSeverity.Error, "The index of a sharded model does not fit to its shards.", "Get all shards again, of the same revision.");

    public static readonly ScanRule GgufHeader = new("gguf.header", FindingSeverity.Error, "The header of a GGUF file breaks the format.", Again);

    public static readonly ScanRule GgufMetadata = new("gguf.metadata", FindingSeverity.Error, "A key or a value of a GGUF file breaks the format.", Again);

    public static readonly ScanRule GgufTensor = new("gguf.tensor", FindingSeverity.Error, "A tensor of a GGUF file is described wrongly; readers have overrun their memory by such.", Again);

    public static readonly ScanRule GgufLayout = new("gguf.layout", FindingSeverity.Error, "The data of a GGUF file is not where or as long as the tensors say.", Again);

    public static readonly ScanRule GgufSplit = new("gguf.split", FindingSeverity.Error, "A GGUF model is split, and not all of its files are there.", "Get all files of the model, under their own names.");

    public static IReadOnlyList<ScanRule> All { get; } =
        [Npy, NpyObjects, SafetensorsHeader, SafetensorsTensor, SafetensorsLayout, ShardIndex, GgufHeader, GgufMetadata, GgufTensor, GgufLayout, GgufSplit];
}
