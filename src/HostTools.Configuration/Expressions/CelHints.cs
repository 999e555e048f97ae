using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Corrected spellings that a message can offer. Each is a sentence with a leading blank, or empty.</summary>
internal static class CelHints
{
    /// <summary>For <c>config.services.ai-models</c>, which is a subtraction: the spelling with a quoted selector.</summary>
    /// <param name="text">The source.</param>
    /// <param name="start">Where some part of the chain starts.</param>
    /// <param name="end">Where that part ends.</param>
    public static string Subtraction(string text, int start, int end) =>
        QuotedPath(text, start, end) is { } path
            ? $" '-' subtracts; a name that contains it is written {path}."
            : "";

    /// <summary>The dotted chain around a place, with every segment that holds '-' in backquotes; null when it has none.</summary>
    public static string? QuotedPath(string text, int start, int end)
    {
        while (start > 0 && IsChainPart(text[start - 1]))
            start--;
        while (end < text.Length && IsChainPart(text[end]))
            end++;
        string[] segments = text[start..end].Split('.');
        if (segments.Length < 2 || !CelNames.IsIdentifier(segments[0]))
            return null;
        bool anyDash = false;
        for (int i = 1; i < segments.Length; i++)
        {
            string segment = segments[i];
            // A call at the end, or an operand that is a number, shows that a subtraction was meant.
            if (segment.Length == 0 || !CelNames.IsIdentifierStart(segment[0]) || segment[^1] == '-' || segment.Contains("--", StringComparison.Ordinal))
                return null;
            if (!segment.Contains('-', StringComparison.Ordinal))
                continue;
            anyDash = true;
            segments[i] = $"`{segment}`";
        }

        return anyDash && (end == text.Length || text[end] != '(') ? string.Join('.', segments) : null;
    }

    /// <summary>The key that was probably meant: one with '-' in it that the subtraction cut, or a similar one.</summary>
    public static string Key(string text, int end, string key, ICelMap map)
    {
        if (end < text.Length && text[end] == '-')
        {
            int to = end;
            while (to < text.Length && (CelNames.IsIdentifierPart(text[to]) || text[to] == '-'))
                to++;
            string whole = key + text[end..to].TrimEnd('-');
            if (map.ContainsKey(whole))
                return QuotedPath(text, end, to) is { } path ? $" '-' subtracts; write {path}." : $" '-' subtracts; write `{whole}`.";
        }

        string near = Suggestions.DidYouMean(key, map.Keys.OfType<string>());
        if (near.Length > 0 || map.Count == 0)
            return map.Count == 0 ? " The map is empty." : near;
        const int shown = 8;
        IEnumerable<string> some = map.Keys.Take(shown).Select(static k => CelDisplay.Key(k));
        return $" There {(map.Count == 1 ? "is" : "are")} {string.Join(", ", some)}{(map.Count > shown ? ", …" : "")}.";
    }

    /// <summary>How two types that an operator cannot combine are brought together.</summary>
    public static string Conversion(CelOperator op, object? left, object? right) => (CelValue.TypeName(left), CelValue.TypeName(right)) switch
    {
        (var a, var b) when a == b => (op, a) switch
        {
            (CelOperator.Add, "map") => "Combine maps with merge(a, b).",
            (CelOperator.Modulo, "double") => "Convert the numbers with int().",
            (CelOperator.Subtract, "string") => "Remove a part of a text with replace().",
            (CelOperator.Subtract, "list") => "Leave out elements with filter().",
            _ => "",
        },
        ("string", _) or (_, "string") when op is CelOperator.Subtract or CelOperator.Multiply or CelOperator.Divide or CelOperator.Modulo =>
            "Convert the string with int() or double().",
        ("bool", _) when op is CelOperator.Less or CelOperator.LessOrEqual or CelOperator.Greater or CelOperator.GreaterOrEqual =>
            "Comparisons do not chain; write a < b && b < c.",
        ("null", _) or (_, "null") => "Test for null first: x != null ? … : ….",
        ("string", "list") or ("string", "map") or ("list", "string") or ("map", "string") => "Write [x] to add one element, or join() to make a string of a list.",
        ("string", var other) => $"Convert the {other} with string().",
        (var other, "string") => $"Convert the {other} with string(), or the string with {(IsConversion(other) ? other : "int")}().",
        ("list", _) or (_, "list") => "Write [x] to add one element.",
        ("int" or "uint" or "double", "int" or "uint" or "double") => "Numbers of different types do not mix; convert one with int(), uint() or double().",
        ("duration", "int") or ("int", "duration") => "Write a duration as duration(\"90s\").",
        ("optional", _) or (_, "optional") => "Take the value out of the optional with orValue(…).",
        _ => "",
    };

    private static bool IsConversion(string type) => type is "int" or "uint" or "double" or "bool" or "bytes" or "duration" or "timestamp";

    private static bool IsChainPart(char c) => CelNames.IsIdentifierPart(c) || c is '.' or '-';
}
