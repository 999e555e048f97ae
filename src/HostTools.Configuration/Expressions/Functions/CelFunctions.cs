using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>All functions, found by name, by how they are called, and by the number of arguments.</summary>
/// <remarks>
/// Each library answers from a switch, so that nothing is set up for functions that no expression uses. A library knows a function by its
/// key: <c>size</c>, <c>.size</c> for a method (whose receiver counts as an argument), <c>math.abs</c>.
/// </remarks>
internal static class CelFunctions
{
    private const int MostArguments = 5;

    public static CelFunction? Find(string name, bool isMethod, int count) => FindKey(isMethod ? "." + name : name, count);

    public static CelFunction? Qualified(string space, string name, int count) => IsSpace(space) ? FindKey($"{space}.{name}", count) : null;

    public static bool IsSpace(string name) => name is "math" or "strings" or "lists" or "base64" or "optional" or "cel" or "ip";

    public static bool IsKnown(string name) => Array.Exists(Keys(), key => key == name || (key[0] == '.' && key.AsSpan(1).SequenceEqual(name)));

    /// <summary>The message for a call that <see cref="Find"/> did not find.</summary>
    public static string WhyUnknown(string name, string? space, bool isMethod, int given)
    {
        string key = space != null ? $"{space}.{name}" : isMethod ? "." + name : name;
        string other = isMethod ? name : "." + name;
        string[] keys = Keys();
        if (Array.Exists(keys, k => k == key))
            return $"{(space != null ? key : name)}() takes {Counts(key, isMethod ? 1 : 0)}, not {given}.";
        if (space == null && Array.Exists(keys, k => k == other))
        {
            return isMethod
                ? $"{name}() is no method; write {name}(x)."
                : $"{name}() is a method; write x.{name}({(FindKey(other, 1) != null ? "" : "…")}).";
        }

        if (space == null && Array.Exists(CelMacros.Names, macro => macro == name))
            return name == "has" ? "has() is no method; write has(a.b)." : $"{name}() is a method of lists and maps; write list.{name}(x, …).";
        IEnumerable<string> candidates = space != null
            ? keys.Where(k => k.StartsWith(space + ".", StringComparison.Ordinal)).Select(k => k[(space.Length + 1)..])
            : keys.Where(k => k[0] == '.' || !k.Contains('.', StringComparison.Ordinal)).Select(static k => k.TrimStart('.')).Concat(CelMacros.Names);
        string hint = OtherName(name) is { } ours ? $" Write {ours}." : Suggestions.DidYouMean(name, candidates);
        return $"There is no function {(space != null ? key : name)}().{hint}";
    }

    // What people call things elsewhere.
    private static string? OtherName(string name) => name switch
    {
        "length" or "len" or "count" => "x.size()",
        "isEmpty" or "empty" => "x.size() == 0",
        "lower" or "toLower" or "toLowerCase" => "text.lowerAscii()",
        "upper" or "toUpper" or "toUpperCase" => "text.upperAscii()",
        "strip" => "text.trim()",
        "includes" or "has_key" or "hasKey" or "containsKey" => "x in list, or key in map",
        "concat" or "append" or "union" => "a + b",
        "toString" or "str" => "string(x)",
        "keys" => "map.map(key, key)",
        "default" or "getOrDefault" or "coalesce" => "a.?b.orValue(c), or a != null ? a : c",
        "any" or "some" => "list.exists(x, condition)",
        "select" => "list.map(x, result)",
        "where" => "list.filter(x, condition)",
        "items" or "entries" => "map.transformList(key, value, result)",
        "skip" or "take" => "list.slice(from, to)",
        "intersection" or "intersect" => "a.filter(x, x in b)",
        "json" or "tojson" => "toJson(x)",
        "base64" => "base64.encode(bytes(text))",
        "range" => "lists.range(n)",
        "min" => "math.least(a, b)",
        "max" => "math.greatest(a, b)",
        "uniq" or "unique" => "list.distinct()",
        "env" => "params.name, and declare the parameter with its environment variable in hosttools.yaml",
        _ => null,
    };

    /// <summary>The keys of all functions; for messages and for the reference.</summary>
    public static string[] Keys() =>
    [
        .. StandardLibrary.Keys, .. TimeLibrary.Keys, .. TextLibrary.Keys, .. ListLibrary.Keys, .. MathLibrary.Keys,
        .. EncodingLibrary.Keys, .. OptionalLibrary.Keys, .. HostLibrary.Keys, .. NetworkLibrary.Keys,
    ];

    private static CelFunction? FindKey(string key, int count) =>
        StandardLibrary.Find(key, count)
        ?? TextLibrary.Find(key, count)
        ?? ListLibrary.Find(key, count)
        ?? OptionalLibrary.Find(key, count)
        ?? HostLibrary.Find(key, count)
        ?? MathLibrary.Find(key, count)
        ?? EncodingLibrary.Find(key, count)
        ?? TimeLibrary.Find(key, count)
        ?? NetworkLibrary.Find(key, count);

    private static string Counts(string key, int receiver)
    {
        List<int> counts = [];
        for (int count = receiver; count <= MostArguments + receiver; count++)
        {
            if (FindKey(key, count) != null)
                counts.Add(count - receiver);
        }

        return counts switch
        {
            [0] => "no arguments",
            [1] => "1 argument",
            [.., MostArguments] => $"{counts[0]} or more arguments",
            [var only] => $"{only} arguments",
            _ => $"{string.Join(" or ", counts)} arguments",
        };
    }
}
