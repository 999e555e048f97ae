using System.Globalization;
using System.Text;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Values and failures as the tables of cases write them.</summary>
internal static class CelShow
{
    public static string Value(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "u",
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var digits && digits.All(static c => char.IsAsciiDigit(c) || c == '-')
            ? digits + ".0"
            : digits,
        string text => Text(text),
        byte[] bytes => $"b\"{string.Concat(bytes.Select(static b => b is >= 32 and < 127 ? ((char)b).ToString() : $"\\x{b:x2}"))}\"",
        Duration or CelDuration => $"duration(\"{CelText.ToText(value)}\")",
        DateTimeOffset or CelTimestamp => $"timestamp(\"{CelText.ToText(value)}\")",
        ICelList list => $"[{string.Join(", ", Enumerable.Range(0, list.Count).Select(i => Value(list[i])))}]",
        ICelMap map => $"{{{string.Join(", ", map.Keys.Select(key => $"{Value(key)}: {(map.TryGetValue(key, out object? v) ? Value(v) : "?")}"))}}}",
        CelOptional optional => optional.HasValue ? $"optional.of({Value(optional.Value)})" : "optional.none()",
        CelType type => type.Name,
        CelAddress address => $"ip(\"{address}\")",
        CelNetwork network => $"cidr(\"{network}\")",
        Secret secret => $"secret(\"{secret.Name}\")",
        _ => throw new InvalidOperationException($"No value of CEL: {value.GetType()}."),
    };

    public static string Problem(CelProblem problem) => $"! {problem.Id} {problem.Offset}+{problem.Length} {problem.Message}";

    public static string Failure(CelEvaluationException failure) => $"? {failure.Id} {failure.Offset}+{failure.Length} {failure.Message}";

    private static string Text(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
