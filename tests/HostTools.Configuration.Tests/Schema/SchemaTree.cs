using System.Text.Json.Nodes;
using HostTools.Configuration.Schema;
using HostTools.Configuration.Tests.Cases;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Tests.Schema;

/// <summary>A tree with the schemas made from it, and its files as editors see them.</summary>
internal sealed class SchemaTree
{
    private readonly string _directory;

    public SchemaTree(string directory, params ModuleSource[] libraries)
    {
        _directory = directory;
        Schemas = ConfigurationSchema.Create(ConfigurationTree.Open(directory, libraries), Enum.GetValues<SchemaKind>())
            .ToDictionary(static entry => entry.Key, static entry => (JsonObject)JsonNode.Parse(entry.Value)!);
    }

    public IReadOnlyDictionary<SchemaKind, JsonObject> Schemas { get; }

    /// <summary>The modules that come with HostTools, without looking for what is loaded by itself.</summary>
    public static ModuleSource Library { get; } = new("library", Path.Combine(Case.RepositoryRoot(), "modules"), []);

    /// <summary>Every YAML file of the tree with the schema that editors use for it.</summary>
    public IEnumerable<SchemaCheck> Files() =>
        Directory.EnumerateFiles(_directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_directory, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(name => new SchemaCheck(name, Schemas[KindOf(name)], ReadJson(Path.Combine(_directory, name))));

    /// <summary>A text as if it stood in a file of the tree.</summary>
    public SchemaCheck Check(string file, string yaml) => new(file, Schemas[KindOf(file)], ToJson(file, yaml));

    public static JsonNode? ReadJson(string path) => ToJson(path, File.ReadAllText(path));

    /// <summary>The file patterns that an editor is given.</summary>
    private static SchemaKind KindOf(string file) =>
        file.Split('/') switch
        {
            ["hosttools.yaml"] => SchemaKind.Tree,
            ["hosts", _, "default.yaml"] => SchemaKind.Host,
            ["users", _, "home.yaml"] => SchemaKind.Home,
            _ => SchemaKind.Module,
        };

    private static JsonNode? ToJson(string file, string yaml)
    {
        var errors = new ErrorList();
        YamlNode? root = YamlReader.Read(new SourceFile(file, file, yaml), errors);
        Assert.Empty(errors.Sorted());
        return root is null ? null : YamlJson.Of(root);
    }
}

/// <summary>A document and the schema it is held against.</summary>
internal sealed record SchemaCheck(string Name, JsonObject Schema, JsonNode? Document);

/// <summary>Something in a document that a schema refuses.</summary>
/// <param name="Path">Where, as a JSON pointer; for an unknown key the mapping it stands in.</param>
/// <param name="Message">Why.</param>
internal sealed record SchemaProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
