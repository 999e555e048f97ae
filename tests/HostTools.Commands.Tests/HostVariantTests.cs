using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>A host's variants, from the question which there are to the way back.</summary>
public sealed class HostVariantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-host-variants-").FullName;
    private RecordingConsole _console = new();

    private string Root => Path.Combine(_folder, "out");

    public HostVariantTests()
    {
        Write("hosttools.yaml", "{}\n");
        Write("users/ann/home.yaml", "config: {}\n");
        Write("hosts/den/default.yaml",
            """
            users: [ann]
            config:
              environment.etc.motd.text: plain
              environment.etc.common.text: common
            variants:
              loud:
                description: For parties.
                config:
                  environment.etc.motd.text: !force loud
                  environment.etc.music.text: "on"
                  home.ann.home.file.".loud".text: "yes"
              quiet: { config: { environment.etc.motd.text: !force quiet } }

            """);
        Write("hosts/attic/default.yaml", "variants:\n  dusty: {}\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_variant_is_applied_remembered_and_brought_back_with_its_generation()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Run(new InvokeHostPlan { Name = "den", Root = Root, Variant = "loud" });
        Assert.Contains("as 'loud'", string.Join('\n', _console.Asked[0].Lines), StringComparison.Ordinal);
        Assert.Equal(("loud", "on", "yes"), (Etc("motd"), Etc("music"), File.ReadAllText(Path.Combine(Root, "home/ann/.loud")).TrimEnd()));
        Run(new TestHostState { Root = Root });
        Assert.Contains(_console.Said, said => said.EndsWith("is as generation 2 left it, variant 'loud' of 'den'.", StringComparison.Ordinal));

        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Equal("plain", Etc("motd"));
        Assert.False(File.Exists(Path.Combine(Root, "etc/music")));
        Assert.False(File.Exists(Path.Combine(Root, "home/ann/.loud")));

        Run(new RestoreHostGeneration { Root = Root, Number = 2 });
        Assert.Equal(("loud", "on"), (Etc("motd"), Etc("music")));
        Assert.Equal([null, "loud", null, "loud"], Generations().Select(static generation => generation.Variant));
    }

    [Fact]
    public void A_saved_plan_and_a_piped_host_keep_their_variant()
    {
        string file = Path.Combine(_folder, "plan.json");
        Run(new GetHostPlan { Name = "den", Root = Root, Variant = "quiet", OutFile = file });
        Run(new InvokeHostPlan { Path = file });
        Assert.Equal(("quiet", "quiet"), (Etc("motd"), Assert.Single(Generations()).Variant));
        Run(new GetHostConfig { Name = ["den"], Variant = "loud" });
        var config = Assert.IsType<HostConfig>(Assert.Single(_console.Written));
        Run(new GetHostPlan { Config = config, Root = Root });
        Assert.Equal("loud", ((Plan)_console.Written[0]).Context.Variant);
    }

    [Fact]
    public void One_that_does_not_exist_is_refused_with_those_that_do()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root, Variant = "lod" });
        Assert.Equal("The host 'den' has no variant 'lod'. Did you mean 'loud'? It has loud, quiet.", Assert.Single(_console.Errors).Message);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void A_saved_plan_that_is_given_as_a_host_is_told_where_it_belongs()
    {
        Run(new GetHostPlan { Name = "den", Root = Root, OutFile = Path.Combine(_folder, "plan.json") });
        Run(new InvokeHostPlan { Name = "plan.json", Root = Root });
        Assert.Contains("'plan.json' is a file: a saved plan is given with -Path (--path).", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_and_variants_are_compared()
    {
        Run(new CompareHostConfig { Name = "den", WithVariant = "loud", Option = ["environment.etc.motd.text", "environment.etc.common.text"] });
        Assert.Equal("environment.etc.motd.text", Assert.IsType<ConfigDifference>(Assert.Single(_console.Written)).Name);
        Run(new CompareHostConfig { Name = "den", Variant = "loud", WithVariant = "loud" });
        Assert.Empty(_console.Written);
    }

    [Fact]
    public void A_check_looks_at_all_variants_and_tells_what_they_share_once()
    {
        Write("hosts/attic/default.yaml", "config: { networking.domian: x }\nvariants:\n  dusty: { config: { networking.hostNam: y } }\n  clean: {}\n");
        Run(new TestHostConfig { Name = ["attic"] });
        Assert.Equal([null, "dusty"], _console.Written.Cast<HostConfigDiagnostic>().Select(static found => found.Variant));
        Run(new TestHostConfig { Name = ["den"] });
        Assert.Empty(_console.Written);
    }

    [Fact]
    public void Names_are_proposed_with_what_they_are_for()
    {
        Assert.Equal([new Completion("loud", "For parties."), new Completion("quiet")], Complete(new() { ["Name"] = "den" }));
        Assert.Equal(["dusty", "loud", "quiet"], Complete([]).Select(static found => found.Value));
    }

    private IEnumerable<Completion> Complete(Dictionary<string, string> given) => new VariantCompleter().Complete(new CompletionRequest(string.Empty, new CommandEnvironment { CurrentDirectory = _folder }, given));

    private string Etc(string name) => File.ReadAllText(Path.Combine(Root, "etc", name)).TrimEnd();

    private IEnumerable<Generation> Generations()
    {
        Run(new GetHostGeneration { Root = Root });
        return _console.Written.Cast<Generation>();
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // It has a folder.
        File.WriteAllText(file, text);
    }

    private void Run<T>(ICommand<T> command)
        where T : notnull
    {
        _console = new RecordingConsole();
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder }, CancellationToken.None);
    }
}
