using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Schema;

/// <summary>Describes the files of a configuration tree for editors, as JSON Schema (draft-07). Reads the tree's files and evaluates nothing.</summary>
public sealed class ConfigurationSchema
{
    private static readonly JsonSerializerOptions s_format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SchemaModules _modules;
    private readonly JsonObject _keys = ReadKeys();

    private ConfigurationSchema(ConfigurationTree tree) => _modules = new SchemaModules(tree);

    /// <summary>
    /// The schema of one kind of file. It knows every option that the tree's files and the library declare, whether a file imports its module or
    /// not. Modules with mistakes count with what can be read of them.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="kind">Which files.</param>
    /// <returns>JSON text that ends with a line end; the same for the same files.</returns>
    public static string Create(ConfigurationTree tree, SchemaKind kind) => Create(tree, [kind])[kind];

    /// <summary>The schemas of several kinds of files; the tree is read once.</summary>
    public static IReadOnlyDictionary<SchemaKind, string> Create(ConfigurationTree tree, IReadOnlyList<SchemaKind> kinds)
    {
        var schema = new ConfigurationSchema(tree);
        return kinds.Distinct().ToDictionary(static kind => kind, schema.Make);
    }

    private string Make(SchemaKind kind)
    {
        var definitions = new SchemaDefinitions();
        var types = new TypeSchemas(definitions, new OptionKeys(definitions, _modules.OptionsOf));
        foreach ((string name, JsonNode? part) in (JsonObject)_keys["definitions"]!)
            definitions.Add(name, part!.DeepClone());
        definitions.Add("moduleName", ModuleName());
        JsonObject keys = (JsonObject)_keys["properties"]!.DeepClone();
        AddInnerModule(definitions, keys);
        AddSets(kind == SchemaKind.Home ? "home" : "host", "set", "openSet", types, definitions);
        switch (kind)
        {
            case SchemaKind.Host:
                definitions.Add("variant", new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = keys.DeepClone(), ["additionalProperties"] = false });
                Merge(keys, (JsonObject)_keys["host"]!);
                Merge(keys, new HostHeader(types, definitions).Keys(_modules.Tree));
                break;
            case SchemaKind.Tree:
                Merge(keys, (JsonObject)_keys["tree"]!);
                break;
        }

        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = keys,
            ["additionalProperties"] = false,
        };
        if (kind == SchemaKind.Module)
            ChooseByClass(root, types, definitions);
        root["definitions"] = definitions.ToJson();
        return root.ToJsonString(s_format) + "\n";
    }

    /// <summary>What may be set: the options of a class. Blocks that depend on what is there may also set what nobody here declares.</summary>
    private void AddSets(string options, string closed, string open, TypeSchemas types, SchemaDefinitions definitions)
    {
        OptionSet set = _modules.OptionsOf(options);
        string group = types.Keys.Group(set.Root, set, string.Empty, types);
        definitions.Add(closed, SchemaDefinitions.Reference(group));
        JsonObject lenient = (JsonObject)definitions.Find(group).DeepClone();
        lenient["additionalProperties"] = true;
        lenient.Remove("patternProperties");
        definitions.Add(open, lenient);
    }

    /// <summary>A module's class decides which options it sets; one of class any or submodule is left to the evaluation.</summary>
    private void ChooseByClass(JsonObject root, TypeSchemas types, SchemaDefinitions definitions)
    {
        JsonObject config = (JsonObject)((JsonObject)root["properties"]!)["config"]!;
        ((JsonObject)root["properties"]!)["config"] = new JsonObject { ["description"] = config["description"]?.DeepClone() ?? "What the module sets: a mapping of options, or a list of blocks." };
        AddSets("home", "homeSet", "openHomeSet", types, definitions);
        definitions.Add("homeConfig", Blocks("homeSet", "openHomeSet"));
        root["if"] = OfClass("home");
        root["then"] = WithConfig("homeConfig");
        root["else"] = new JsonObject { ["if"] = OfClass("any", "submodule"), ["then"] = WithConfig("innerConfig"), ["else"] = WithConfig("config") };
    }

    private static JsonObject OfClass(params string[] names) => new()
    {
        ["properties"] = new JsonObject { ["class"] = new JsonObject { ["enum"] = new JsonArray([.. names]) } },
        ["required"] = new JsonArray("class"),
    };

    private static JsonObject WithConfig(string name) => new() { ["properties"] = new JsonObject { ["config"] = SchemaDefinitions.Reference(name) } };

    /// <summary>Submodules are whole modules, but what their options are is known to the evaluation alone.</summary>
    private void AddInnerModule(SchemaDefinitions definitions, JsonObject keys)
    {
        definitions.Add("innerSet", new JsonObject { ["type"] = new JsonArray("object", "null") });
        definitions.Add("innerConfig", Blocks("innerSet", "innerSet"));
        JsonObject inner = (JsonObject)keys.DeepClone();
        inner["config"] = SchemaDefinitions.Reference("innerConfig");
        definitions.Add("innerModule", new JsonObject { ["type"] = "object", ["properties"] = inner, ["additionalProperties"] = false });
    }

    /// <summary><c>config</c> with other options.</summary>
    private JsonObject Blocks(string set, string open)
    {
        var config = (JsonObject)_keys["definitions"]!["config"]!.DeepClone();
        var block = (JsonObject)_keys["definitions"]!["block"]!.DeepClone();
        block["then"]!["properties"]!["set"]!["$ref"] = "#/definitions/" + open;
        block["else"]!["properties"]!["set"]!["$ref"] = "#/definitions/" + set;
        config["then"]!["items"] = block;
        config["else"] = SchemaDefinitions.Reference(set);
        return config;
    }

    /// <summary>Names are proposed; others are not refused, because modules come and go while people write.</summary>
    private JsonObject ModuleName() =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject
                {
                    ["enum"] = new JsonArray([.. _modules.Names.Keys]),
                    ["enumDescriptions"] = new JsonArray([.. _modules.Names.Values]),
                },
                new JsonObject { ["type"] = "string", ["minLength"] = 1 }),
        };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach ((string key, JsonNode? value) in from)
            into[key] = value?.DeepClone();
    }

    private static JsonObject ReadKeys()
    {
        using Stream stream = typeof(ConfigurationSchema).Assembly.GetManifestResourceStream("module-keys.json")!;
        return (JsonObject)JsonNode.Parse(stream)!;
    }
}

/// <summary>Kinds of files of a tree.</summary>
public enum SchemaKind
{
    /// <summary><c>hosts/NAME/default.yaml</c>.</summary>
    Host,

    /// <summary>Modules, and whatever else is imported.</summary>
    Module,

    /// <summary><c>users/NAME/home.yaml</c>.</summary>
    Home,

    /// <summary><c>hosttools.yaml</c>.</summary>
    Tree,
}
