using System.Diagnostics;
using System.Text.Json;
using HostTools.Models.Tests.Server;

namespace HostTools.Models.Tests.Views;

/// <summary>What the hub's own Python library says of a cache that we made. <c>HOSTTOOLS_HUGGINGFACE_HUB</c> names a checkout of huggingface_hub.</summary>
public sealed class HuggingFaceClientTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // One line of JSON for each question; what the library throws is an answer as well. Debian's filelock is older than what it asks for.
    private const string Ask = """
        import json, os, sys, filelock
        class Lock(filelock.FileLock):
            def __init__(self, *a, mode=None, **k): super().__init__(*a, **k)
        filelock.FileLock = Lock
        from huggingface_hub import hf_hub_download, scan_cache_dir, snapshot_download, try_to_load_from_cache
        def ask(name, call):
            try: answer = call()
            except Exception as error: answer = type(error).__name__
            print(json.dumps([name, answer]))
        repo = "acme/tiny"
        def files(folder): return sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)
        for revision in sys.argv[1:]:
            ask("snapshot " + revision, lambda: files(snapshot_download(repo, revision=revision)))
            ask("file " + revision, lambda: open(hf_hub_download(repo, "config.json", revision=revision)).read())
        ask("missing", lambda: str(type(try_to_load_from_cache(repo, "generation_config.json", revision=sys.argv[1])).__name__))
        def scan():
            info = scan_cache_dir()
            return [[str(w) for w in info.warnings], sorted([r.repo_id, sorted(v.commit_hash for v in r.revisions), sorted(sorted(v.refs) for v in r.revisions)] for r in info.repos)]
        ask("scan", scan)
        """;

    private static readonly string[] s_all = ["README.md", "config.json", "model.safetensors", "onnx/decoder/model.safetensors"];

    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public HuggingFaceClientTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private void Show(ModelSnapshot snapshot, ViewSite? site = null) =>
        new ModelViews(site ?? _site).Show($"prompt {snapshot.Source.RevisionAskedFor}", snapshot, [new HuggingFaceView(_site.PathOf(_folder["hub"]), "acme/tiny")]);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_reads_a_cache_offline_by_branch_tag_and_commit(bool hasLinks)
    {
        var site = new ViewSite(_site.Root, _site.StorePath, StoreRights.User) { Ways = hasLinks ? LinkWays.All : LinkWays.Hard };
        Show(await site.Store.AddTinyAsync(), site);
        Show(await site.Store.AddTinyAsync("v2.0", StoredModels.Second), site);
        Dictionary<string, JsonElement> answers = Run("main", StoredModels.First, "v2.0", StoredModels.Second);

        foreach ((string revision, string commit) in new[] { ("main", "1111"), (StoredModels.First, "1111"), ("v2.0", "2222"), (StoredModels.Second, "2222") })
        {
            Assert.Equal(s_all, answers["snapshot " + revision].EnumerateArray().Select(static file => file.GetString()));
            Assert.Contains(commit, answers["file " + revision].GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("object", answers["missing"].GetString());
        Assert.Equal(
            $"""[[],[["acme/tiny",["{StoredModels.First}","{StoredModels.Second}"],[["main"],["v2.0"]]]]]""",
            answers["scan"].GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_selection_is_all_there_is_offline()
    {
        Show(await _site.Store.AddAsync(StoredModels.Hub("main", "*.json"), StoredModels.First, ("config.json", "{}"), ("sub/tokenizer.json", "{}")));
        Dictionary<string, JsonElement> answers = Run("main", StoredModels.First);
        Assert.All(["snapshot main", "snapshot " + StoredModels.First], name => Assert.Equal(["config.json", "sub/tokenizer.json"], answers[name].EnumerateArray().Select(static file => file.GetString())));
        Assert.Equal("NoneType", answers["missing"].GetString());
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Online_it_downloads_nothing_again(bool hasLinks)
    {
        using TestHub hub = new TestHub { Repo = "acme/tiny" }.With("config.json", "{}").With("sub/tokenizer.json", "[1]").With("model.safetensors", new byte[5000]);
        using var http = new ModelHttp(new NetworkSettings());
        ModelListing listing = await new HuggingFaceOrigin().ResolveAsync(hub.Source, new OriginContext(http, static _ => null) { HomeDirectory = _folder["home"] }, default);
        ModelSnapshot snapshot = await new ModelFetcher(_site.Store, http).FetchAsync(listing, null, new FetchOptions(), default);
        Show(snapshot, new ViewSite(_site.Root, _site.StorePath, StoreRights.User) { Ways = hasLinks ? LinkWays.All : LinkWays.Hard });
        (long sent, int asked) = (hub.Storage.Sent, hub.Hub.Requests.Count);

        Dictionary<string, JsonElement> answers = Run(hub.Hub.Address, "main", hub.Commit);
        Assert.All(["snapshot main", "snapshot " + hub.Commit], name => Assert.Equal(["config.json", "model.safetensors", "sub/tokenizer.json"], answers[name].EnumerateArray().Select(static file => file.GetString())));
        Assert.True(hub.Hub.Requests.Count > asked, "It did not ask the hub at all.");
        Assert.DoesNotContain(hub.Hub.Requests.Skip(asked), static request => request.Method == "GET" && request.Path.Contains("/resolve/", StringComparison.Ordinal));
        Assert.Equal(sent, hub.Storage.Sent);
    }

    private Dictionary<string, JsonElement> Run(params string[] revisions) => Run(null, revisions);

    private Dictionary<string, JsonElement> Run(Uri? hub, params string[] revisions)
    {
        string? checkout = Environment.GetEnvironmentVariable("HOSTTOOLS_HUGGINGFACE_HUB");
        Skip.If(checkout is null || !File.Exists(Python), "HOSTTOOLS_HUGGINGFACE_HUB names no checkout of huggingface_hub");
        var start = new ProcessStartInfo(Python, ["-c", Ask, .. revisions]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in new[]
        {
            ("PYTHONPATH", Path.Join(checkout, "src")), ("HF_HUB_CACHE", _folder["hub"]), ("HF_HOME", _folder["home"]), ("HF_HUB_OFFLINE", hub is null ? "1" : "0"),
            ("HF_ENDPOINT", hub?.AbsoluteUri.TrimEnd('/') ?? "http://127.0.0.1:9"), ("HF_HUB_DISABLE_TELEMETRY", "1"), ("PYTHONDONTWRITEBYTECODE", "1"),
        })
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> problems = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, problems.Result);
        return lines.Select(static line => JsonElement.Parse(line)).ToDictionary(static line => line[0].GetString()!, static line => line[1]);
    }
}
