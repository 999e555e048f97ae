using System.Buffers.Binary;
using System.Text;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Writes files of numbers, right or wrong ones.</summary>
public static class TensorFiles
{
    /// <summary>A safetensors file of a header and bytes; the length in front is right unless it is given.</summary>
    public static byte[] Safetensors(string header, int data, ulong? length = null)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length ?? (ulong)text.Length);
        text.CopyTo(file, 8);
        return file;
    }

    public static byte[] Safetensors() =>
        Safetensors("""{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]},"e":{"dtype":"F32","shape":[0],"data_offsets":[22,22]}}  """, 22);

    /// <summary>Writes GGUF piece by piece.</summary>
    public sealed class Gguf
    {
        private readonly MemoryStream _pairs = new();
        private readonly MemoryStream _tensors = new();
        private ulong _pairCount;
        private ulong _tensorCount;

        public uint Version { get; init; } = 3;

        public Gguf Text(string key, string value) => Pair(key, 8, Counted(Encoding.UTF8.GetBytes(value)));

        public Gguf Number(string key, uint value) => Pair(key, 4, Bytes(value));

        public Gguf Array(string key, uint type, ulong count, byte[] values) => Pair(key, 9, [.. Bytes(type), .. Bytes(count), .. values]);

        public Gguf Pair(string key, uint type, byte[] value)
        {
            _pairCount++;
            _pairs.Write([.. Counted(Encoding.UTF8.GetBytes(key)), .. Bytes(type), .. value]);
            return this;
        }

        public Gguf Tensor(string name, uint type, ulong offset, params ulong[] shape)
        {
            _tensorCount++;
            _tensors.Write([.. Counted(Encoding.UTF8.GetBytes(name)), .. Bytes((uint)shape.Length), .. shape.SelectMany(Bytes), .. Bytes(type), .. Bytes(offset)]);
            return this;
        }

        public byte[] Build(int data, ulong? pairs = null, ulong? tensors = null)
        {
            var file = new MemoryStream();
            file.Write([.. "GGUF"u8, .. Bytes(Version), .. Bytes(tensors ?? _tensorCount), .. Bytes(pairs ?? _pairCount), .. _pairs.ToArray(), .. _tensors.ToArray()]);
            file.SetLength((file.Length + 31) / 32 * 32);
            file.SetLength(file.Length + data);
            return file.ToArray();
        }

        public static byte[] Counted(byte[] bytes) => [.. Bytes((ulong)bytes.Length), .. bytes];

        private static byte[] Bytes(uint value) => BitConverter.GetBytes(value);

        private static byte[] Bytes(ulong value) => BitConverter.GetBytes(value);
    }

    public static Gguf Model() => new Gguf().Text("general.architecture", "llama").Number("general.alignment", 32)
        .Array("tokenizer.ggml.tokens", 8, 2, [.. Gguf.Counted("<s>"u8.ToArray()), .. Gguf.Counted("a"u8.ToArray())]);
}
