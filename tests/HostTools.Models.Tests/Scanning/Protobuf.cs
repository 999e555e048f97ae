using System.Text;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Writes protobuf fields.</summary>
public static class Protobuf
{
    public static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Message(int field, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(static part => part)];
        return [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];
    }

    public static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    /// <summary>An ONNX model with one graph.</summary>
    public static byte[] Onnx(params byte[][] graph) => [.. Number(1, 8), .. Text(2, "pytorch"), .. Message(7, graph), .. Message(8, Number(2, 17))];

    /// <summary>A tensor whose numbers are in another file.</summary>
    public static byte[] External(params (string Key, string Value)[] entries) =>
        Message(5, [Text(8, "weight"), .. entries.Select(static entry => Message(13, Text(1, entry.Key), Text(2, entry.Value))), Number(14, 1)]);

    /// <summary>A TensorFlow SavedModel with operators in its graph, and one inside a function.</summary>
    public static byte[] SavedModel(string operation, string inner) =>
        [.. Number(1, 1), .. Message(2, Message(2, Message(1, Text(1, "n"), Text(2, operation)), Message(2, Message(1, Message(3, Text(1, "f"), Text(2, inner))))))];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
