using System.Diagnostics;
using System.Text.Json;
using HostTools.Models.Tests.Server;

namespace HostTools.Models.Tests.Views;

/// <summary>What the hub's library for JavaScript says of a cache that we made. <c>HOSTTOOLS_HUGGINGFACE_JS</c> names a folder in which <c>npm install @huggingface/hub</c> was run.</summary>
public sealed class JavaScriptClientTests : IDisposable
{
    // Its address is asked for when the cache does not do; nobody listens at port 9.
    private const string Ask = """
        import { downloadFileToCacheDir, scanCacheDir } from "@huggingface/hub";
        import { readFileSync } from "node:fs";
        const [cacheDir, hubUrl, ...files] = process.argv.slice(2);
        for (const file of files) {
            const [revision, path] = file.split(":");
            const found = await downloadFileToCacheDir({ repo: "acme/tiny", path, revision, cacheDir, hubUrl }).then(at => readFileSync(at, "utf8"), error => "refused: " + error.message);
            console.log(JSON.stringify([file, found]));
        }
        const all = await scanCacheDir(cacheDir);
        console.log(JSON.stringify(["scan", all.warnings.map(String).concat(all.repos.map(repo => repo.id.name + " " + repo.revisions.map(of => of.commitOid + " " + of.refs).join(" ")))]));
        """;

    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public JavaScriptClientTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task It_reads_a_cache_offline_by_commit()
    {
        Show(await _site.Store.AddTinyAsync());
        Dictionary<string, JsonElement> answers = Run(new Uri("http://127.0.0.1:9"), $"{StoredModels.First}:config.json", $"{StoredModels.First}:model.safetensors", $"{StoredModels.First}:onnx/decoder/model.safetensors", $"{StoredModels.First}:absent");
        Assert.Equal(["{\"commit\": \"1111\"}", "weights", "decoder"], answers.Values.Take(3).Select(static text => text.GetString()));
        Assert.StartsWith("refused", answers[$"{StoredModels.First}:absent"].GetString(), StringComparison.Ordinal);
        Assert.Equal([$"acme/tiny {StoredModels.First} main"], answers["scan"].EnumerateArray().Select(static text => text.GetString()));
    }

    [SkippableFact]
    public async Task Online_it_downloads_nothing_again()
    {
        using TestHub hub = new TestHub { Repo = "acme/tiny" }.With("config.json", "{}").With("model.safetensors", new byte[5000]);
        using var http = new ModelHttp(new NetworkSettings());
        ModelListing listing = await new HuggingFaceOrigin().ResolveAsync(hub.Source, new OriginContext(http, static _ => null) { HomeDirectory = _folder["home"] }, default);
        Show(await new ModelFetcher(_site.Store, http).FetchAsync(listing, null, new FetchOptions(), default));
        (long sent, int asked) = (hub.Storage.Sent, hub.Hub.Requests.Count);

        Dictionary<string, JsonElement> answers = Run(hub.Hub.Address, "main:config.json", "main:model.safetensors", $"{hub.Commit}:config.json");
        Assert.Equal(["{}", new string('\0', 5000), "{}"], answers.Values.Take(3).Select(static text => text.GetString()));
        Assert.True(hub.Hub.Requests.Count > asked, "It did not ask the hub at all.");
        Assert.DoesNotContain(hub.Hub.Requests.Skip(asked), static request => request.Path.Contains("/resolve/", StringComparison.Ordinal));
        Assert.Equal(sent, hub.Storage.Sent);
    }

    private void Show(ModelSnapshot snapshot) => new ModelViews(_site).Show("prompt tiny", snapshot, [new HuggingFaceView(_site.PathOf(_folder["hub"]), "acme/tiny")]);

    private Dictionary<string, JsonElement> Run(Uri hub, params string[] files)
    {
        string? folder = Environment.GetEnvironmentVariable("HOSTTOOLS_HUGGINGFACE_JS");
        Skip.If(folder is null || !Directory.Exists(Path.Join(folder, "node_modules", "@huggingface", "hub")), "HOSTTOOLS_HUGGINGFACE_JS names no folder with npm's @huggingface/hub");
        string program = Path.Join(folder, $"ask-{Guid.NewGuid():N}.mjs");
        File.WriteAllText(program, Ask);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("node", [program, _folder["hub"], hub.AbsoluteUri.TrimEnd('/'), .. files]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> problems = process.StandardError.ReadToEndAsync();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, problems.Result);
            return lines.Select(static line => JsonElement.Parse(line)).ToDictionary(static line => line[0].GetString()!, static line => line[1]);
        }
        finally
        {
            File.Delete(program);
        }
    }
}
