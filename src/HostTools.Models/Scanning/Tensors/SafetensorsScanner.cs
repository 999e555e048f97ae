using System.Text.Json;
using System.Text.Unicode;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>Checks the header of a safetensors file against every rule of the format; the numbers themselves are not read.</summary>
/// <seealso href="https://github.com/huggingface/safetensors#format"/>
internal static class SafetensorsScanner
{
    public const int LongestHeader = 100_000_000;

    // The hub refuses longer ones.
    private const int LongestAtHub = 25_000_000;

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        try
        {
            if (ReadHeader(scan, bytes) is { } header)
                new SafetensorsHeader(scan, bytes.Length - 8 - header.Length).Check(header);
        }
        catch (MalformedException cause)
        {
            scan.Report(TensorRules.SafetensorsHeader, cause.Offset, $"The header breaks the format: {cause.Message}.");
        }
        catch (JsonException cause)
        {
            scan.Report(TensorRules.SafetensorsHeader, 8 + (cause.BytePositionInLine ?? 0), "The header is no JSON.");
        }
    }

    /// <summary>The JSON text of the header; null when there is none that can be read.</summary>
    public static byte[]? ReadHeader(FileScan scan, ByteReader bytes)
    {
        bytes.Position = 0;
        ulong length = bytes.ReadUInt64();
        if (length > (ulong)(bytes.Length - 8))
            throw new MalformedException(0, $"it is said to have {length} bytes, and the file has {bytes.Length}");
        if (length > LongestHeader)
            throw new MalformedException(0, $"it has {length} bytes; {LongestHeader} are allowed");
        if (length > LongestAtHub)
            scan.Report(TensorRules.SafetensorsHeader, 0, $"The header has {length} bytes; Hugging Face reads at most {LongestAtHub}.");
        byte[] header = bytes.ReadBytes((int)length);
        if (header.Length == 0 || header[0] != '{')
            throw new MalformedException(8, "it does not begin with {");
        if (!Utf8.IsValid(header))
            throw new MalformedException(8, "it is not UTF-8");
        return header;
    }
}
