using System.Numerics;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>The values of a GGUF file that decide how the rest is read.</summary>
internal sealed class GgufMetadata
{
    /// <summary>Tensors begin at multiples of it; 32 unless the file says otherwise.</summary>
    public uint Alignment { get; private set; } = 32;

    public void Take(FileScan scan, string key, long at, ulong value)
    {
        if (key == "split.count")
            scan.SplitCount = (int)Math.Min(value, ushort.MaxValue);
        if (key != "general.alignment")
            return;
        if (value is > 0 and <= 1 << 20 && BitOperations.IsPow2(value))
            Alignment = (uint)value;
        else
            scan.Report(TensorRules.GgufMetadata, at, $"The alignment is {value}; it must be a power of two.");
    }
}
