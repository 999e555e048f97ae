using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's extension for encodings.</summary>
internal static class EncodingLibrary
{
    public static string[] Keys => ["base64.encode", "base64.decode"];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("base64.encode", 1) => static (call, frame, args) => TextLibrary.Made(call, frame, Convert.ToBase64String(call.Bytes(args, 0))),
        ("base64.decode", 1) => Decode,
        _ => null,
    };

    private static byte[] Decode(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        frame.Produce(call, text.Length);
        string padded = text.TrimEnd('=');
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        byte[] bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out int written)
            ? bytes[..written]
            : throw call.Bad($"{CelDisplay.Key(text)} is no base64.", 0);
    }
}
