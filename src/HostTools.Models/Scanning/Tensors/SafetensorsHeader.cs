using System.Collections.Frozen;
using System.Text.Json;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>Walks the header of a safetensors file.</summary>
/// <param name="scan">Where findings go.</param>
/// <param name="dataLength">Bytes behind the header.</param>
internal sealed class SafetensorsHeader(FileScan scan, long dataLength)
{
    private static readonly FrozenDictionary<string, int> s_bits = new (int Bits, string Types)[]
    {
        (4, "F4"), (6, "F6_E2M3 F6_E3M2"), (8, "BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ"), (16, "I16 U16 F16 BF16"), (32, "I32 U32 F32"), (64, "C64 F64 I64 U64"),
    }.SelectMany(static row => row.Types.Split(' ').Select(type => (type, row.Bits))).ToFrozenDictionary(static row => row.type, static row => row.Bits, StringComparer.Ordinal);

    private readonly HashSet<string> _names = [];
    private readonly List<(long Start, long End)> _extents = [];
    private bool _isUnsure;

    /// <summary>Names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public void Check(byte[] header)
    {
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 64 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            long at = 8 + json.TokenStartIndex;
            string name = Text(ref json);
            json.Read();
            if (!_names.Add(name))
                scan.Report(TensorRules.SafetensorsHeader, at, $"The header has {Evidence.Quoted(name)} twice; readers disagree about which one counts.", name);
            if (name == "__metadata__")
                CheckMetadata(ref json, at);
            else
                CheckTensor(ref json, name, at);
        }

        _names.Remove("__metadata__");
        if (header.AsSpan((int)json.BytesConsumed).ContainsAnyExcept((byte)' '))
            scan.Report(TensorRules.SafetensorsHeader, 8 + json.BytesConsumed, "The header is followed by something else than blanks.");
        CheckLayout();
    }

    private static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedException(8 + json.TokenStartIndex, "a text has half a character");
        }
    }

    private void CheckMetadata(ref Utf8JsonReader json, long at)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            scan.Report(TensorRules.SafetensorsHeader, at, "The metadata is no object.");
            json.Skip();
            return;
        }

        HashSet<string> keys = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref json);
            if (!keys.Add(key))
                scan.Report(TensorRules.SafetensorsHeader, 8 + json.TokenStartIndex, $"The metadata has {Evidence.Quoted(key)} twice.", key);
            json.Read();
            if (json.TokenType != JsonTokenType.String)
                scan.Report(TensorRules.SafetensorsHeader, 8 + json.TokenStartIndex, $"The metadata {Evidence.Quoted(key)} is no text.", key);
            json.Skip();
        }
    }

    private void CheckTensor(ref Utf8JsonReader json, string name, long at)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            Wrong(name, at, "is not described by an object");
            json.Skip();
            return;
        }

        string? type = null;
        Int128? elements = null;
        List<ulong>? offsets = null;
        HashSet<string> keys = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref json);
            if (!keys.Add(key))
                Wrong(name, at, $"has {Evidence.Quoted(key)} twice");
            json.Read();
            if (key == "dtype" && json.TokenType == JsonTokenType.String)
                type = Text(ref json);
            else if (key == "shape")
                elements = Product(ReadNumbers(ref json));
            else if (key == "data_offsets")
                offsets = ReadNumbers(ref json);
            else
                json.Skip();
        }

        Compare(name, at, type, elements, offsets);
    }

    private void Compare(string name, long at, string? type, Int128? elements, List<ulong>? offsets)
    {
        if (type is null || !s_bits.TryGetValue(type, out int bits))
        {
            Wrong(name, at, $"has the unknown type {Evidence.Quoted(type ?? "null")}");
            bits = 0;
        }

        if (offsets is not [<= long.MaxValue, <= long.MaxValue] || offsets[0] > offsets[1])
        {
            Wrong(name, at, "has no valid offsets");
            return;
        }

        if (offsets[1] > (ulong)dataLength)
            Wrong(name, at, $"ends at {offsets[1]}, and there are {dataLength} bytes");
        _extents.Add(((long)offsets[0], (long)offsets[1]));
        if (elements is not { } count)
            Wrong(name, at, "has no valid shape, or one that is too large for any computer");
        else if (bits > 0 && (count * bits % 8 != 0 || count * bits / 8 != (Int128)(offsets[1] - offsets[0])))
            Wrong(name, at, $"has {offsets[1] - offsets[0]} bytes; its shape and type need {(count * bits + 7) / 8}");
    }

    private void Wrong(string name, long at, string what)
    {
        _isUnsure = true;
        scan.Report(TensorRules.SafetensorsTensor, at, $"The tensor {Evidence.Quoted(name)} {what}.", name);
    }

    /// <summary>Whole numbers of an array; null when it is none.</summary>
    private static List<ulong>? ReadNumbers(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        List<ulong>? numbers = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out ulong number) && numbers?.Count < 1024)
                numbers.Add(number);
            else
                numbers = null;
            json.Skip();
        }

        return numbers;
    }

    private static Int128? Product(List<ulong>? shape)
    {
        Int128 product = 1;
        foreach (ulong extent in shape ?? [])
        {
            product *= extent;
            if (product > long.MaxValue)
                return null;
        }

        return shape is null ? null : product;
    }

    /// <summary>Sorted, the tensors fill the data without a hole and without sharing a byte.</summary>
    private void CheckLayout()
    {
        long end = 0;
        foreach ((long start, long last) in _extents.Order())
        {
            if (start != end)
            {
                scan.Report(TensorRules.SafetensorsLayout, null, start < end ? $"Tensors share the bytes from {start} on." : $"No tensor has the bytes from {end} to {start}.");
                return;
            }

            end = last;
        }

        if (end != dataLength && !_isUnsure)
            scan.Report(TensorRules.SafetensorsLayout, null, $"The tensors end at {end}, and {dataLength} bytes are there: something else stands behind them.");
    }
}
