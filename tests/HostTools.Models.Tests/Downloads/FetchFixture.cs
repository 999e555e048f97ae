using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Downloads;

/// <summary>A store, a server, and waits that are noted in place of waited.</summary>
internal sealed class FetchFixture : IDisposable
{
    public const int Segment = 64 << 10;

    private readonly TemporaryDirectory _folder = new();

    public FetchFixture(Func<WebRequest, WebResponse> answer)
    {
        Server = new WebServer(answer);
        Store = ModelStore.At(_folder["store"]);
    }

    public WebServer Server { get; }

    public ModelStore Store { get; set; }

    public string Folder => _folder.Path;

    public List<TimeSpan> Waits { get; } = [];

    public NetworkSettings Settings { get; set; } = new()
    {
        SegmentSize = new ByteSize(Segment),
        ReadTimeout = TimeSpan.FromSeconds(30),
        ParallelSegments = 3,
        ParallelFiles = 4,
    };

    public static UrlSource Source { get; } = new([new UrlFile(new Uri("http://127.0.0.1/model"))]);

    public ListedFile File(string path, TestContent content, IRequestSigner? signer = null) =>
        new(path, RemoteBytes.At(Server.At("/" + path), signer)) { Size = content.Size, Sha256 = content.Sha256 };

    public Task<ModelSnapshot> FetchAsync(params ListedFile[] files) => FetchAsync(new FetchOptions(), default, files);

    public async Task<ModelSnapshot> FetchAsync(FetchOptions options, CancellationToken token, params ListedFile[] files)
    {
        using var http = new ModelHttp(Settings, (wait, _) =>
        {
            lock (Waits)
                Waits.Add(wait);
            return Task.CompletedTask;
        });
        return await new ModelFetcher(Store, http).FetchAsync(new ModelListing(Source, "1", files), null, options, token);
    }

    public async Task<HostError> RefusedAsync(params ListedFile[] files) => (await Assert.ThrowsAsync<HostToolsException>(() => FetchAsync(files))).Errors[0];

    public byte[] Read(ContentHash hash) => System.IO.File.ReadAllBytes(Store.FullPathOf(hash));

    public string[] Parts => Directory.Exists(_folder["store/partial"]) ? [.. Directory.GetFiles(_folder["store/partial"]).Select(static file => Path.GetExtension(file)).Order()] : [];

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }
}
