using System.Text;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class HuggingFaceOriginTests : IDisposable
{
    private readonly Asking _asking = new();

    public void Dispose() => _asking.Dispose();

    private static TestHub NewHub() => new TestHub().With("config.json", "{}").With("onnx/model.onnx", "small").With("model.safetensors", new TestContent(5000, 1).ToArray());

    private async Task<HostError> FetchErrorAsync(TestHub hub)
    {
        ModelListing listing = await _asking.ResolveAsync(hub.Source);
        using var folder = new TemporaryDirectory();
        return (await Assert.ThrowsAsync<HostToolsException>(() => new ModelFetcher(ModelStore.At(folder.Path), _asking.Http).FetchAsync(listing, null, new FetchOptions(), default))).Errors[0];
    }

    [Fact]
    public async Task A_model_is_listed_with_what_its_bytes_must_be()
    {
        using TestHub hub = NewHub();
        ModelListing listing = await _asking.ResolveAsync(hub.Source);

        Assert.Equal(hub.Commit, listing.Version);
        Assert.Equal(["config.json", "model.safetensors", "onnx/model.onnx"], listing.Files.Select(static file => file.Path));
        ListedFile small = listing.Files[0], large = listing.Files[1];
        Assert.Equal((2, null, TestHub.GitName("{}"u8.ToArray()), null), (small.Size!.Value, small.Sha256?.Hex, small.GitBlobSha1, small.XetHash));
        Assert.Equal((5000, ContentHash.Of(hub.Files["model.safetensors"]), null, new string('e', 64)), (large.Size!.Value, large.Sha256!.Value, large.GitBlobSha1, large.XetHash));
        Assert.Equal(2, hub.Hub.Requests.Count);
    }

    [Fact]
    public async Task A_model_costs_one_request_for_the_branch_one_for_the_list_and_one_for_each_file()
    {
        using TestHub hub = NewHub();
        using var folder = new TemporaryDirectory();
        ModelSnapshot snapshot = await new ModelFetcher(ModelStore.At(folder.Path), _asking.Http).FetchAsync(await _asking.ResolveAsync(hub.Source), null, new FetchOptions(), default);

        Assert.Equal(2 + 3, hub.Hub.Requests.Count);
        Assert.Single(hub.Storage.Requests);
        var store = ModelStore.At(folder.Path);
        Assert.All(snapshot.Files, file => Assert.Equal(hub.Files[file.Path], File.ReadAllBytes(store.FullPathOf(file.Sha256))));
        Assert.Equal(TestHub.GitName("{}"u8.ToArray()), snapshot.Files[0].GitBlobSha1);
    }

    [Fact]
    public async Task All_pages_of_a_list_are_read()
    {
        using var hub = new TestHub { PageSize = 7 };
        for (int i = 0; i < 50; i++)
            hub.With($"folder-{i % 5}/file-{i}.txt", $"{i}");
        Assert.Equal(50, (await _asking.ResolveAsync(hub.Source)).Files.Count);
        Assert.Equal(1 + 8, hub.Hub.Requests.Count);
    }

    [Fact]
    public async Task A_list_without_end_is_ended()
    {
        using TestHub hub = NewHub();
        hub.Fault = static request => request.Path.Contains("/tree/", StringComparison.Ordinal)
            ? WebResponse.Text(200, "[]", ("Link", "</x?cursor=1>; rel=\"next\"")) : null;
        Assert.Equal("ListingEndless", (await _asking.ErrorAsync(hub.Source)).Id);
    }

    [Fact]
    public async Task A_list_that_goes_on_elsewhere_goes_on_here()
    {
        using var other = new WebServer(static _ => WebResponse.Text(200, "[]"));
        using TestHub hub = NewHub();
        hub.Fault = request => request.Path.Contains("/tree/", StringComparison.Ordinal) && !request.Query.Contains("cursor", StringComparison.Ordinal)
            ? WebResponse.Text(200, "[]", ("Link", $"<{other.Address}x?recursive=true&cursor=0>; rel=\"next\"")) : null;
        Assert.Equal(3, (await _asking.ResolveAsync(hub.Source)).Files.Count);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("*.json", "config.json")]
    [InlineData("*model*", "model.safetensors,onnx/model.onnx")]
    [InlineData("onnx/", "onnx/model.onnx")]
    [InlineData("*/model.onnx", "onnx/model.onnx")]
    public async Task Only_what_is_wanted_is_listed(string pattern, string paths)
    {
        using TestHub hub = NewHub();
        Assert.Equal(paths.Split(','), (await _asking.ResolveAsync(hub.Source with { Files = [pattern] })).Files.Select(static file => file.Path));
    }

    [Fact]
    public async Task Nothing_left_is_told()
    {
        using TestHub hub = NewHub();
        HostError error = await _asking.ErrorAsync(hub.Source with { Files = ["*.gguf", "*.bin"] });
        Assert.Equal("NoFilesMatch", error.Id);
        Assert.Contains("'*.gguf', '*.bin'", error.Message, StringComparison.Ordinal);
        using var empty = new TestHub();
        Assert.Equal("NoFilesMatch", (await _asking.ErrorAsync(empty.Source)).Id);
    }

    [Fact]
    public async Task A_commit_is_not_asked_for()
    {
        using TestHub hub = NewHub();
        Assert.Equal(hub.Commit, (await _asking.ResolveAsync(hub.Source with { Revision = hub.Commit })).Version);
        _asking.Pinned = hub.Commit;
        Assert.Equal(hub.Commit, (await _asking.ResolveAsync(hub.Source)).Version);
        Assert.All(hub.Hub.Requests, static request => Assert.Contains("/tree/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revision_with_slashes_is_one_word_in_the_address()
    {
        using TestHub hub = NewHub();
        hub.Revisions["refs/pr/1"] = new string('2', 40);
        Assert.Equal(new string('2', 40), (await _asking.ResolveAsync(hub.Source with { Revision = "refs/pr/1" })).Version);
        Assert.EndsWith("/revision/refs%2Fpr%2F1", hub.Hub.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_escaped_in_addresses()
    {
        using TestHub hub = new TestHub().With("a b/ü#100%.txt", "text");
        using var folder = new TemporaryDirectory();
        ModelSnapshot snapshot = await new ModelFetcher(ModelStore.At(folder.Path), _asking.Http).FetchAsync(await _asking.ResolveAsync(hub.Source), null, new FetchOptions(), default);
        Assert.Equal("a b/ü#100%.txt", Assert.Single(snapshot.Files).Path);
    }

    [Fact]
    public async Task What_is_missing_or_refused_is_said_each_in_its_own_words()
    {
        using TestHub hub = NewHub();
        HostError missing = await _asking.ErrorAsync(hub.Source with { Repo = "org/other" });
        Assert.Equal("ModelMissing", missing.Id);
        Assert.Contains("HF_TOKEN", missing.Message, StringComparison.Ordinal);
        Assert.Equal("RevisionMissing", (await _asking.ErrorAsync(hub.Source with { Revision = "v9" })).Id);
        Assert.Equal("RevisionMissing", (await _asking.ErrorAsync(hub.Source with { Revision = new string('9', 40) })).Id);

        using TestHub hidden = new TestHub { IsPrivate = true }.With("a", "a");
        Assert.Equal("ModelMissing", (await _asking.ErrorAsync(hidden.Source)).Id);

        using TestHub disabled = new TestHub { IsDisabled = true }.With("a", "a");
        Assert.Equal("ModelDisabled", (await _asking.ErrorAsync(disabled.Source)).Id);

        using TestHub gated = new TestHub { IsGated = true }.With("a", "a");
        HostError anonymous = await FetchErrorAsync(gated);
        Assert.Equal("ModelGated", anonymous.Id);
        Assert.Contains($"Open {gated.Hub.Address.AbsoluteUri}org/name, accept its terms, and set HF_TOKEN", anonymous.Message, StringComparison.Ordinal);
        _asking.Environment["HF_TOKEN"] = TestHub.Token;
        HostError known = await FetchErrorAsync(gated);
        Assert.Contains("may read gated repositories", known.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestHub.Token, known.Message, StringComparison.Ordinal);

        _asking.Environment["HF_TOKEN"] = "hf_wrong";
        HostError wrong = await _asking.ErrorAsync(hub.Source);
        Assert.Equal("TokenRefused", wrong.Id);
        Assert.Contains("from HF_TOKEN", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_wrong", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_vanishes_after_the_list_is_told()
    {
        using TestHub hub = NewHub();
        hub.Fault = static request => request.Path.EndsWith("/config.json", StringComparison.Ordinal) ? new WebResponse(404) { Headers = [("X-Error-Code", "EntryNotFound")] } : null;
        HostError error = await FetchErrorAsync(hub);
        Assert.Equal("FileMissing", error.Id);
        Assert.Contains("'config.json'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "AnswerUnreadable")]
    [InlineData("{}", "AnswerUnreadable")]
    [InlineData("[{\"type\":\"file\",\"path\":\"a\",\"size\":-1,\"oid\":\"x\"}]", "AnswerUnreadable")]
    [InlineData("[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"../../x\"}]", "AnswerUnreadable")]
    [InlineData("[{\"type\":\"file\",\"path\":\"../a\",\"size\":1,\"oid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]", "PathUnsafe")]
    [InlineData("[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"},{\"type\":\"file\",\"path\":\"A\",\"size\":1,\"oid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]", "PathsCollide")]
    public async Task A_hub_is_not_believed_everything(string tree, string id)
    {
        using TestHub hub = NewHub();
        hub.Fault = request => request.Path.Contains("/tree/", StringComparison.Ordinal) ? WebResponse.Text(200, tree) : null;
        Assert.Equal(id, (await _asking.ErrorAsync(hub.Source)).Id);
    }

    [Fact]
    public async Task The_endpoint_comes_from_the_environment()
    {
        using TestHub hub = NewHub();
        _asking.Environment["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri.TrimEnd('/');
        Assert.Equal(3, (await _asking.ResolveAsync(new HuggingFaceSource("org/name"))).Files.Count);
        _asking.Environment["HF_ENDPOINT"] = "https://me:secret@hub";
        HostError error = await _asking.ErrorAsync(new HuggingFaceSource("org/name"));
        Assert.Contains("HF_ENDPOINT", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_have_an_order()
    {
        using TestHub hub = NewHub();
        string File(string name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_asking.Home[name])!);
            System.IO.File.WriteAllText(_asking.Home[name], $"hf_{name.Replace('/', '_').Replace('.', '_')}\n");
            return _asking.Home[name];
        }

        async Task SentAsync(string? token)
        {
            hub.Fault = request =>
            {
                Assert.Equal(token is null ? null : $"Bearer {token}", request.Header("Authorization"));
                return WebResponse.Text(200, $"{{\"sha\":\"{hub.Commit}\"}}") is var answer && request.Path.Contains("/revision/", StringComparison.Ordinal) ? answer
                    : WebResponse.Text(200, "[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]");
            };
            await _asking.ResolveAsync(hub.Source);
            Assert.Equal(token is null ? null : $"Bearer {token}", hub.Hub.Requests[^1].Header("Authorization"));
        }

        await SentAsync(null);
        File(".cache/huggingface/token");
        await SentAsync("hf__cache_huggingface_token");
        _asking.Environment["XDG_CACHE_HOME"] = Path.GetDirectoryName(Path.GetDirectoryName(File("xdg/huggingface/token")))!;
        await SentAsync("hf_xdg_huggingface_token");
        _asking.Environment["HF_HOME"] = Path.GetDirectoryName(File("hf/token"))!;
        await SentAsync("hf_hf_token");
        _asking.Environment["HF_TOKEN_PATH"] = File("path");
        await SentAsync("hf_path");
        _asking.Environment["HUGGING_FACE_HUB_TOKEN"] = "hf_old";
        await SentAsync("hf_old");
        _asking.Environment["HF_TOKEN"] = "hf_new";
        await SentAsync("hf_new");
        _asking.Environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1";
        await SentAsync(null);
        _asking.Environment["MY_TOKEN"] = "hf_mine";
        _asking.Auth = new ModelAuth(TokenEnvVar: "MY_TOKEN");
        await SentAsync("hf_mine");
        _asking.Auth = new ModelAuth("~/file", "MY_TOKEN");
        File("file");
        await SentAsync("hf_file");
        _asking.Auth = new ModelAuth("~/none");
        Assert.Equal("TokenUnreadable", (await _asking.ErrorAsync(hub.Source)).Id);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Offline_is_read_as_the_hubs_clients_do(string? value, bool isOffline)
    {
        Assert.Equal(isOffline, HubSwitch.IsOffline(name => name == "HF_HUB_OFFLINE" ? value : null));
        Assert.Equal(isOffline, HubSwitch.IsOffline(name => name == "TRANSFORMERS_OFFLINE" ? value : null));
    }

    [Fact]
    public async Task Trouble_of_the_hub_passes_or_is_told()
    {
        using TestHub hub = NewHub();
        int left = 2;
        hub.Fault = _ => Interlocked.Decrement(ref left) >= 0 ? new WebResponse(503) : null;
        Assert.Equal(3, (await _asking.ResolveAsync(hub.Source)).Files.Count);
        hub.Fault = static _ => new WebResponse(429) { Headers = [("RateLimit", "\"api\";r=0;t=55")] };
        HostError error = await _asking.ErrorAsync(hub.Source);
        Assert.Equal("RateLimited", error.Id);
        Assert.Contains("in 55s", error.Message, StringComparison.Ordinal);
        hub.Fault = static _ => WebResponse.Text(418, "a teapot");
        Assert.Contains("a teapot", (await _asking.ErrorAsync(hub.Source)).Message, StringComparison.Ordinal);
        hub.Fault = static _ => WebResponse.Text(403, "no");
        Assert.Equal("AccessRefused", (await _asking.ErrorAsync(hub.Source)).Id);
        hub.Fault = static _ => new WebResponse(200) { Size = 1L << 40, Length = 70L << 20 };
        Assert.Equal("AnswerTooLarge", (await _asking.ErrorAsync(hub.Source)).Id);
    }
}
