using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's extension for mathematics.</summary>
internal static class MathLibrary
{
    public static string[] Keys =>
    [
        "math.greatest", "math.least", "math.ceil", "math.floor", "math.round", "math.trunc", "math.abs", "math.sign", "math.sqrt",
        "math.isInf", "math.isNaN", "math.isFinite", "math.bitAnd", "math.bitOr", "math.bitXor", "math.bitNot",
        "math.bitShiftLeft", "math.bitShiftRight",
    ];

    public static CelFunction? Find(string key, int count) => !key.StartsWith("math.", StringComparison.Ordinal) ? null : (key, count) switch
    {
        ("math.greatest", >= 1) => static (call, frame, args) => Extreme(call, frame, args, 1),
        ("math.least", >= 1) => static (call, frame, args) => Extreme(call, frame, args, -1),
        ("math.ceil", 1) => static (call, _, args) => Math.Ceiling(Double(call, args)),
        ("math.floor", 1) => static (call, _, args) => Math.Floor(Double(call, args)),
        ("math.round", 1) => static (call, _, args) => Math.Round(Double(call, args), MidpointRounding.AwayFromZero),
        ("math.trunc", 1) => static (call, _, args) => Math.Truncate(Double(call, args)),
        ("math.abs", 1) => Abs,
        ("math.sign", 1) => Sign,
        ("math.sqrt", 1) => static (call, _, args) => CelNumbers.IsNumber(args[0])
            ? Math.Sqrt(args[0] switch { long n => n, ulong n => n, _ => (double)args[0]! })
            : throw call.Wrong(args, 0, "a number"),
        ("math.isInf", 1) => static (call, _, args) => CelValue.Of(double.IsInfinity(Double(call, args))),
        ("math.isNaN", 1) => static (call, _, args) => CelValue.Of(double.IsNaN(Double(call, args))),
        ("math.isFinite", 1) => static (call, _, args) => CelValue.Of(double.IsFinite(Double(call, args))),
        ("math.bitAnd" or "math.bitOr" or "math.bitXor", 2) => Bits,
        ("math.bitNot", 1) => static (call, _, args) => args[0] switch
        {
            long number => CelValue.Of(~number),
            ulong number => CelValue.Of(~number),
            _ => throw call.Wrong(args, 0, "an int or uint"),
        },
        ("math.bitShiftLeft" or "math.bitShiftRight", 2) => Shift,
        _ => null,
    };

    private static double Double(CelCallNode call, ReadOnlySpan<object?> args) =>
        args[0] is double number ? number : throw call.Wrong(args, 0, "a double");

    private static object? Extreme(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args, int sign)
    {
        if (args.Length > 1 || args[0] is not ICelList list)
        {
            for (int i = 0; i < args.Length; i++)
            {
                if (!CelNumbers.IsNumber(args[i]))
                    throw call.Wrong(args, i, args.Length > 1 ? "a number" : "numbers or a list of numbers");
            }

            object best = args[0]!;
            foreach (object? number in args[1..])
                best = CelNumbers.Compare(number!, best) * sign > 0 ? number! : best;
            return best;
        }

        object? chosen = null;
        for (int i = 0; i < list.Count; i++)
        {
            frame.Step(call);
            object? number = list[i];
            if (!CelNumbers.IsNumber(number))
                throw call.Bad($"{call.Name}() takes numbers, but element {i} is {CelValue.WithArticle(number)}.", 0, CelErrors.WrongType);
            if (chosen == null || CelNumbers.Compare(number!, chosen) * sign > 0)
                chosen = number;
        }

        return chosen ?? throw call.Bad($"{call.Name}() of an empty list has no value. Add a number that it may fall back to: [0] + list.", 0);
    }

    private static object? Abs(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        long.MinValue => throw call.Bad("The absolute value does not fit into a 64-bit int.", 0, CelErrors.OutOfRange),
        long number => CelValue.Of(Math.Abs(number)),
        ulong => args[0],
        double number => CelValue.Of(Math.Abs(number)),
        _ => throw call.Wrong(args, 0, "a number"),
    };

    private static object? Sign(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => args[0] switch
    {
        long number => CelValue.Of((long)Math.Sign(number)),
        ulong number => CelValue.Of(number == 0 ? 0UL : 1UL),
        double number => CelValue.Of(double.IsNaN(number) ? number : Math.Sign(number)),
        _ => throw call.Wrong(args, 0, "a number"),
    };

    private static object? Bits(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args) => (args[0], args[1], call.Name) switch
    {
        (long a, long b, "math.bitAnd") => CelValue.Of(a & b),
        (long a, long b, "math.bitOr") => CelValue.Of(a | b),
        (long a, long b, _) => CelValue.Of(a ^ b),
        (ulong a, ulong b, "math.bitAnd") => CelValue.Of(a & b),
        (ulong a, ulong b, "math.bitOr") => CelValue.Of(a | b),
        (ulong a, ulong b, _) => CelValue.Of(a ^ b),
        (long, _, _) => throw call.Wrong(args, 1, "an int"),
        (ulong, _, _) => throw call.Wrong(args, 1, "a uint"),
        _ => throw call.Wrong(args, 0, "an int or uint"),
    };

    private static object? Shift(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (args[0] is not (long or ulong))
            throw call.Wrong(args, 0, "an int or uint");
        long by = call.Int(args, 1);
        if (by < 0)
            throw call.Bad($"{call.Name}() shifts by 0 or more, not by {by}.", 1, CelErrors.OutOfRange);
        ulong bits = args[0] is long number ? unchecked((ulong)number) : (ulong)args[0]!;
        ulong shifted = by > 63 ? 0 : call.Name == "math.bitShiftLeft" ? bits << (int)by : bits >> (int)by;
        return args[0] is long ? CelValue.Of(unchecked((long)shifted)) : CelValue.Of(shifted);
    }
}
