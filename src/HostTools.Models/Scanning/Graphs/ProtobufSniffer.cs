namespace HostTools.Models.Scanning.Graphs;

/// <summary>Tells the protobuf formats of models apart by their first fields: the whole first level must fit.</summary>
internal static class ProtobufSniffer
{
    private const int MostFields = 100_000;

    public static ContentKind? Identify(ByteReader bytes)
    {
        bytes.Position = 0;
        if (bytes.Peek(1) is not [0x08 or 0x0A or 0x12 or 0x1A or 0x3A or 0x42])
            return null;
        Dictionary<int, int> counted = [];
        Dictionary<int, ulong> numbers = [];
        try
        {
            for (int i = 0; i < MostFields && ProtobufReader.Next(bytes, bytes.Length, out ProtobufField field); i++)
            {
                if (field.IsCounted)
                    counted[field.Number] = counted.GetValueOrDefault(field.Number) + 1;
                else if (field.Length == 0)
                    numbers[field.Number] = field.Value;
                else
                    return null;
            }
        }
        catch (MalformedException)
        {
            // A damaged one is still one when its beginning is clear.
            return counted.ContainsKey(7) && IsOnnx(numbers, counted) ? ContentKind.Onnx : null;
        }

        if (numbers.GetValueOrDefault(1) is 1 && numbers.Count == 1 && counted.Keys.SequenceEqual([2]) && counted[2] < 100)
            return ContentKind.SavedModel;
        if (counted.ContainsKey(7) && IsOnnx(numbers, counted))
            return ContentKind.Onnx;
        if (numbers.Count == 0 && counted.GetValueOrDefault(1) > 0 && counted.Keys.All(static key => key is 1 or 2))
            return IsKeras(bytes) ? ContentKind.KerasMetadata : IsSentencePiece(counted, bytes) ? ContentKind.SentencePiece : null;
        return numbers.Count == 0 && counted.Keys.All(static key => key is 1 or 2 or 3 or 4 or 5) && counted.ContainsKey(1) && IsSentencePiece(counted, bytes) ? ContentKind.SentencePiece : null;
    }

    private static bool IsOnnx(Dictionary<int, ulong> numbers, Dictionary<int, int> counted) =>
        numbers.Keys.All(static key => key is 1 or 5) && numbers.GetValueOrDefault(1) is > 0 and < 100 &&
        counted.Keys.All(static key => key is 2 or 3 or 4 or 6 or 7 or 8 or 14 or 20 or 25 or 26);

    /// <summary>Pieces have a text and a score.</summary>
    private static bool IsSentencePiece(Dictionary<int, int> counted, ByteReader bytes)
    {
        bytes.Position = 0;
        return ProtobufReader.Next(bytes, bytes.Length, out ProtobufField piece) && piece is { Number: 1, Length: > 2 and < 4096 } && counted[1] > 2 && HasTextFirst(bytes, piece, 0x15);
    }

    /// <summary>Nodes have JSON in their last field.</summary>
    private static bool IsKeras(ByteReader bytes)
    {
        bytes.Position = 0;
        return ProtobufReader.Next(bytes, bytes.Length, out ProtobufField node) && node.Number == 1 && Contains(bytes, node, "{\""u8);
    }

    private static bool HasTextFirst(ByteReader bytes, ProtobufField message, byte next)
    {
        bytes.Position = message.Start;
        try
        {
            return ProtobufReader.Next(bytes, message.End, out ProtobufField text) && text is { Number: 1, IsCounted: true } && (bytes.Position >= message.End || bytes.Peek(1) is [var key] && key == next);
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    private static bool Contains(ByteReader bytes, ProtobufField message, ReadOnlySpan<byte> what)
    {
        bytes.Position = message.Start;
        return bytes.Peek((int)Math.Min(message.Length, 4096)).IndexOf(what) >= 0;
    }
}
