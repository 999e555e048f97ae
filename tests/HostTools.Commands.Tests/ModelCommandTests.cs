using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands.Tests;

/// <summary>Models at the prompt, without any configuration and without a network.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly RecordingConsole _console = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Store => Path.Join(_folder, "store");

    private string Hub => Path.Join(_folder, "hub");

    [Fact]
    public void A_model_is_installed_listed_hashed_updated_and_removed()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub, PassThru = true });
        AiModel model = Assert.IsType<AiModel>(Assert.Single(_console.Written));
        Assert.Equal(("tiny", "prompt", 1), (model.Name, model.DeclaredBy, model.Files));
        Assert.True(File.Exists(Path.Join(model.Path, "config.json")));
        Assert.Equal(new string('0', 40), File.ReadAllText(Path.Join(Hub, "models--acme--tiny/refs/main")));

        Run(new GetAiModel { Store = Store, Name = ["t*"] });
        Run(new GetAiModelHash { Path = model.Path! });
        Run(new UpdateAiModel { Store = Store });
        Assert.Equal("tiny", Assert.IsType<AiModel>(_console.Written[1]).Name);
        Assert.StartsWith("sha256-", Assert.IsType<AiModelHash>(_console.Written[2]).Hash, StringComparison.Ordinal);
        Assert.False(Assert.IsType<AiModelUpdate>(_console.Written[3]).HasMoved);

        Run(new RemoveAiModel { Store = Store, Name = ["tiny"] });
        Assert.False(Directory.Exists(Hub));
        Run(new ClearAiModelStore { Store = Store, Root = Path.Join(_folder, "out"), PassThru = true });
        Assert.Single(Assert.IsType<StoreSweep>(_console.Written[^1]).Snapshots);
        Assert.Empty(ModelStore.At(Store).Blobs());
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void A_cache_that_somebody_deleted_is_made_again_and_what_stands_there_stays()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        string reference = Path.Join(Hub, "models--acme--tiny/refs/main");
        Directory.Delete(Hub, recursive: true);
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new RepairAiModel { Store = Store }, no);
        Assert.Contains($"+ {reference}", Assert.Single(no.Asked).Lines);
        Assert.False(Directory.Exists(Hub));

        Run(new RepairAiModel { Store = Store });
        Assert.Equal(new string('0', 40), File.ReadAllText(reference));
        File.WriteAllText(reference, "mine");
        Run(new RepairAiModel { Store = Store });
        Assert.Equal(("tiny", reference, ViewMendKind.InTheWay), Assert.IsType<AiModelRepair>(_console.Written[^1]) is var repair ? (repair.Name, repair.Path, repair.Kind) : default);
        Assert.Contains("somebody else's and stays", Assert.Single(_console.Said, static said => said.Contains("refs/main", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(reference));
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void What_a_generation_of_a_folder_needs_stays_also_when_nobody_names_the_folder()
    {
        string tree = Path.Join(_folder, "tree");
        string root = Path.Join(_folder, "out");
        string store = Path.Join(root, "var/lib/ai-models");
        foreach (char commit in "01")
        {
            Directory.CreateDirectory(Path.Join(tree, "hosts/den"));
            File.WriteAllText(Path.Join(tree, "hosttools.yaml"), "{}\n");
            File.WriteAllText(Path.Join(tree, "hosts/den/default.yaml"), $$"""
                system: x86_64-linux
                stateVersion: "1"
                imports: [services/ai-models]
                config:
                  services.ai-models: { enable: true, models.tiny.source.mock.commitSha: "{{new string(commit, 40)}}" }
                """);
            Run(new InvokeHostPlan { Name = "den", Path = tree, Root = root });
        }

        Run(new ClearAiModelStore { Store = store, Root = Path.Join(_folder, "another") });
        Assert.Equal(2, new SnapshotRecords(ModelStore.At(store)).All().Count());
        Directory.Move(Path.Join(root, "var/lib/hosttools"), Path.Join(_folder, "gone"));
        Run(new ClearAiModelStore { Store = store, Root = Path.Join(_folder, "another") });
        Assert.Single(new SnapshotRecords(ModelStore.At(store)).All());
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public async Task Nothing_is_taken_out_of_a_store_that_somebody_uses()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        Run(new RemoveAiModel { Store = Store, Name = ["tiny"] });
        using StoreUse use = await StoreUse.EnterAsync(ModelStore.At(Store), default);
        Run(new ClearAiModelStore { Store = Store, Root = Path.Join(_folder, "out") });
        Assert.Equal("StoreInUse", Assert.Single(_console.Errors).Id);
        Assert.NotEmpty(ModelStore.At(Store).Blobs());
    }

    [Fact]
    public void What_is_pinned_stays_in_the_store_until_it_is_let_go()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        Run(new SetAiModelPin { Store = Store, Name = ["tiny"] });
        Assert.Equal((true, new string('0', 40)), Assert.IsType<AiModelPin>(_console.Written[^1]) is var pin ? (pin.Pinned, pin.Version) : default);
        Run(new RemoveAiModel { Store = Store, Name = ["tiny"] });
        Run(new ClearAiModelStore { Store = Store, Root = Path.Join(_folder, "out") });
        Assert.NotEmpty(ModelStore.At(Store).Blobs());

        Run(new SetAiModelPin { Store = Store });
        string source = Assert.IsType<AiModelPin>(_console.Written[^1]).Source;
        Run(new SetAiModelPin { Store = Store, Name = [source], Remove = true });
        Assert.False(Assert.IsType<AiModelPin>(_console.Written[^1]).Pinned);
        Run(new ClearAiModelStore { Store = Store, Root = Path.Join(_folder, "out") });
        Assert.Empty(ModelStore.At(Store).Blobs());
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void What_is_refused_is_listed_with_its_reason()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Files = ["config.json", "tool.py"], Preset = "strict", Store = Store, CacheDir = Hub });
        Assert.Equal("ModelRefused", Assert.Single(_console.Errors).Id);
        Run(new GetAiModelQuarantine { Store = Store });
        QuarantinedAiFile file = Assert.IsType<QuarantinedAiFile>(Assert.Single(_console.Written, static written => written is QuarantinedAiFile { File: "tool.py" }));
        Assert.Contains("noPythonCode", file.Reason, StringComparison.Ordinal);
        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public void What_somebody_only_looks_at_changes_nothing()
    {
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub }, no);
        Assert.Contains("1 file,", Assert.Single(no.Asked).Lines[1], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Hub));
        Assert.False(Directory.Exists(Path.Join(Store, "models")));
    }

    [Fact]
    public void Who_installs_what_nothing_pins_is_told()
    {
        using var hub = new HostTools.Models.Tests.Server.TestHub();
        hub.With("config.json", "{}");
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new InstallAiModel { Source = hub.Source.Canonical, Store = Store, CacheDir = Hub }, no);
        Run(new InstallAiModel { Source = hub.Source.Canonical, Revision = hub.Commit, Store = Store, CacheDir = Hub }, no);
        Assert.Contains("-Hash (--hash)", no.Asked[0].Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(no.Asked[1].Lines, static line => line.Contains("--hash", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_name_suggests_one_that_there_is()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        Run(new RemoveAiModel { Store = Store, Name = ["tinny"] });
        Assert.Contains("Did you mean 'tiny'?", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Hub));
    }

    [Theory]
    [InlineData("hg:org/name", "SpecUnknown")]
    [InlineData("mock:acme", "SpecMalformed")]
    public void A_source_that_cannot_be_read_says_how_it_is_written(string source, string id)
    {
        Run(new InstallAiModel { Source = source, Store = Store, CacheDir = Hub });
        Assert.Equal(id, Assert.Single(_console.Errors).Id);
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
