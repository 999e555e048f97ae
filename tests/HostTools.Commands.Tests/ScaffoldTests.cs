using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>Users, modules and further hosts in a tree that is there.</summary>
public sealed class ScaffoldTests : IDisposable
{
    private const string Den = """
        # Comments stay.
        description: A host
        system: x86_64-linux
        stateVersion: "1"
        users: [bob]   # people

        imports:
          - common   # of this tree
        config: {}

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-scaffold-").FullName;
    private readonly RecordingConsole _console = new();

    public ScaffoldTests()
    {
        Write("hosttools.yaml", "description: A tree\n");
        Write("modules/common.yaml", "config: { time.timeZone: !default Etc/UTC }\n");
        Write("hosts/den/default.yaml", Den);
        Write("hosts/broken/default.yaml", "config: { no.such.option: 1 }\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_user_gets_files_and_a_place_on_a_host_whose_other_bytes_stay()
    {
        Run(new NewHostUser { Name = "alice", HostName = ["den"] });
        CreatedFiles created = Assert.IsType<CreatedFiles>(Assert.Single(_console.Written));
        Assert.Equal(["users/alice/default.yaml", "users/alice/home.yaml"], created.Files);
        Assert.Equal(["hosts/den/default.yaml"], created.Changed);
        Assert.Equal(Den.Replace("[bob]", "[bob, alice]", StringComparison.Ordinal), Read("hosts/den/default.yaml"));
        Run(new GetHostConfig { Name = ["den"], Path = _folder });
        HostConfig config = Assert.IsType<HostConfig>(_console.Written[^1]);
        Assert.True(config.TryGet(out object? person, "users", "users", "alice", "isNormalUser") && person is true);
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void Files_whose_names_begin_with_a_dot_are_there_when_the_change_is_tried()
    {
        Write("hosts/den/files/.config/.inputrc", "set bell-style none\n");
        Write("hosts/den/default.yaml", Den.Replace("config: {}", "config: { environment.etc.inputrc.source: ./files/.config/.inputrc }", StringComparison.Ordinal));
        Run(new NewHostUser { Name = "alice", HostName = ["den"] });
        Assert.Empty(_console.Errors);
        Assert.Equal(["hosts/den/default.yaml"], Assert.IsType<CreatedFiles>(Assert.Single(_console.Written)).Changed);
    }

    [Fact]
    public void The_same_twice_changes_nothing_more()
    {
        Run(new NewHostUser { Name = "alice", HostName = ["den"] });
        string before = Read("hosts/den/default.yaml");
        int asked = _console.Asked.Count;
        Run(new NewHostUser { Name = "alice", HostName = ["den"] });
        CreatedFiles again = Assert.IsType<CreatedFiles>(_console.Written[^1]);
        Assert.Empty(again.Files);
        Assert.Empty(again.Changed);
        Assert.Equal(asked, _console.Asked.Count);
        Assert.Equal(before, Read("hosts/den/default.yaml"));
        Run(new NewHostUser { Name = "alice" });
        Assert.Equal("AlreadyThere", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_user_that_exists_can_be_added_to_a_host_and_keeps_its_files()
    {
        Write("users/carol/default.yaml", "config: { users.users.carol: { isNormalUser: true, description: Carol } }\n");
        Run(new NewHostUser { Name = "carol", HostName = ["den"] });
        Assert.Contains("[bob, carol]", Read("hosts/den/default.yaml"), StringComparison.Ordinal);
        Assert.Contains("description: Carol", Read("users/carol/default.yaml"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "users/carol/home.yaml")));
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("root:0")]
    public void A_name_that_no_user_can_have_is_refused(string name)
    {
        Run(new NewHostUser { Name = name });
        Assert.Equal("UserNameInvalid", Assert.Single(_console.Errors).Id);
        Assert.False(Directory.Exists(Path.Combine(_folder, "users")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a//b")]
    [InlineData("a.b")]
    [InlineData("/etc/x")]
    [InlineData("")]
    public void A_name_that_no_module_can_have_is_refused(string name)
    {
        Run(new NewHostModule { Name = name });
        Assert.Equal("ModuleNameInvalid", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_module_is_imported_by_hosts_and_can_be_switched_on()
    {
        Run(new NewHostModule { Name = "home-lab/in", HostName = ["den"] });
        Assert.Empty(_console.Errors);
        Assert.Contains("  - common   # of this tree\n  - home-lab/in\nconfig", Read("hosts/den/default.yaml"), StringComparison.Ordinal);
        Write("hosts/den/default.yaml", Read("hosts/den/default.yaml").Replace("config: {}", "config: { modules.home-lab.in.enable: true }", StringComparison.Ordinal));
        Run(new TestHostConfig { Name = ["den"], Path = _folder });
        Assert.Empty(_console.Written.OfType<HostConfigDiagnostic>());
    }

    [Fact]
    public void A_module_for_homes_is_imported_by_homes_alone()
    {
        Run(new NewHostUser { Name = "alice", HostName = ["den"] });
        Run(new NewHostModule { Name = "prompt", Class = ModuleClass.Home, UserName = ["alice"] });
        Assert.Empty(_console.Errors);
        Assert.Contains("imports: [prompt]", Read("users/alice/home.yaml"), StringComparison.Ordinal);
        Run(new NewHostModule { Name = "other", Class = ModuleClass.Home, HostName = ["den"] });
        Assert.Equal("ModuleClassUnfit", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void Unknown_hosts_and_homes_are_named_with_those_there_are()
    {
        Run(new NewHostUser { Name = "alice", HostName = ["dem"] });
        Run(new NewHostModule { Name = "x", Class = ModuleClass.Any, UserName = ["alice"] });
        Assert.Equal(["NothingToRegisterWith", "NothingToRegisterWith"], _console.Errors.Select(static error => error.Id));
        Assert.Contains("'den'", _console.Errors[0].Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "users")));
    }

    [Fact]
    public void A_host_that_would_break_stops_it_and_nothing_is_left()
    {
        string template = Write("t/users/@user@/default.yaml", "config: { no.such.thing: true }\n", "..");
        Run(new NewHostUser { Name = "alice", HostName = ["den"], Template = template });
        Assert.Equal("UnknownOption", Assert.Single(_console.Errors).Id);
        Assert.Equal(Den, Read("hosts/den/default.yaml"));
        Assert.False(Directory.Exists(Path.Combine(_folder, "users")));
        Assert.Empty(_console.Asked);
    }

    [Fact]
    public void A_module_of_a_template_is_read_even_when_nobody_imports_it()
    {
        string template = Write("t/modules/@module@.yaml", "confg: {}\n", "..");
        Run(new NewHostModule { Name = "x", Template = template });
        Assert.NotEmpty(_console.Errors);
        Assert.False(File.Exists(Path.Combine(_folder, "modules/x.yaml")));
    }

    [Fact]
    public void A_placeholder_that_would_be_left_over_is_refused()
    {
        string template = Write("t/users/@user@/default.yaml", "description: @person@\n", "..");
        Run(new NewHostUser { Name = "alice", Template = template });
        Platform.HostError error = Assert.Single(_console.Errors);
        Assert.Equal("PlaceholderUnknown", error.Id);
        Assert.Contains("'@person@'", error.Message, StringComparison.Ordinal);
        Run(new NewHostUser { Name = "alice", Template = Path.Combine(_folder, "nowhere") });
        Run(new NewHostModule { Name = "x", Template = Write("u/users/@module@/default.yaml", "config: {}\n", "..") });
        Assert.Equal(["TemplateMissing", "TemplateUnfit"], _console.Errors.Skip(1).Select(static failure => failure.Id));
        Assert.False(Directory.Exists(Path.Combine(_folder, "users")));
    }

    [Fact]
    public void A_list_that_an_expression_makes_is_left_alone()
    {
        Write("hosts/den/default.yaml", "imports: &all [common]\nconfig: {}\nwarnings: []\n");
        Write("hosts/odd/default.yaml", "users: !raw [bob]\n");
        Run(new NewHostUser { Name = "alice", HostName = ["odd"] });
        Assert.Equal("ListNotEditable", Assert.Single(_console.Errors).Id);
        Assert.Equal("users: !raw [bob]\n", Read("hosts/odd/default.yaml"));
    }

    [Fact]
    public void Declined_means_that_nothing_was_written()
    {
        var console = new RecordingConsole { OnConfirm = static _ => false };
        Run(new NewHostUser { Name = "alice", HostName = ["den"] }, console);
        Assert.Equal(Den, Read("hosts/den/default.yaml"));
        Assert.False(Directory.Exists(Path.Combine(_folder, "users")));
        Assert.Empty(console.Written);
        Assert.Equal(
            ["+ users/alice/default.yaml", "+ users/alice/home.yaml", "~ hosts/den/default.yaml"],
            Assert.Single(console.Asked).Lines.Select(line => line.Replace(_folder + "/", string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_tree_gets_a_further_host_and_nothing_else()
    {
        string[] before = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
        Run(new NewHostConfig { Name = "second" });
        CreatedConfig created = Assert.IsType<CreatedConfig>(Assert.Single(_console.Written));
        Assert.Equal(["hosts/second/default.yaml"], created.Files);
        Assert.Equal(before.Length + 1, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
        Run(new TestHostConfig { Name = ["second"] });
        Assert.Empty(_console.Written.OfType<HostConfigDiagnostic>());
        Run(new NewHostConfig { Name = "den" });
        Assert.Equal("ConfigExists", Assert.Single(_console.Errors).Id);
        Assert.Equal(Den, Read("hosts/den/default.yaml"));
    }

    [Fact]
    public void Targets_and_hidden_folders_in_the_tree_are_no_part_of_it()
    {
        Write("out/var/lib/hosttools/current", "1");
        Write("out/hosts/ghost/default.yaml", "confg: {}\n");
        Write(".git/config.yaml", "confg: {}\n");
        Write("modules/big.bin", "x");
        using var draft = new TreeDraft(_folder);
        Assert.Equal(
            ["hosts/broken/default.yaml", "hosts/den/default.yaml", "hosttools.yaml", "modules/big.bin", "modules/common.yaml"],
            Directory.EnumerateFiles(draft.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(draft.Folder, file)).Order(StringComparer.Ordinal));
        Assert.Empty(File.ReadAllText(Path.Combine(draft.Folder, "modules/big.bin")));
    }

    [Fact]
    public void The_homes_of_the_tree_are_proposed()
    {
        Write("users/carol/home.yaml", "config: {}\n");
        var request = new CompletionRequest(string.Empty, new CommandEnvironment { CurrentDirectory = Path.Combine(_folder, "hosts") }, new Dictionary<string, string>());
        Assert.Equal(["carol"], new HomeNameCompleter().Complete(request).Select(static completion => completion.Value));
    }

    /// <summary>Writes a file; with another place its template's folder comes back.</summary>
    private string Write(string file, string text, string place = ".")
    {
        string folder = place == "." ? _folder : Path.Combine(_folder, ".templates");
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return Path.Combine(folder, file.Split('/')[0]);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
