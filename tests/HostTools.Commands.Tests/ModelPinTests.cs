using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Tests.Server;

namespace HostTools.Commands.Tests;

/// <summary>Update-AiModel for the models of a configuration: the lock file moves, and nothing else.</summary>
public sealed class ModelPinTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly TestHub _hub = new TestHub().With("config.json", "{}").With("model.safetensors", new string(' ', 2000));
    private readonly RecordingConsole _console = new();

    public ModelPinTests()
    {
        Write("tree/hosttools.yaml", "{}\n");
        Write("tree/hosts/den/default.yaml", $$"""
            system: x86_64-linux
            stateVersion: "1"
            imports: [services/ai-models]
            config:
              services.ai-models:
                enable: true
                validation.preset: minimal
                models:
                  first.source.huggingface: { repo: org/name, endpoint: "{{_hub.Hub.Address}}" }
                  second.source.mock: {}

            """);
    }

    private string Lock => Path.Join(_folder, "tree", "hosttools.lock");

    private string Store => Path.Join(_folder, "out", "var", "lib", "ai-models");

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_pinned_moves_and_nothing_becomes_visible()
    {
        Run(new UpdateAiModel { HostName = "den", Root = Path.Join(_folder, "out") });
        Assert.Empty(_console.Errors);
        Assert.Equal([("first", null, new string('1', 40), "machine"), ("second", null, new string('0', 40), "machine")], Updates());

        _console.Written.Clear();
        _hub.With("config.json", "{ }").Commit = new string('2', 40);
        Run(new UpdateAiModel { HostName = "den", Root = Path.Join(_folder, "out"), Name = ["f*"] });
        Assert.Equal([("first", new string('1', 40), new string('2', 40), "machine")], Updates());
        Assert.Equal(new string('2', 40), ModelLocks.Read(Lock).Models["first"].Version);
        Assert.Contains($"{new string('1', 40)} becomes {new string('2', 40)}", _console.Asked[^1].Lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(Store, "models")));
        Assert.True(ModelStore.At(Store).Blobs().Any());
    }

    [Fact]
    public void Who_only_looks_leaves_the_lock_file()
    {
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new UpdateAiModel { HostName = "den", Root = Path.Join(_folder, "out") }, no);
        Assert.Equal(2, no.Asked.Count);
        Assert.False(File.Exists(Lock));
        Assert.False(Directory.Exists(Store));
    }

    [Fact]
    public void A_model_that_fails_is_not_pinned_and_the_others_are()
    {
        _hub.Fault = static request => request.Path.Contains("/resolve/", StringComparison.Ordinal) ? WebResponse.Text(404, "gone") : null;
        Run(new UpdateAiModel { HostName = "den", Root = Path.Join(_folder, "out"), Name = ["first", "second", "third"] });
        Assert.Equal(["AiModelNotDeclared", "FileMissing"], _console.Errors.Select(static error => error.Id).Distinct());
        Assert.Equal(["second"], ModelLocks.Read(Lock).Models.Keys);
    }

    [Fact]
    public void What_is_for_a_configuration_needs_its_host()
    {
        Run(new UpdateAiModel { Root = Path.Join(_folder, "out") });
        Assert.Equal("HostNotNamed", Assert.Single(_console.Errors).Id);
    }

    private IEnumerable<(string Name, string? Old, string New, string By)> Updates() =>
        _console.Written.Cast<AiModelUpdate>().Select(static update => (update.Name, update.OldVersion, update.NewVersion, update.DeclaredBy));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_folder, path))!);
        File.WriteAllText(Path.Join(_folder, path), text);
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = Path.Join(_folder, "tree"), Variable = static _ => null }, CancellationToken.None);
}
