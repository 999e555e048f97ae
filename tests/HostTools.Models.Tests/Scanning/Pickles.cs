using System.Buffers.Binary;
using System.Text;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Writes pickles opcode by opcode; the characters of a text are its bytes.</summary>
public static class Pickles
{
    /// <summary>Runs a command when it is loaded, in protocol 0.</summary>
    public static byte[] Command { get; } = Of("cos\nsystem\n(S'echo pwned'\ntR.");

    /// <summary>The same as protocol 4 writes it.</summary>
    public static byte[] Command4 { get; } = Of("\u0080\u0004", Short("posix"), "\u0094", Short("system"), "\u0094\u0093\u0094", Short("echo pwned"), "\u0094\u0085\u0094R\u0094.");

    /// <summary>A dictionary with a list and a text, in protocol 4.</summary>
    public static byte[] Plain { get; } = Of("\u0080\u0004}\u0094(", Short("a"), "\u0094]\u0094(K\u0001K\u0002e", Short("b"), "\u0094", Short("text"), "\u0094u.");

    public static byte[] Of(params string[] parts) => Encoding.Latin1.GetBytes(string.Concat(parts));

    public static string Short(string text) => $"\u008C{(char)text.Length}{text}";

    public static string Raw(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    public static string Counted(byte[] bytes)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return "B" + Raw(length) + Raw(bytes);
    }

    /// <summary>Calls a global with one text.</summary>
    public static byte[] Call(string module, string name, string argument = "x") => Of("\u0080\u0002c", module, "\n", name, "\nX", (char)argument.Length + "\0\0\0", argument, "\u0085R.");

    /// <summary>A tensor as torch writes it in its archive: storage by a persistent id.</summary>
    public static byte[] Tensor { get; } = Of(
        "\u0080\u0002}q\0X\u0006\0\0\0weightq\u0001ctorch._utils\n_rebuild_tensor_v2\nq\u0002((X\u0007\0\0\0storageq\u0003ctorch\nFloatStorage\nq\u0004X\u0001\0\0\00q\u0005X\u0003\0\0\0cpuq\u0006K\u0004tq\u0007QK\0K\u0002K\u0002\u0086q\u0008K\u0002K\u0001\u0086q\t\u0089ccollections\nOrderedDict\nq\n)Rq\u000btq\u000cRq\rs.");
}
