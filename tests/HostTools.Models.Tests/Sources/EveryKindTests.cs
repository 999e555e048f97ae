using System.Text;

namespace HostTools.Models.Tests.Sources;

/// <summary>Each kind of source, from what is declared to bytes in the store, and again from the lock.</summary>
public sealed class EveryKindTests
{
    private static readonly byte[] s_large = [.. Enumerable.Range(0, 3_000_000).Select(static index => (byte)(index * 7 + index / 251))];

    private static readonly byte[] s_archive = ArchiveBytes.GZip(ArchiveBytes.Tar(
        new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "model.bin") { DataStream = new MemoryStream(s_large) }));

    [Theory]
    [InlineData("mock")]
    [InlineData("url")]
    [InlineData("archive")]
    [InlineData("s3")]
    [InlineData("oci")]
    [InlineData("ollama")]
    [InlineData("mlflow")]
    public async Task It_ends_in_the_store_with_the_right_bytes_and_a_pin_fetches_the_same(string kind)
    {
        using var servers = new Servers();
        using var asking = new Asking();
        ModelSource source = servers.Source(kind);
        var store = ModelStore.At(asking.Home["store"]);
        var fetcher = new ModelFetcher(store, asking.Http);
        ModelSnapshot snapshot = await fetcher.FetchAsync(await asking.ResolveAsync(source), null, new FetchOptions { Reserve = default }, CancellationToken.None);
        if (kind != "mock")
            Assert.Contains(snapshot.Files, static file => file.Sha256 == ContentHash.Of(s_large));
        Assert.All(snapshot.Files, file => Assert.True(store.Has(file.Sha256, file.Size)));

        asking.Pinned = snapshot.Version;
        var other = new ModelFetcher(ModelStore.At(asking.Home["other"]), asking.Http);
        ModelSnapshot again = await other.FetchAsync(await asking.ResolveAsync(source), LockedModel.Of(snapshot), new FetchOptions { Reserve = default }, CancellationToken.None);
        Assert.Equal(snapshot.Files, again.Files);
    }

    [SkippableFact]
    public async Task Git_with_LFS_does_too()
    {
        Skip.IfNot(LocalGit.IsInstalled, "git is not installed here");
        using var git = new LocalGit();
        git.Write("config.json", "{}");
        git.WriteLarge("model.bin", new string('x', 300_000));
        git.Commit();
        using var asking = new Asking();
        var fetcher = new ModelFetcher(ModelStore.At(asking.Home["store"]), asking.Http);
        ModelSnapshot snapshot = await fetcher.FetchAsync(await asking.ResolveAsync(new GitLfsSource(git.Url.AbsoluteUri, "main")), null, new FetchOptions { Reserve = default }, CancellationToken.None);
        Assert.Equal(["config.json", "model.bin"], snapshot.Files.Select(static file => file.Path));
        Assert.Equal(300_000, snapshot.Files[1].Size);
    }

    private sealed class Servers : IDisposable
    {
        private readonly LocalServer _web = new(static request => LocalAnswer.Bytes(request, request.Path.EndsWith(".tar.gz", StringComparison.Ordinal) ? s_archive : s_large, ("ETag", "\"1\"")));
        private readonly LocalS3 _s3 = new() { Objects = { ["m/model.bin"] = s_large } };
        private readonly LocalRegistry _registry = new() { WantsToken = true };
        private readonly LocalMlFlow _flow = new() { Versions = { (1, "Production", "runs:/run1/model") } };

        public ModelSource Source(string kind)
        {
            string layer = _registry.Blob(s_large, "application/vnd.ollama.image.model", ("org.opencontainers.image.title", "model.bin"));
            _registry.Manifest("latest", layer);
            _flow.Files["model/MLmodel"] = "flavors: {}";
            _flow.Fault = static request => request.Path == "/get-artifact" ? LocalAnswer.Bytes(request, s_large)
                : request.Path.EndsWith("/artifacts/list", StringComparison.Ordinal) ? LocalAnswer.Json($$"""{"files":[{"path":"model/model.bin","is_dir":false,"file_size":{{s_large.Length}} }]}""") : null;
            return kind switch
            {
                "url" => new UrlSource([new UrlFile(_web["model.bin"])]),
                "archive" => new UrlSource([new UrlFile(_web["model.tar.gz"])]),
                "s3" => new S3Source("models", "m") { Endpoint = _s3.Url },
                "oci" => OciOriginTests.Source(_registry, "latest"),
                "ollama" => new OllamaSource(_registry.Repository) { Endpoint = _registry.Url },
                "mlflow" => new MlFlowSource(_flow.Url, "iris") { Version = 1 },
                _ => new MockSource(),
            };
        }

        public void Dispose()
        {
            _web.Dispose();
            _s3.Dispose();
            _registry.Dispose();
            _flow.Dispose();
        }
    }
}
