using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Schema;

/// <summary>The keys of a host that depend on the tree and on what the evaluation knows.</summary>
internal sealed class HostHeader(TypeSchemas types, SchemaDefinitions definitions)
{
    public JsonObject Keys(ModuleDocument? tree) =>
        new()
        {
            ["system"] = OneOf(Header.Systems, "The machine's architecture and operating system. Default: x86_64-linux."),
            ["target"] = OneOf(Header.Targets, "What the configuration is for. Default: host."),
            ["params"] = new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["properties"] = Parameters(tree),
                ["additionalProperties"] = false,
                ["description"] = "Values for the parameters that hosttools.yaml declares.",
            },
        };

    private static JsonObject OneOf(IReadOnlyList<string> values, string description) =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. values, null]) },
                new JsonObject { ["type"] = "string", ["pattern"] = TextPatterns.Expression }),
            ["description"] = description,
        };

    private JsonObject Parameters(ModuleDocument? tree)
    {
        var parameters = new JsonObject();
        foreach (YamlEntry entry in (tree?.Header?["parameters"] as YamlMapping)?.Entries ?? [])
        {
            var declared = entry.Value as YamlMapping;
            JsonObject schema = TypeOf(declared, tree!) is { } type ? SchemaDefinitions.Reference(Define(type, entry.Key.Value)) : [];
            schema["description"] = ModuleParser.Text(declared?["description"]);
            parameters[entry.Key.Value] = schema;
        }

        return parameters;
    }

    /// <summary>Parameters are read before there is any priority: no tags, no <c>$</c>-keys.</summary>
    private string Define(OptionType type, string name) =>
        definitions.Name((type, "parameter"), "parameter." + name, _ => types.Shape(type, "params." + name));

    private static OptionType? TypeOf(YamlMapping? declared, ModuleDocument tree)
    {
        try
        {
            return declared?["type"] is YamlScalar text ? TypeParser.Parse(text, declared, tree) : null;
        }
        catch (EvaluationFailure)
        {
            return null;
        }
    }
}
