using System.Globalization;
using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Tests.Expressions;

namespace HostTools.Configuration.Tests.Conformance;

internal enum ConformanceOutcome
{
    Passed,
    Failed,
    LeftOut,
}

internal sealed record ConformanceResult(string Suite, string Name, string Expression, ConformanceOutcome Outcome, string Why);

/// <summary>Runs the tests of cel-spec (tests/simple/testdata) that need no protobuf messages.</summary>
internal static partial class CelConformance
{
    /// <summary>Suites that are left out as a whole, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["proto2"] = "protobuf messages",
        ["proto3"] = "protobuf messages",
        ["proto2_ext"] = "protobuf messages",
        ["enums"] = "protobuf enums",
        ["dynamic"] = "protobuf messages",
        ["wrappers"] = "protobuf messages",
    };

    public static IReadOnlyList<ConformanceResult> Run(string folder)
    {
        List<ConformanceResult> results = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.textproto", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string suite = Path.GetFileNameWithoutExtension(path);
            foreach (TextProto section in TextProto.Parse(File.ReadAllText(path)).Messages("section"))
            {
                foreach (TextProto test in section.Messages("test"))
                {
                    string name = $"{section.Text("name")}/{test.Text("name")}";
                    (ConformanceOutcome outcome, string why) = RunOne(suite, test);
                    results.Add(new ConformanceResult(suite, name, test.Text("expr"), outcome, why));
                }
            }
        }

        return results;
    }

    private static (ConformanceOutcome Outcome, string Why) RunOne(string suite, TextProto test)
    {
        if (LeftOut.TryGetValue(suite, out string? suiteReason))
            return (ConformanceOutcome.LeftOut, suiteReason);
        if (NeedsProtobuf(test))
            return (ConformanceOutcome.LeftOut, "protobuf messages");
        if (test.Messages("type_env").Any(static e => e.Has("function")))
            return (ConformanceOutcome.LeftOut, "a function that the test itself declares");
        try
        {
            string failure = Difference(suite, test);
            return (failure.Length == 0 ? ConformanceOutcome.Passed : ConformanceOutcome.Failed, failure);
        }
        catch (Exception exception) when (exception is not (CelException or CelEvaluationException))
        {
            return (ConformanceOutcome.Failed, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static bool NeedsProtobuf(TextProto test)
    {
        string expression = test.Text("expr").Replace("google.protobuf.Timestamp", "", StringComparison.Ordinal)
            .Replace("google.protobuf.Duration", "", StringComparison.Ordinal);
        return expression.Contains("TestAllTypes", StringComparison.Ordinal) || expression.Contains("google.protobuf", StringComparison.Ordinal) ||
            expression.Contains("cel.expr", StringComparison.Ordinal) || expression.Contains("proto2.", StringComparison.Ordinal) ||
            expression.Contains("GlobalEnum", StringComparison.Ordinal) || expression.Contains("NestedEnum", StringComparison.Ordinal) ||
            test.Messages("type_env").Any(static e => e.Message("ident")?.Message("type")?.Text("message_type") is { Length: > 0 } type &&
                type is not ("google.protobuf.Timestamp" or "google.protobuf.Duration")) ||
            test.Any(static name => name == "enum_value" || (name.StartsWith("[type.googleapis.com/", StringComparison.Ordinal) &&
                !name.EndsWith("google.protobuf.Timestamp]", StringComparison.Ordinal) && !name.EndsWith("google.protobuf.Duration]", StringComparison.Ordinal)));
    }

    // Empty when the test passes; otherwise what was wanted and what came.
    private static string Difference(string suite, TextProto test)
    {
        bool wantsError = test.Has("eval_error") || test.Has("any_eval_errors");
        object? value;
        try
        {
            string text = suite == "block_ext" ? CelBlocks.Expand(test.Text("expr")) : test.Text("expr");
            CelExpression expression = CelExpression.Parse(text, null, isChecked: !test.Flag("disable_check"));
            if (test.Flag("check_only"))
                return "no types are deduced";
            value = expression.Evaluate(Scope(test));
        }
        catch (CelException exception)
        {
            return wantsError ? "" : "parsing: " + exception.Message;
        }
        catch (CelEvaluationException exception)
        {
            return wantsError ? "" : "evaluation: " + exception.Message;
        }

        if (wantsError)
            return "an error is missing; the value is " + Show(value);
        TextProto? wanted = test.Message("value") ?? test.Message("typed_result")?.Message("result");
        if (wanted == null)
            return value is true ? "" : "the value is " + Show(value);
        return IsSame(value, wanted) ? "" : "the value is " + Show(value);
    }

    // Bindings may be named a.b.c, and are then looked up in the container and as a path.
    private static MapScope Scope(TextProto test)
    {
        var scope = new MapScope();
        string container = test.Text("container");
        foreach (TextProto binding in test.Messages("bindings"))
        {
            object? value = Value(binding.Message("value")!.Message("value")!);
            string key = binding.Text("key");
            if (container.Length > 0 && key.StartsWith(container + ".", StringComparison.Ordinal))
                scope.Preferred[key[(container.Length + 1)..]] = value;
            if (key.Contains('.', StringComparison.Ordinal))
                scope.AddPath(key.Split('.'), value);
            else
                scope.Values[key] = value;
        }

        return scope;
    }

    private static object? Value(TextProto value)
    {
        string kind = value.Names.First();
        return kind switch
        {
            "null_value" => null,
            "bool_value" => value.Flag(kind),
            "int64_value" => long.Parse(value.Word(kind)!, CultureInfo.InvariantCulture),
            "uint64_value" => ulong.Parse(value.Word(kind)!, CultureInfo.InvariantCulture),
            "double_value" => Double(value.Word(kind)!),
            "string_value" => value.Text(kind),
            "bytes_value" => value.Bytes(kind),
            "type_value" => new CelType(value.Text(kind)),
            "list_value" => CelList.From(value.Message(kind)!.Messages("values").Select(Value).ToArray()),
            "map_value" => Map(value.Message(kind)!),
            "object_value" => Time(value.Message(kind)!),
            _ => throw new FormatException($"The value '{kind}' is not known."),
        };
    }

    private static object Time(TextProto any)
    {
        string type = any.Names.First();
        TextProto time = any.Message(type)!;
        long seconds = long.Parse(time.Word("seconds") ?? "0", CultureInfo.InvariantCulture);
        long nanos = long.Parse(time.Word("nanos") ?? "0", CultureInfo.InvariantCulture);
        return type.Contains("Duration", StringComparison.Ordinal)
            ? new CelDuration((seconds * CelDuration.PerSecond) + nanos).ToValue()
            : new CelTimestamp(CelTimestamp.FromSeconds(seconds).Nanoseconds + nanos).ToValue();
    }

    private static CelMap Map(TextProto message)
    {
        var map = new CelMap();
        foreach (TextProto entry in message.Messages("entries"))
            map.Add(Value(entry.Message("key")!)!, Value(entry.Message("value")!));
        return map;
    }

    private static double Double(string word) => word switch
    {
        "inf" or "Infinity" or "infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" or "-infinity" => double.NegativeInfinity,
        "nan" or "NaN" => double.NaN,
        _ => double.Parse(word, CultureInfo.InvariantCulture),
    };

    private static bool IsSame(object? value, TextProto wanted) => IsSame(value, Value(wanted));

    // Stricter than CEL's equality: the type of a number counts.
    private static bool IsSame(object? value, object? wanted) => (value, wanted) switch
    {
        (null, null) => true,
        (double a, double b) => a.Equals(b),
        (byte[] a, byte[] b) => a.SequenceEqual(b),
        (ICelList a, ICelList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => IsSame(a[i], b[i])),
        (ICelMap a, ICelMap b) => a.Count == b.Count && a.Keys.All(k =>
            a.TryGetValue(k, out object? x) && b.TryGetValue(k, out object? y) && IsSame(x, y) && b.Keys.Any(other => other.Equals(k))),
        _ => value != null && wanted != null && value.GetType() == wanted.GetType() && value.Equals(wanted),
    };

    private static string Show(object? value) => value switch
    {
        null => "null",
        ICelList list => $"[{string.Join(", ", Enumerable.Range(0, list.Count).Select(i => Show(list[i])))}]",
        ICelMap map => $"{{{string.Join(", ", map.Keys.Select(k => map.TryGetValue(k, out object? v) ? $"{Show(k)}: {Show(v)}" : "?"))}}}",
        byte[] bytes => $"b'{Convert.ToHexString(bytes)}'",
        string text => $"'{text}'",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value} ({value.GetType().Name})"),
    };

    /// <summary>The macros of block_ext exist for tests alone; they mean nested bindings.</summary>
    private static partial class CelBlocks
    {
        public static string Expand(string text)
        {
            string result = Index().Replace(text, "index$1");
            result = Variable().Replace(result, "$1_$2_$3");
            const string block = "cel.block([";
            while (result.IndexOf(block, StringComparison.Ordinal) is var at and >= 0)
            {
                List<string> slots = [];
                int next = Split(result, at + block.Length, slots);
                List<string> body = [];
                int end = Split(result, result.IndexOf(',', next) + 1, body);
                string expanded = string.Join(", ", body);
                for (int i = slots.Count - 1; i >= 0; i--)
                    expanded = $"cel.bind(index{i}, {slots[i]}, {expanded})";
                result = result[..at] + expanded + result[end..];
            }

            return result;
        }

        [GeneratedRegex(@"cel\.index\((\d+)\)")]
        private static partial Regex Index();

        [GeneratedRegex(@"cel\.(iterVar|accuVar)\((\d+), (\d+)\)")]
        private static partial Regex Variable();

        // Splits at commas up to the bracket that closes; returns the place after it.
        private static int Split(string text, int at, List<string> parts)
        {
            int depth = 0;
            int start = at;
            for (char quote = '\0'; ; at++)
            {
                char c = text[at];
                if (quote != '\0')
                    quote = c == quote ? '\0' : quote;
                else if (c is '"' or '\'')
                    quote = c;
                else if (c is '(' or '[' or '{')
                    depth++;
                else if (depth > 0 && c is ')' or ']' or '}' && depth > 0)
                    depth--;
                else if (depth == 0 && c is ',' or ')' or ']')
                {
                    if (text[start..at].Trim() is { Length: > 0 } part)
                        parts.Add(part);
                    start = at + 1;
                    if (c != ',')
                        return at + 1;
                }
            }
        }
    }
}
