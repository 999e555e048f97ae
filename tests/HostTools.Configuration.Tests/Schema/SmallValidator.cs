using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HostTools.Configuration.Tests.Schema;

/// <summary>The part of JSON Schema that our schemas use, for machines without a validator. Refuses keywords it does not know.</summary>
internal sealed class SmallValidator(JsonObject root)
{
    private static readonly HashSet<string> s_annotations =
        ["$schema", "definitions", "description", "default", "examples", "errorMessage", "patternErrorMessage", "enumDescriptions", "deprecationMessage", "doNotSuggest", "then", "else"];

    private static readonly Dictionary<string, Regex> s_expressions = [];

    private readonly List<SchemaProblem> _problems = [];

    public static IReadOnlyList<SchemaProblem> Check(SchemaCheck check)
    {
        var validator = new SmallValidator(check.Schema);
        validator.Node(check.Document, check.Schema, string.Empty);
        return validator._problems;
    }

    private bool Fits(JsonNode? node, JsonNode schema)
    {
        var inner = new SmallValidator(root);
        inner.Node(node, schema, string.Empty);
        return inner._problems.Count == 0;
    }

    private void Node(JsonNode? node, JsonNode? schema, string path)
    {
        if (schema is JsonValue flag && !flag.GetValue<bool>())
            _problems.Add(new SchemaProblem(path, "nothing fits here"));
        if (schema is not JsonObject keywords)
            return;
        if ((string?)keywords["$ref"] is { } reference)
        {
            Node(node, Resolve(reference), path);
            return;
        }

        foreach ((string keyword, JsonNode? value) in keywords)
        {
            if (!Keyword(keyword, value, node, keywords, path))
                _problems.Add(new SchemaProblem(path, $"{keyword} {Short(value)} refuses {Short(node)}"));
        }
    }

    public JsonNode Resolve(string reference) =>
        root["definitions"]![reference["#/definitions/".Length..]] ?? throw new InvalidOperationException($"'{reference}' leads nowhere.");

    private bool Keyword(string keyword, JsonNode? value, JsonNode? node, JsonObject schema, string path) =>
        keyword switch
        {
            "type" => value is JsonArray types ? types.Any(type => Is(node, (string)type!)) : Is(node, (string)value!),
            "enum" => ((JsonArray)value!).Any(item => JsonNode.DeepEquals(item, node)),
            "const" => JsonNode.DeepEquals(value, node),
            "pattern" => !Is(node, "string") || Matches((string)value!, (string)node!),
            "minLength" => !Is(node, "string") || ((string)node!).Length >= (int)value!,
            "minimum" => !Is(node, "number") || Number(node) >= Number(value),
            "maximum" => !Is(node, "number") || Number(node) <= Number(value),
            "required" => node is not JsonObject map || ((JsonArray)value!).All(name => map.ContainsKey((string)name!)),
            "minProperties" => node is not JsonObject map || map.Count >= (int)value!,
            "maxProperties" => node is not JsonObject map || map.Count <= (int)value!,
            "propertyNames" => node is not JsonObject map || map.All(entry => Fits(JsonValue.Create(entry.Key), value!)),
            "dependencies" => node is not JsonObject map || ((JsonObject)value!).All(entry => !map.ContainsKey(entry.Key) || Depends(map, entry.Value!)),
            "items" => node is not JsonArray list || Each(list.Select((item, i) => (item, $"{i}")), value, path),
            "properties" => node is not JsonObject map || Each(map, entry => ((JsonObject)value!)[entry], path),
            "patternProperties" => node is not JsonObject map || ((JsonObject)value!).All(pattern => Each(map, entry => Matches(pattern.Key, entry) ? pattern.Value : null, path)),
            "additionalProperties" => node is not JsonObject map || Additional(map, value!, schema, path),
            "allOf" => Each(((JsonArray)value!).Select(part => (node, part)), path),
            "anyOf" => ((JsonArray)value!).Any(part => Fits(node, part!)),
            "not" => !Fits(node, value!),
            "if" => Each([(node, schema[Fits(node, value!) ? "then" : "else"])], path),
            _ => s_annotations.Contains(keyword) ? true : throw new InvalidOperationException($"'{keyword}' is not known here."),
        };

    private bool Additional(JsonObject map, JsonNode value, JsonObject schema, string path)
    {
        bool fits = true;
        foreach ((string key, JsonNode? item) in map)
        {
            if ((schema["properties"] as JsonObject)?.ContainsKey(key) == true || (schema["patternProperties"] as JsonObject)?.Any(p => Matches(p.Key, key)) == true)
                continue;
            if (value.GetValueKind() == JsonValueKind.False)
                _problems.Add(new SchemaProblem(path, $"'{key}' is unknown"));
            else
                Node(item, value, $"{path}/{key}");
        }

        return fits;
    }

    private bool Depends(JsonObject map, JsonNode value) => value is JsonArray names ? names.All(name => map.ContainsKey((string)name!)) : Fits(map, value);

    private bool Each(IEnumerable<(JsonNode? Item, string Name)> items, JsonNode? schema, string path)
    {
        foreach ((JsonNode? item, string name) in items)
            Node(item, schema, $"{path}/{name}");
        return true;
    }

    private bool Each(JsonObject map, Func<string, JsonNode?> schemaOf, string path)
    {
        foreach ((string key, JsonNode? item) in map)
            Node(item, schemaOf(key), $"{path}/{key}");
        return true;
    }

    private bool Each(IEnumerable<(JsonNode? Node, JsonNode? Schema)> parts, string path)
    {
        foreach ((JsonNode? node, JsonNode? schema) in parts)
            Node(node, schema, path);
        return true;
    }

    private static bool Is(JsonNode? node, string type) =>
        (node?.GetValueKind() ?? JsonValueKind.Null, type) switch
        {
            (JsonValueKind.Null, "null") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") => true,
            (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
            (JsonValueKind.Number, "integer") => Number(node) == Math.Floor(Number(node)),
            _ => false,
        };

    private static double Number(JsonNode? node) => double.Parse(node!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static bool Matches(string pattern, string text)
    {
        lock (s_expressions)
        {
            if (!s_expressions.TryGetValue(pattern, out Regex? expression))
                s_expressions[pattern] = expression = new Regex(pattern, RegexOptions.CultureInvariant);
            return expression.IsMatch(text);
        }
    }

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text.Length > 900 ? text[..900] : text : "null";
}
