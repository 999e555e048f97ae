using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HostTools.Commands.Framework;
using HostTools.Configuration.Schema;

namespace HostTools.Commands.Tests;

/// <summary>New trees, and the schemas that editors use.</summary>
public sealed class EditorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-editor-").FullName;
    private readonly RecordingConsole _console = new();

    private string Tree => Path.Combine(_folder, "tree");

    private string Schemas => Path.Combine(Tree, ".hosttools/schema");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_tree_evaluates_and_gives_a_plan()
    {
        CreatedConfig created = New();
        Assert.Equal(
            [
                ".editorconfig", ".gitignore", ".hosttools/schema/home.json", ".hosttools/schema/host.json", ".hosttools/schema/module.json",
                ".hosttools/schema/tree.json", ".vscode/extensions.json", ".vscode/settings.json", "hosts/den/default.yaml", "hosttools.yaml",
                "modules/common.yaml",
            ],
            created.Files);
        Assert.All(created.Files, file => Assert.DoesNotContain("@host@", File.ReadAllText(Path.Combine(Tree, file)), StringComparison.Ordinal));
        Run(new TestHostConfig { Path = Tree });
        Run(new GetHostPlan { Name = "den", Path = Tree, Root = Path.Combine(_folder, "out") });
        Activation.Plan plan = Assert.IsType<Activation.Plan>(_console.Written[^1]);
        Assert.Contains(plan.Changes, static change => change.Path == "/etc/motd");
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void A_new_tree_has_the_schemas_that_an_export_would_write()
    {
        New();
        Run(new ExportHostConfigSchema { Path = Tree, PassThru = true });
        IReadOnlyList<SchemaFile> files = [.. _console.Written.OfType<SchemaFile>()];
        Assert.Equal(Enum.GetValues<SchemaKind>(), files.Select(static file => file.Kind));
        Assert.All(files, static file => Assert.False(file.Written));
    }

    [Fact]
    public void What_exists_is_never_overwritten_and_nothing_else_is_written()
    {
        Directory.CreateDirectory(Path.Combine(Tree, ".vscode"));
        File.WriteAllText(Path.Combine(Tree, ".vscode/settings.json"), "{}");
        File.WriteAllText(Path.Combine(Tree, ".gitignore"), "mine");
        Run(new NewHostConfig { Name = "den", Path = Tree });
        Platform.HostError error = Assert.Single(_console.Errors);
        Assert.Equal("ConfigExists", error.Id);
        Assert.Contains(".gitignore, .vscode/settings.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Tree, "*", SearchOption.AllDirectories).Length);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Tree, ".gitignore")));
        Assert.Empty(_console.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    public void A_name_that_no_host_can_have_is_refused(string name)
    {
        Run(new NewHostConfig { Name = name, Path = Tree });
        Assert.Equal("HostNameInvalid", Assert.Single(_console.Errors).Id);
        Assert.False(Directory.Exists(Tree));
    }

    [Fact]
    public void Declined_means_that_nothing_was_written()
    {
        var console = new RecordingConsole { OnConfirm = static _ => false };
        Run(new NewHostConfig { Name = "den", Path = Tree }, console);
        Assert.False(Directory.Exists(Tree));
        Assert.Empty(console.Written);
        Assert.Contains("+ " + Path.Combine(Tree, "hosts/den/default.yaml"), Assert.Single(console.Asked).Lines);
        New();
        File.Delete(Path.Combine(Schemas, "host.json"));
        Run(new ExportHostConfigSchema { Path = Tree, PassThru = true }, console);
        Assert.False(File.Exists(Path.Combine(Schemas, "host.json")));
        Assert.Empty(console.Written);
    }

    [Fact]
    public void The_settings_name_every_schema_and_every_tag_that_can_be_named()
    {
        New();
        string text = string.Join('\n', File.ReadLines(Path.Combine(Tree, ".vscode/settings.json")).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        JsonNode settings = JsonNode.Parse(text)!;
        IEnumerable<string> schemas = ((JsonObject)settings["yaml.schemas"]!).Select(entry => Path.GetFullPath(entry.Key, Tree));
        Assert.Equal(Directory.GetFiles(Schemas).Order(), schemas.Order());
        IEnumerable<string> tags = ((JsonArray)settings["yaml.customTags"]!).Select(static tag => (string)tag!);
        IEnumerable<string> wanted = ((string[])["!default", "!force", "!before", "!after", "!raw"]).SelectMany(static tag => (string[])[$"{tag} scalar", $"{tag} sequence", $"{tag} mapping"]);
        Assert.Equal(wanted.Append("!unset scalar").Order(StringComparer.Ordinal), tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_what_is_different_is_written()
    {
        New();
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (string file in Directory.GetFiles(Schemas))
            File.SetLastWriteTimeUtc(file, old);
        File.WriteAllText(Path.Combine(Schemas, "home.json"), "{}");
        Run(new ExportHostConfigSchema { Path = Tree });
        Assert.Equal(["home.json"], Directory.GetFiles(Schemas).Where(file => File.GetLastWriteTimeUtc(file) != old).Select(static file => Path.GetFileName(file)));
        Assert.Equal(["~ " + Path.Combine(Schemas, "home.json")], _console.Asked[^1].Lines);
        File.WriteAllText(Path.Combine(Tree, "modules/mine.yaml"), "options: { mine.level: { type: int } }\n");
        Run(new ExportHostConfigSchema { Path = Tree });
        Assert.Contains("mine.level", File.ReadAllText(Path.Combine(Schemas, "host.json")), StringComparison.Ordinal);
        int asked = _console.Asked.Count;
        Run(new ExportHostConfigSchema { Path = Tree });
        Assert.Equal(asked, _console.Asked.Count);
    }

    [Fact]
    public void One_kind_goes_where_it_shall()
    {
        New();
        string folder = Path.Combine(_folder, "a/b");
        Run(new ExportHostConfigSchema { Path = Tree, Kind = [SchemaKind.Home], Destination = folder, PassThru = true });
        Assert.Equal(Path.Combine(folder, "home.json"), Assert.Single(_console.Written.OfType<SchemaFile>()).Path);
        Assert.Single(Directory.GetFiles(folder));
        Run(new ExportHostConfigSchema { Path = Tree, Destination = Path.Combine(folder, "home.json") });
        Assert.Equal("FolderIsFile", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void The_page_on_editors_names_every_kind_and_the_template()
    {
        string page = File.ReadAllText(Path.Combine(Clone(), "docs/editor.md"));
        foreach (SchemaKind kind in Enum.GetValues<SchemaKind>())
            Assert.Contains($"`{kind.ToString().ToLowerInvariant()}.json`", page, StringComparison.Ordinal);
        foreach (Match link in Regex.Matches(page, @"\]\(\.\./([^)]+)\)"))
            Assert.True(File.Exists(Path.Combine(Clone(), link.Groups[1].Value)), link.Value);
    }

    private CreatedConfig New()
    {
        Run(new NewHostConfig { Name = "den", Path = Tree });
        return Assert.IsType<CreatedConfig>(Assert.Single(_console.Written));
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);

    private static string Clone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }
}
