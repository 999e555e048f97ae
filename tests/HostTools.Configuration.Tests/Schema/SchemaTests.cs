using System.Text.Json.Nodes;
using HostTools.Configuration.Schema;
using HostTools.Configuration.Tests.Cases;

namespace HostTools.Configuration.Tests.Schema;

public class SchemaTests
{
    private static readonly string s_examples = Path.Combine(Case.RepositoryRoot(), "examples");

    private static readonly Lazy<SchemaTree> s_homelab = new(static () => new SchemaTree(Path.Combine(s_examples, "homelab"), SchemaTree.Library));

    public static TheoryData<int> BrokenOnes() => [.. Enumerable.Range(0, BrokenFiles.All.Count)];

    [Fact]
    public void Every_example_fits()
    {
        foreach (string example in Directory.GetDirectories(s_examples))
            Assert.All(new SchemaTree(example, SchemaTree.Library).Files(), static file => Assert.Empty(SmallValidator.Check(file)));
    }

    [Fact]
    public void A_tree_from_the_template_fits()
    {
        using TemporaryTree tree = FreshTree();
        List<SchemaCheck> files = [.. new SchemaTree(tree.Directory, SchemaTree.Library).Files()];
        Assert.Contains(files, static file => file.Name == "hosts/h/default.yaml");
        Assert.All(files, static file => Assert.Empty(SmallValidator.Check(file)));
    }

    [Fact]
    public void Every_module_of_the_library_fits() => Assert.All(LibraryFiles(), static file => Assert.Empty(SmallValidator.Check(file)));

    [Theory]
    [MemberData(nameof(BrokenOnes))]
    public void A_mistake_is_refused_where_it_is(int index)
    {
        (string file, string text, string path, string word) = BrokenFiles.All[index];
        IReadOnlyList<SchemaProblem> problems = SmallValidator.Check(s_homelab.Value.Check(file, text));
        Assert.True(problems.Any(problem => problem.Path == path && problem.Message.Contains(word, StringComparison.Ordinal)), $"{text}\n{string.Join('\n', problems)}");
        Assert.All(problems, problem => Assert.Equal(path, problem.Path));
    }

    [SkippableFact]
    public void A_validator_accepts_what_is_right_and_refuses_mistakes_where_they_are()
    {
        List<SchemaCheck> right = [.. LibraryFiles()];
        foreach (string example in Directory.GetDirectories(s_examples))
            right.AddRange(new SchemaTree(example, SchemaTree.Library).Files());
        using TemporaryTree fresh = FreshTree();
        right.AddRange(new SchemaTree(fresh.Directory, SchemaTree.Library).Files());
        IReadOnlyList<SchemaCheck> wrong = [.. BrokenFiles.All.Select(static broken => s_homelab.Value.Check(broken.File, broken.Text))];
        IReadOnlyList<IReadOnlyList<SchemaProblem>> found = PythonValidator.Check([.. right, .. wrong]);
        for (int i = 0; i < right.Count; i++)
            Assert.True(found[i].Count == 0, $"{right[i].Name}\n{string.Join('\n', found[i])}");
        for (int i = 0; i < wrong.Count; i++)
        {
            (_, string text, string path, string word) = BrokenFiles.All[i];
            IReadOnlyList<SchemaProblem> problems = found[right.Count + i];
            Assert.True(problems.Any(problem => problem.Path == path && problem.Message.Contains(word, StringComparison.Ordinal)), $"{text}\n{string.Join('\n', problems)}");
            Assert.All(problems, problem => Assert.Equal(path, problem.Path));
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (JsonObject schema in s_homelab.Value.Schemas.Values)
        {
            var validator = new SmallValidator(schema);
            foreach (JsonObject node in Objects(schema))
            {
                if ((string?)node["$ref"] is { } reference)
                    Assert.NotNull(validator.Resolve(reference));
            }
        }
    }

    [Theory]
    [InlineData("networking.hostName", "The machine's name without a domain", "default")]
    [InlineData("modules.system.boot.timeout", "Seconds the menu waits.\n\nType: int(0..). Default: 5", null)]
    [InlineData("boot.kernelParams", "", null)]
    public void An_option_is_listed_in_every_group_above_it(string option, string description, string? noKey)
    {
        var definitions = (JsonObject)s_homelab.Value.Schemas[SchemaKind.Host]["definitions"]!;
        string[] names = option.Split('.');
        for (int i = 0; i < names.Length; i++)
        {
            string group = i == 0 ? "group" : "group." + string.Join('.', names.Take(i));
            Assert.Equal($"#/definitions/option.{option}", (string?)definitions[group]?["properties"]?[string.Join('.', names.Skip(i))]?["$ref"]);
        }

        Assert.StartsWith(description, (string?)definitions[$"option.{option}"]!["description"], StringComparison.Ordinal);
        if (noKey is not null)
            Assert.False(((JsonObject)definitions[$"option.{option}"]!).ContainsKey(noKey));
    }

    [Fact]
    public void Equal_trees_give_equal_texts()
    {
        ConfigurationTree tree = ConfigurationTree.Open(Path.Combine(s_examples, "homelab"), [SchemaTree.Library]);
        foreach (SchemaKind kind in Enum.GetValues<SchemaKind>())
            Assert.Equal(ConfigurationSchema.Create(tree, kind), ConfigurationSchema.Create(tree, kind));
    }

    [Fact]
    public void A_tree_with_mistakes_has_a_schema_with_the_rest()
    {
        using var files = new TemporaryTree(("modules/a.yaml", "options: { a: { type: nonsense }, b: { type: int } }\nconfg: 1\n"), ("modules/b.yaml", "a: [\n"));
        var tree = new SchemaTree(files.Directory);
        Assert.Empty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { b: 1 }")));
        Assert.NotEmpty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { b: x }")));
    }

    [Fact]
    public void Options_of_one_name_in_two_modules_take_what_either_takes()
    {
        using var files = new TemporaryTree(("modules/a.yaml", "options: { x: { type: int } }"), ("modules/b.yaml", "options: { x: { type: bool } }"));
        var tree = new SchemaTree(files.Directory);
        Assert.Empty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { x: 1 }")));
        Assert.Empty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { x: true }")));
        Assert.NotEmpty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { x: y }")));
    }

    [Fact]
    public void A_module_that_has_itself_below_it_ends()
    {
        using var files = new TemporaryTree(("modules/node.yaml", "options: { size: { type: int }, children: { type: attrs<submodule>, module: node } }"), ("modules/a.yaml", "options: { top: { type: submodule, module: node } }"));
        var tree = new SchemaTree(files.Directory);
        Assert.Empty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { top.children: { a: { children: { b: { size: 1 } } } } }")));
        Assert.NotEmpty(SmallValidator.Check(tree.Check("hosts/h/default.yaml", "config: { top.children: { a: { children: { b: { size: x } } } } }")));
    }

    /// <summary>Each option costs a bounded amount of text, however many there are.</summary>
    [Fact]
    public void Size_grows_with_the_options_alone()
    {
        int small = SizeOf(250);
        int large = SizeOf(1000);
        Assert.InRange((large - small) / 750, 1, 1000);
        JsonObject homelab = s_homelab.Value.Schemas[SchemaKind.Host];
        int count = ((JsonObject)homelab["definitions"]!).Count(static entry => entry.Key.StartsWith("option.", StringComparison.Ordinal));
        Assert.InRange(homelab.ToJsonString().Length / count, 1, 3000);
    }

    private static int SizeOf(int options)
    {
        IEnumerable<string> lines = Enumerable.Range(0, options).Select(static i => $"  services.s{i / 10}.part.option{i}: {{ type: int, default: {i}, description: An option. }}");
        using var files = new TemporaryTree(("modules/a.yaml", $"options:\n{string.Join('\n', lines)}\n"));
        return ConfigurationSchema.Create(ConfigurationTree.Open(files.Directory, []), SchemaKind.Host).Length;
    }

    private static TemporaryTree FreshTree()
    {
        string template = Path.Combine(Case.RepositoryRoot(), "templates", "config");
        IEnumerable<string> files = Directory.EnumerateFiles(template, "*.yaml", SearchOption.AllDirectories);
        return new TemporaryTree([.. files.Select(file => (Fill(Path.GetRelativePath(template, file)), Fill(File.ReadAllText(file))))]);
    }

    private static string Fill(string text) => text.Replace("@host@", "h", StringComparison.Ordinal).Replace("@system@", "x86_64-linux", StringComparison.Ordinal);

    /// <summary>The library's modules as if they stood in the tree of the example.</summary>
    private static IEnumerable<SchemaCheck> LibraryFiles() =>
        Directory.EnumerateFiles(SchemaTree.Library.Directory, "*.yaml", SearchOption.AllDirectories)
            .Select(static file => s_homelab.Value.Check("modules/" + Path.GetFileName(file), File.ReadAllText(file)));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(static entry => Objects(entry.Value)).Prepend(map),
            JsonArray list => list.SelectMany(Objects),
            _ => [],
        };
}
