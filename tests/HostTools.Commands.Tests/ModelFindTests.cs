using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Tests.Server;

namespace HostTools.Commands.Tests;

/// <summary>Find-AiModel against a hub: what it asks, and that what it finds can be installed.</summary>
public sealed class ModelFindTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly TestHub _hub = new TestHub { PageSize = 3 }.With("config.json", "{}");
    private readonly RecordingConsole _console = new();

    private IEnumerable<AiModelOffer> Found => _console.Written.OfType<AiModelOffer>();

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_found_can_be_installed()
    {
        Run(new FindAiModel { Query = "name", Endpoint = _hub.Hub.Address.AbsoluteUri });
        AiModelOffer offer = Assert.Single(Found);
        Assert.Equal(("org/name", "text-generation", 7, false), (offer.Id, offer.Task, offer.Downloads, offer.IsGated));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), offer.UpdatedAt);
        Run(new InstallAiModel { Source = offer.Source, Store = Path.Join(_folder, "store"), CacheDir = Path.Join(_folder, "hub"), PassThru = true });
        Assert.Equal(offer.Commit, Assert.IsType<AiModel>(_console.Written[^1]).Version);
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void Pages_are_followed_as_far_as_somebody_wants()
    {
        for (int i = 0; i < 20; i++)
            _hub.Catalogue.Add(($"acme/model-{i}", i % 2 == 0 ? "text-generation" : "text-to-image", 1000 - i));
        Run(new FindAiModel { Author = "acme", Task = "text-generation", Limit = 8, Sort = HubSort.Likes, Tag = ["gguf", "en"], Endpoint = _hub.Hub.Address.AbsoluteUri });
        Assert.Equal([.. Enumerable.Range(0, 8).Select(static i => $"acme/model-{2 * i}")], Found.Select(static offer => offer.Id));
        Assert.Equal(3, _hub.Hub.Requests.Count);
        Assert.Contains("filter=gguf&filter=en&sort=likes&direction=-1&limit=8", _hub.Hub.Requests[0].Query, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_says_which_hub_and_its_models_need_no_address()
    {
        Run(new FindAiModel { Limit = 1 }, name => name == "HF_ENDPOINT" ? _hub.Hub.Address.AbsoluteUri : null);
        Assert.Equal("hf:org/name", Assert.Single(Found).Source);
    }

    [Fact]
    public void A_hub_that_lies_is_named()
    {
        _hub.Catalogue.Add(("../../etc", "x", 9000));
        Run(new FindAiModel { Endpoint = _hub.Hub.Address.AbsoluteUri });
        _hub.Fault = static _ => WebResponse.Text(200, "<html>");
        Run(new FindAiModel { Endpoint = _hub.Hub.Address.AbsoluteUri });
        _hub.Fault = static _ => WebResponse.Text(400, "no such sort");
        Run(new FindAiModel { Endpoint = _hub.Hub.Address.AbsoluteUri });
        Assert.Equal(["AnswerUnreadable", "AnswerUnreadable", "ServerRefused"], _console.Errors.Select(static error => error.Id));
        Assert.Empty(Found);
    }

    [Fact]
    public void Nobody_is_asked_for_nonsense_or_where_the_store_is_offline()
    {
        Run(new FindAiModel { Limit = 0 });
        Run(new FindAiModel { Endpoint = "ftp://host" });
        Run(new SetAiModelOffline { Store = Path.Join(_folder, "store") });
        Run(new FindAiModel { Store = Path.Join(_folder, "store"), Endpoint = _hub.Hub.Address.AbsoluteUri });
        Assert.Equal(["ArgumentInvalid", "ArgumentInvalid", "Offline"], _console.Errors.Select(static error => error.Id));
        Assert.Empty(_hub.Hub.Requests);
    }

    private void Run<T>(ICommand<T> command, Func<string, string?>? variable = null)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = variable ?? (name => name == "HOME" ? _folder : null) }, CancellationToken.None);
}
