namespace HostTools.Models.Scanning.Tensors;

/// <summary>Reads the descriptions of a GGUF file's tensors, and checks where their data must be.</summary>
internal sealed class GgufTensors(FileScan scan, ByteReader bytes, GgufMetadata metadata)
{
    private const int LongestName = 63;
    private const uint MostDimensions = 4;

    private readonly HashSet<string> _names = [];
    private ulong _next;
    private bool _isUnsure;

    public void Read(long count)
    {
        for (long i = 0; i < count; i++)
        {
            if ((i & 0xFFFF) == 0)
                scan.Token.ThrowIfCancellationRequested();
            ReadOne();
        }

        long start = Pad(bytes.Position);
        if (_isUnsure || count == 0)
            return;
        // The last tensor may lack its padding.
        if (_next > (ulong)Math.Max(0, bytes.Length - start) + metadata.Alignment - 1 || (ulong)start + _unpadded > (ulong)bytes.Length)
            scan.Report(TensorRules.GgufLayout, start, $"The tensors need {_unpadded} bytes, and {Math.Max(0, bytes.Length - start)} are there.");
        else if ((ulong)start + _next < (ulong)bytes.Length)
            scan.Report(TensorRules.GgufLayout, start + (long)_next, $"{(ulong)bytes.Length - (ulong)start - _next} bytes stand behind the last tensor.");
    }

    private ulong _unpadded;

    private void ReadOne()
    {
        long at = bytes.Position;
        string name = GgufScanner.ReadText(bytes, 65535, 256);
        if (name.Length > LongestName)
            Wrong(name, at, $"has a name of more than {LongestName} characters");
        if (!_names.Add(name))
            Wrong(name, at, "is there twice");
        uint dimensions = bytes.ReadUInt32();
        if (dimensions > MostDimensions)
            throw new MalformedException(at, $"a tensor has {dimensions} dimensions; {MostDimensions} are allowed");
        Int128 elements = 1;
        ulong row = 1;
        for (uint i = 0; i < dimensions; i++)
        {
            ulong extent = bytes.ReadUInt64();
            row = i == 0 ? extent : row;
            elements = elements > long.MaxValue || extent > long.MaxValue ? Int128.MaxValue : elements * extent;
        }

        uint number = bytes.ReadUInt32();
        ulong offset = bytes.ReadUInt64();
        if (elements > long.MaxValue)
            Wrong(name, at, "has more elements than any computer can count");
        else if (GgufType.Of(number) is not { } type)
            Wrong(name, at, $"has the type {number}, which is not known or was removed");
        else if (row % (ulong)type.Values != 0)
            Wrong(name, at, $"has rows of {row} values; its type needs a multiple of {type.Values}");
        else
            Place(name, at, offset, elements / type.Values * type.Bytes);
    }

    private void Place(string name, long at, ulong offset, Int128 size)
    {
        if (size > long.MaxValue / 2 || _next > long.MaxValue / 2)
            Wrong(name, at, "is larger than any file");
        else if (offset != _next && !_isUnsure)
            Wrong(name, at, $"begins at {offset}, and the tensor before it ends at {_next}");
        if (_isUnsure)
            return;
        _unpadded = _next + (ulong)size;
        _next = (_unpadded + metadata.Alignment - 1) / metadata.Alignment * metadata.Alignment;
    }

    private void Wrong(string name, long at, string what)
    {
        _isUnsure = true;
        scan.Report(TensorRules.GgufTensor, at, $"The tensor {Evidence.Quoted(name)} {what}.", name);
    }

    private long Pad(long position) => (position + metadata.Alignment - 1) / metadata.Alignment * metadata.Alignment;
}
