using System.Reflection;
using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Schema;

namespace HostTools.Configuration.Tests.Schema;

/// <summary>What the language learns, the schema has to learn too.</summary>
public class GrowthTests
{
    private static readonly string[] s_withoutShape = ["json", "toml", "anything"];

    public static TheoryData<string> Types() => [.. BuiltInTypes.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_described(string name)
    {
        string type = name switch
        {
            "list" or "nonEmptyList" or "attrs" or "unique" or "dag" or "attrList" => $"{name}<int>",
            "enum" => "enum(a, b)",
            _ => name,
        };
        string more = name switch { "submodule" => ", module: { options: { a: { type: int } } }", "tagged" => ", options: { a: { type: int } }", _ => string.Empty };
        using var files = new TemporaryTree(("modules/a.yaml", $"options: {{ x: {{ type: \"{type}\"{more} }} }}\n"));
        var tree = new SchemaTree(files.Directory);
        IReadOnlyList<SchemaProblem> found = SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { x: [[]] }"));
        Assert.Equal(s_withoutShape.Contains(name), found.Count == 0);
        Assert.Empty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { x: \"${{ 1 }}\" }")));
    }

    [Theory]
    [InlineData(typeof(OptionParser), "s_keys", SchemaKind.Module, "definitions/option/properties")]
    [InlineData(typeof(BlockParser), "s_keys", SchemaKind.Module, "definitions/block/properties")]
    [InlineData(typeof(Parameters), "s_keys", SchemaKind.Tree, "definitions/parameter/properties")]
    [InlineData(typeof(Wrappers), "s_specialKeys", SchemaKind.Host, "definitions/special-keys/properties")]
    [InlineData(typeof(ModuleParser), "s_moduleKeys", SchemaKind.Module, "properties")]
    [InlineData(typeof(ModuleParser), "s_moduleKeys,s_hostKeys", SchemaKind.Host, "properties")]
    [InlineData(typeof(ModuleParser), "s_moduleKeys,s_treeKeys", SchemaKind.Tree, "properties")]
    public void Every_key_is_described(Type reader, string fields, SchemaKind kind, string path)
    {
        using var files = new TemporaryTree();
        JsonNode node = path.Split('/').Aggregate((JsonNode)new SchemaTree(files.Directory).Schemas[kind], static (above, name) => above[name]!);
        IEnumerable<string> known = fields.Split(',').SelectMany(field => (string[])reader.GetField(field, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!);
        Assert.Equal(known.Order(StringComparer.Ordinal), ((JsonObject)node).Select(static entry => entry.Key).Order(StringComparer.Ordinal));
    }
}
