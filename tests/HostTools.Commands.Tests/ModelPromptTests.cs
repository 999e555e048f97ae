using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Tests.Server;

namespace HostTools.Commands.Tests;

/// <summary>Installing and updating by hand: names, what is in the way, what is kept, and stores without a network.</summary>
public sealed class ModelPromptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly TestHub _hub = new TestHub().With("config.json", "{}").With("model.safetensors", new string(' ', 2000));
    private readonly RecordingConsole _console = new();

    private string Store => Path.Join(_folder, "store");

    private string Hub => Path.Join(_folder, "hub");

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_listed_can_be_installed_elsewhere_by_its_source_and_name()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Name = "mine", Store = Store, CacheDir = Hub, PassThru = true });
        AiModel model = Assert.IsType<AiModel>(Assert.Single(_console.Written));
        Run(new InstallAiModel { Source = model.Source, Name = model.Name, Store = Path.Join(_folder, "other"), CacheDir = Path.Join(_folder, "hub2"), PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.Equal((model.Name, model.Source, model.Version), _console.Written[1] is AiModel other ? (other.Name, other.Source, other.Version) : default);
    }

    [Fact]
    public void A_second_model_of_one_name_says_how_to_have_both()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        Run(new InstallAiModel { Source = "mock:other/tiny", Store = Store, CacheDir = Hub });
        Assert.Equal("AiModelNameTaken", Assert.Single(_console.Errors).Id);
        Assert.Contains("--name", _console.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("mock:acme/tiny", Listed().Source.Split('@')[0]);
        Run(new InstallAiModel { Source = "mock:other/tiny", Store = Store, CacheDir = Hub, Force = true });
        Assert.Single(_console.Errors);
        Assert.Equal("mock:other/tiny", Listed().Source.Split('@')[0]);
    }

    [Fact]
    public void What_is_in_the_way_is_told_before_anything_is_asked()
    {
        Directory.CreateDirectory(Path.Join(Store, "models", "tiny"));
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Hub });
        Assert.Equal("ViewOccupied", Assert.Single(_console.Errors).Id);
        File.WriteAllText(Path.Join(_folder, "file"), "");
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Path.Join(_folder, "file"), CacheDir = Hub });
        Assert.Equal("StoreNotWritable", _console.Errors[1].Id);
        Assert.Empty(_console.Asked);
    }

    [Fact]
    public void An_error_names_the_parameter_as_both_faces_write_it()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Name = "-x", Store = Store });
        Assert.StartsWith("-Name (--name): ", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_stays_where_the_model_was_and_checks_it_as_before()
    {
        InstallFromHub("none");
        _hub.With("weights.bin", "cos\nsystem\n(S'id'\ntR."); // What "standard" would refuse.
        _hub.Commit = new string('2', 40);
        Run(new UpdateAiModel { Store = Store });
        Assert.Empty(_console.Errors);
        AiModelUpdate update = Assert.IsType<AiModelUpdate>(Assert.Single(_console.Written));
        Assert.Equal((new string('1', 40), new string('2', 40), "prompt"), (update.OldVersion, update.NewVersion, update.DeclaredBy));
        Assert.Equal(new string('2', 40), File.ReadAllText(Path.Join(Hub, "models--org--name/refs/main")));
    }

    [Fact]
    public void A_hash_that_was_given_holds_for_the_next_version_too()
    {
        InstallFromHub("standard");
        Run(new GetAiModelHash { Path = Path.Join(Store, "models", "name") });
        string hash = Assert.IsType<AiModelHash>(Assert.Single(_console.Written)).Hash;
        Run(new InstallAiModel { Source = _hub.Source.Canonical, Store = Store, CacheDir = Hub, Hash = hash });
        _hub.With("config.json", "{ }").Commit = new string('2', 40);
        Run(new UpdateAiModel { Store = Store });
        Assert.Equal("HashMismatch", Assert.Single(_console.Errors).Id);
        Assert.Equal(new string('1', 40), Listed().Version);
    }

    [Fact]
    public void A_model_that_cannot_be_updated_does_not_stop_the_others()
    {
        InstallFromHub("standard");
        Run(new InstallAiModel { Source = "mock:acme/zoo", Store = Store, CacheDir = Hub });
        _hub.Fault = static _ => WebResponse.Text(404, "gone");
        Run(new UpdateAiModel { Store = Store });
        Assert.Equal("ModelMissing", Assert.Single(_console.Errors).Id);
        Assert.Equal("zoo", Assert.IsType<AiModelUpdate>(Assert.Single(_console.Written)).Name);
    }

    [Fact]
    public void A_store_that_is_offline_asks_nobody_and_says_so()
    {
        InstallFromHub("standard");
        Run(new SetAiModelOffline { Store = Store, PassThru = true });
        Assert.True(Assert.IsType<AiModelNetwork>(Assert.Single(_console.Written)).IsOffline);
        int asked = _hub.Hub.Requests.Count;

        Run(new GetAiModel { Store = Store });
        Assert.Contains(_console.Said, static line => line.StartsWith("Note ", StringComparison.Ordinal) && line.Contains("is offline", StringComparison.Ordinal));
        Run(new InstallAiModel { Source = _hub.Source.Canonical, Store = Store, CacheDir = Hub, PassThru = true });
        Assert.Equal("name", Assert.IsType<AiModel>(_console.Written[^1]).Name);
        Run(new InstallAiModel { Source = _hub.Source.Canonical, Name = "again", Store = Store, CacheDir = Hub });
        Assert.Empty(_console.Errors);

        Run(new InstallAiModel { Source = "hf:org/else", Store = Store, CacheDir = Hub });
        Run(new UpdateAiModel { Store = Store, Name = ["name"] });
        Assert.Equal(["Offline", "Offline"], _console.Errors.Select(static error => error.Id));
        Assert.All(_console.Errors, static error => Assert.Contains("Set-AiModelOffline -Off (hosttools model offline --off)", error.Message, StringComparison.Ordinal));
        Assert.Equal(asked, _hub.Hub.Requests.Count);

        Run(new SetAiModelOffline { Store = Store, Off = true });
        Run(new UpdateAiModel { Store = Store, Name = ["name"] });
        Assert.Equal(2, _console.Errors.Count);
        Assert.True(_hub.Hub.Requests.Count > asked);
    }

    private void InstallFromHub(string preset)
    {
        Run(new InstallAiModel { Source = _hub.Source.Canonical, Store = Store, CacheDir = Hub, Preset = preset });
        Assert.Empty(_console.Errors);
    }

    private AiModel Listed()
    {
        var console = new RecordingConsole();
        CommandRunner.Run(new GetAiModel { Store = Store }, console, Environment, CancellationToken.None);
        return Assert.IsType<AiModel>(Assert.Single(console.Written));
    }

    private CommandEnvironment Environment => new() { CurrentDirectory = _folder, Variable = static _ => null };

    private void Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, Environment, CancellationToken.None);
}
