using System.Globalization;
using System.Text;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>"%s and %05.2f".format([…])</c>, without widths, as CEL's extension for strings defines it.</summary>
internal static class CelFormat
{
    private const int DefaultPrecision = 6;
    private const int MostPrecision = 300;

    public static string Format(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string format = call.Text(args, 0);
        ICelList values = call.List(args, 1);
        var result = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                result.Append(format[at]);
                continue;
            }

            int start = at++;
            if (at < format.Length && format[at] == '%')
            {
                result.Append('%');
                continue;
            }

            int precision = Precision(format, ref at);
            if (at >= format.Length || precision > MostPrecision)
                throw call.Bad($"The format ends in the unfinished clause '{format[start..]}'; write '%%' for a percent sign.", 0);
            if (next >= values.Count)
                throw call.Bad($"The clause '{format[start..(at + 1)]}' has no value: the list has {values.Count}.", 0, CelErrors.OutOfRange);
            string text = Clause(call, frame, format[at], precision, values[next++]);
            frame.Produce(call, text.Length);
            result.Append(text);
        }

        return TextLibrary.Made(call, frame, result.ToString());
    }

    private static int Precision(string format, ref int at)
    {
        if (at >= format.Length || format[at] != '.')
            return DefaultPrecision;
        int from = ++at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
            at++;
        return int.TryParse(format.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out int precision) ? precision : int.MaxValue;
    }

    private static string Clause(CelCallNode call, CelFrame frame, char clause, int precision, object? value) => clause switch
    {
        _ when value is Secret secret => throw CelSecrets.Used(call, secret),
        's' => Text(call, frame, value),
        'd' => value switch
        {
            long or ulong => CelText.ToText(value),
            double number => Special(number) ?? CelText.Number(number),
            _ => throw Wrong(call, clause, "an int", value),
        },
        'f' => Special(value) ?? Number(call, clause, value).ToString("F" + precision, CultureInfo.InvariantCulture),
        'e' => Special(value) ?? Number(call, clause, value).ToString(
            precision == 0 ? "0e+00" : "0." + new string('0', precision) + "e+00", CultureInfo.InvariantCulture),
        'x' => Hexadecimal(call, value).ToLowerInvariant(),
        'X' => Hexadecimal(call, value),
        'o' => Signed(value, static number => Digits(number, 3)) ?? throw Wrong(call, clause, "an int", value),
        'b' => value is bool truth ? (truth ? "1" : "0")
            : Signed(value, static number => Digits(number, 1)) ?? throw Wrong(call, clause, "an int or bool", value),
        _ => throw call.Bad($"'%{clause}' is no clause of a format; there are %s %d %f %e %x %X %o %b and %%. A width comes from padLeft().", 0),
    };

    private static string Text(CelCallNode call, CelFrame frame, object? value)
    {
        frame.Step(call);
        CelEquality.EnsureStack(call);
        switch (value)
        {
            case null:
                return "null";
            case double number:
                return Special(number) ?? CelText.Number(number);
            case byte[] bytes:
                return Encoding.UTF8.GetString(bytes);
            case CelType type:
                return type.Name;
            case ICelList list:
                string[] elements = new string[list.Count];
                for (int i = 0; i < elements.Length; i++)
                    elements[i] = Clause(call, frame, 's', 0, list[i]);
                return TextLibrary.Made(call, frame, $"[{string.Join(", ", elements)}]");
            case ICelMap map:
                List<string> entries = [];
                foreach (object key in map.Keys)
                {
                    map.TryGetValue(key, out object? entry);
                    entries.Add($"{CelText.ToText(key)}: {Clause(call, frame, 's', 0, entry)}");
                }

                entries.Sort(StringComparer.Ordinal);
                return TextLibrary.Made(call, frame, $"{{{string.Join(", ", entries)}}}");
            default:
                return CelText.TryText(value, out string text, out _) ? text : throw Wrong(call, 's', "a value with a text", value);
        }
    }

    private static string? Special(object? value) => value is double number && !double.IsFinite(number)
        ? double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity"
        : null;

    private static double Number(CelCallNode call, char clause, object? value) => value switch
    {
        double number => number,
        long number => number,
        ulong number => number,
        _ => throw Wrong(call, clause, "a number", value),
    };

    private static string Hexadecimal(CelCallNode call, object? value) => value switch
    {
        string text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Signed(value, static number => number.ToString("X", CultureInfo.InvariantCulture)) ?? throw Wrong(call, 'x', "an int, a string or bytes", value),
    };

    private static string? Signed(object? value, Func<ulong, string> digits) => value switch
    {
        long number => number < 0 ? "-" + digits(unchecked((ulong)-number)) : digits((ulong)number),
        ulong number => digits(number),
        _ => null,
    };

    private static string Digits(ulong number, int bits)
    {
        var text = new StringBuilder();
        do
        {
            text.Insert(0, (char)('0' + (number & ((1UL << bits) - 1))));
            number >>= bits;
        }
        while (number != 0);
        return text.ToString();
    }

    private static CelEvaluationException Wrong(CelCallNode call, char clause, string wanted, object? value) =>
        call.Bad($"'%{clause}' takes {wanted}, not {CelValue.WithArticle(value)}.", 1, CelErrors.WrongType);
}
