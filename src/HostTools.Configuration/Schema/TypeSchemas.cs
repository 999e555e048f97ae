using System.Globalization;
using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Schema;

/// <summary>What may be written for a type: its values, expressions in their place, and the <c>$</c>-keys around them.</summary>
internal sealed class TypeSchemas(SchemaDefinitions definitions, OptionKeys keys)
{
    public OptionKeys Keys => keys;

    /// <summary>Name of the definition of what may be written for an option of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">The option, for the names of definitions that are its own.</param>
    public string Value(OptionType type, string path) => Define(type, path, element: false);

    /// <summary>What a value of the type looks like, without anything around it.</summary>
    public JsonObject Shape(OptionType type, string path, string? self = null, bool element = false) =>
        type switch
        {
            NullableType nullable => OrNull(Shape(nullable.Inner, path, self, element)),
            UnionType union => new JsonObject { ["anyOf"] = new JsonArray([.. union.Branches.Select(branch => (JsonNode)Shape(branch, path))]) },
            UniqueType unique => Shape(unique.Inner, path, self, element),
            FreeDataType { HasNull: false } => WithoutNull(SchemaDefinitions.Reference(self ?? Value(type, path))),
            FreeDataType => [],
            ListType list => List(list.Element, path, type),
            NonEmptyListType list => List(list.Element, path, type),
            AttrListType list => new JsonObject { ["anyOf"] = new JsonArray(List(list.Entry, path, type), Mapping(list.Entry, path, null, element)) },
            AttrsType or SubmoduleType or TaggedType or DagType or HomesType or HomeType => Mapping(type, path, self, element),
            EnumType choice => Choice(choice),
            SecretType => Scalar(["string"], null, type),
            BoolType or BoolByOrType => Scalar(["boolean", "string"], TextPatterns.Of(type), type),
            IntType whole => Range(Scalar(["integer", "string"], TextPatterns.Of(type), type), whole.Minimum, whole.Maximum, long.MinValue, long.MaxValue),
            FloatType number => Range(Scalar(["number", "string"], TextPatterns.Of(type), type), number.Minimum, number.Maximum, double.NegativeInfinity, double.PositiveInfinity),
            SizeType => Range(Text(type), 0, long.MaxValue, long.MinValue, long.MaxValue),
            ScalarType or KeyType or FileType => Text(type),
            _ => [],
        };

    private string Define(OptionType type, string path, bool element)
    {
        // Types without options of their own are the same wherever they stand.
        bool own = keys.HasOptions(type);
        object key = own ? (type, element) : (Signature(type), element);
        string wish = (element ? "element." : "value.") + (own ? path : TypeWord(type));
        return definitions.Name(key, wish, name => Around(Shape(type, path, name, element), name, element));
    }

    private static string Signature(OptionType type) =>
        type is EnumType { Meanings.Count: > 0 } choice ? $"{choice.Name} {string.Join('\n', choice.Meanings)}" : $"{type.Name} {type.Description}";

    private static string TypeWord(OptionType type) => type switch
    {
        EnumType => "enum",
        _ when type.Name.Length > 40 => type.Name[..type.Name.IndexOfAny(['(', '<', ' '])],
        _ => type.Name.Replace("?", "-or-null", StringComparison.Ordinal).Replace(" | ", "-or-", StringComparison.Ordinal).Replace("<", "-", StringComparison.Ordinal).Trim('>', '(', ')').Replace(">", "", StringComparison.Ordinal),
    };

    private static JsonObject Around(JsonObject shape, string name, bool element)
    {
        if (shape.Count == 0)
            return shape;
        if (shape["allOf"] is not null)
            return shape;
        if (shape["type"] is JsonArray types)
        {
            types.Add("object");
            SpecialKeys.AddTo(shape, name, element);
            shape["additionalProperties"] = false;
            return shape;
        }

        var wrapper = new JsonObject { ["type"] = "object" };
        SpecialKeys.AddTo(wrapper, name, element);
        wrapper["additionalProperties"] = false;
        wrapper["minProperties"] = 1;
        var branches = (JsonArray)shape["anyOf"]!;
        branches.Add(wrapper);
        return shape;
    }

    private static JsonObject WithoutNull(JsonObject below) =>
        new()
        {
            ["anyOf"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonArray("object", "array", "string", "number", "boolean"),
                ["items"] = below,
                ["additionalProperties"] = below.DeepClone(),
            }),
        };

    private JsonObject List(OptionType element, string path, OptionType type)
    {
        JsonObject shape = Scalar(["array", "string"], null, type);
        shape["pattern"] = TextPatterns.WholeExpression;
        shape["items"] = SchemaDefinitions.Reference(Define(element, path + ".*", element: true));
        return shape;
    }

    private JsonObject Mapping(OptionType type, string path, string? self, bool element)
    {
        var shape = new JsonObject { ["type"] = new JsonArray("object", "null", "string"), ["pattern"] = TextPatterns.WholeExpression, ["patternErrorMessage"] = Message(type) };
        keys.Fill(shape, type, path, this);
        if (type is TaggedType)
        {
            (shape["minProperties"], shape["maxProperties"]) = (1, 1);
            return new JsonObject { ["anyOf"] = new JsonArray(shape) };
        }

        if (self is not null)
            SpecialKeys.AddTo(shape, self, element);
        return shape;
    }

    private static JsonObject Choice(EnumType choice)
    {
        var values = new JsonArray();
        var meanings = new JsonArray();
        foreach (string value in choice.Values)
        {
            values.Add(value);
            meanings.Add(choice.Meanings.GetValueOrDefault(value, string.Empty));
            if (YamlJson.ReadPlain(value) is { } read && read.GetValueKind() != System.Text.Json.JsonValueKind.String)
            {
                values.Add(read);
                meanings.Add(choice.Meanings.GetValueOrDefault(value, string.Empty));
            }
        }

        var literal = new JsonObject { ["enum"] = values };
        if (choice.Meanings.Count > 0)
            literal["enumDescriptions"] = meanings;
        return new JsonObject { ["anyOf"] = new JsonArray(literal, new JsonObject { ["type"] = "string", ["pattern"] = TextPatterns.Expression }) };
    }

    /// <summary>Texts take numbers and <c>true</c> where these, read as text, would fit.</summary>
    private static JsonObject Text(OptionType type)
    {
        List<string> types = ["string"];
        string? pattern = TextPatterns.Of(type);
        if (type is not ScalarType scalar || type is TextType { Expression: not null } || Takes(scalar, "1") || Takes(scalar, "1.5") || Takes(scalar, "644"))
            types.Add("number");
        if (type is not ScalarType other || Takes(other, "true") || Takes(other, "false"))
            types.Add("boolean");
        return Scalar(types, pattern, type, free: pattern is null);
    }

    private static bool Takes(ScalarType type, string text) => type.TryRead(new ScalarInput(text, true, null), out _, out _);

    private static JsonObject Scalar(IEnumerable<string> types, string? pattern, OptionType type, bool free = false)
    {
        var shape = new JsonObject { ["type"] = new JsonArray([.. types]), ["errorMessage"] = Message(type) };
        if (!free)
            shape["pattern"] = pattern is null ? TextPatterns.Expression : $"{TextPatterns.Expression}|{pattern}";
        return shape;
    }

    private static string Message(OptionType type) => string.Create(CultureInfo.InvariantCulture, $"This is not {type.Description}.");

    private static JsonObject Range<T>(JsonObject shape, T low, T high, T lowest, T highest)
        where T : IEquatable<T>
    {
        if (!low.Equals(lowest))
            shape["minimum"] = JsonValue.Create(low);
        if (!high.Equals(highest))
            shape["maximum"] = JsonValue.Create(high);
        return shape;
    }

    private static JsonObject OrNull(JsonObject shape)
    {
        if (shape["anyOf"] is JsonArray branches)
        {
            branches.Add(new JsonObject { ["type"] = new JsonArray("null", "string"), ["pattern"] = TextPatterns.Null });
        }
        else if (shape["type"] is JsonArray types && !types.Any(static type => (string?)type == "null"))
        {
            types.Add("null");
            if (shape["pattern"] is { } pattern)
                shape["pattern"] = $"{TextPatterns.Null}|{pattern}";
        }

        return shape;
    }
}
