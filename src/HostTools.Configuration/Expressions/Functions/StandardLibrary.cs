using System.Globalization;
using System.Text;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>What every CEL has: sizes, conversions, tests of strings.</summary>
internal static class StandardLibrary
{
    public static string[] Keys =>
    [
        "size", ".size", ".contains", ".startsWith", ".endsWith", "matches", ".matches", "dyn", "type",
        "int", "uint", "double", "string", "bytes", "bool", "secret",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("size" or ".size", 1) => Size,
        (".contains", 2) => static (call, frame, args) =>
        {
            string text = call.Text(args, 0);
            frame.Step(call, text.Length / 16);
            return CelValue.Of(text.Contains(call.Text(args, 1), StringComparison.Ordinal));
        },
        (".startsWith", 2) => static (call, _, args) => CelValue.Of(call.Text(args, 0).StartsWith(call.Text(args, 1), StringComparison.Ordinal)),
        (".endsWith", 2) => static (call, _, args) => CelValue.Of(call.Text(args, 0).EndsWith(call.Text(args, 1), StringComparison.Ordinal)),
        ("matches" or ".matches", 2) => CelPatterns.Matches,
        ("dyn", 1) => static (call, _, args) => args[0] is Secret ? throw call.Wrong(args, 0, "a value") : args[0],
        ("type", 1) => static (call, _, args) => args[0] is Secret ? throw call.Wrong(args, 0, "a value") : CelTypes.Of(args[0]),
        ("int", 1) => ToInt,
        ("uint", 1) => ToUInt,
        ("double", 1) => ToDouble,
        ("string", 1) => ToText,
        ("bytes", 1) => static (call, frame, args) => args[0] is byte[]? args[0] : Encoded(call, frame, call.Text(args, 0)),
        ("bool", 1) => ToBool,
        ("secret", 1) => static (call, _, args) => call.Text(args, 0) is { Length: > 0 } name
            ? new Secret(name)
            : throw call.Bad("A secret needs a name.", 0),
        _ => null,
    };

    private static object? Size(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        string text => CelValue.Of((long)CelCodePoints.Count(text)),
        ICelList list => CelValue.Of((long)list.Count),
        ICelMap map => CelValue.Of((long)map.Count),
        byte[] bytes => CelValue.Of((long)bytes.Length),
        _ => throw call.Wrong(args, 0, "a string, list, map or bytes"),
    };

    private static byte[] Encoded(CelCallNode call, CelFrame frame, string text)
    {
        frame.Produce(call, text.Length);
        return Encoding.UTF8.GetBytes(text);
    }

    private static object? ToInt(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        long => args[0],
        ulong number => number <= long.MaxValue ? (long)number : throw OutOfRange(call, number, "int"),
        double number => number is > -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : throw OutOfRange(call, number, "int"),
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw call.Bad($"{CelDisplay.Key(text)} is no int.", 0),
        _ when CelTimestamp.TryGet(args[0], out CelTimestamp time) => time.Seconds,
        _ when CelDuration.TryGet(args[0], out CelDuration span) => span.Nanoseconds / CelDuration.PerSecond,
        _ => throw call.Wrong(args, 0, "a number, a string, a timestamp or a duration"),
    };

    private static object? ToUInt(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        ulong => args[0],
        long number => number >= 0 ? (ulong)number : throw OutOfRange(call, number, "uint"),
        double number => number is > -1.0 and < 18446744073709551616.0 ? (ulong)number : throw OutOfRange(call, number, "uint"),
        string text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : throw call.Bad($"{CelDisplay.Key(text)} is no uint.", 0),
        _ => throw call.Wrong(args, 0, "a number or a string"),
    };

    private static object? ToDouble(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        double => args[0],
        long number => (double)number,
        ulong number => (double)number,
        string text => TryDouble(text, out double number) ? number : throw call.Bad($"{CelDisplay.Key(text)} is no double.", 0),
        _ => throw call.Wrong(args, 0, "a number or a string"),
    };

    private static bool TryDouble(string text, out double number)
    {
        number = text switch
        {
            "NaN" => double.NaN,
            "inf" or "+inf" or "Inf" or "+Inf" or "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-inf" or "-Inf" or "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0 || double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out number);
    }

    private static string ToText(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (args[0] is byte[] bytes)
            return Decoded(call, frame, bytes);
        if (args[0] is Secret)
            throw call.Wrong(args, 0, "a value");
        if (!CelText.TryText(args[0], out string text, out string why))
            throw call.Bad(why, 0, CelErrors.NotText);
        return text;
    }

    private static string Decoded(CelCallNode call, CelFrame frame, byte[] bytes)
    {
        frame.Produce(call, bytes.Length);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw call.Bad("The bytes are no UTF-8 text. Write them with base64.encode().", 0);
        }
    }

    private static object? ToBool(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        bool => args[0],
        "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.Of(true),
        "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.Of(false),
        string text => throw call.Bad($"{CelDisplay.Key(text)} is no bool; it is written true or false.", 0),
        _ => throw call.Wrong(args, 0, "a bool or a string"),
    };

    private static CelEvaluationException OutOfRange(CelCallNode call, object number, string type) => call.Bad(
        $"{CelText.ToText(number)} does not fit into a 64-bit {type}.", 0, CelErrors.OutOfRange);
}
