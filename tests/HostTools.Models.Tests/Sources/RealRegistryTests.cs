using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace HostTools.Models.Tests.Sources;

/// <summary>Against the registry of the Distribution project, as Debian packages it.</summary>
public sealed class RealRegistryTests : IDisposable
{
    // htpasswd -nbB me my-password
    private const string Account = "me:$2b$05$JWIo3OoiAyFzMYZRP42Y0.GpnL5EVYm37.XzVduPNV0eNnQ8ahDke";

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _client = new();
    private Process? _registry;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_pushed_to_it_comes_back(bool hasPassword)
    {
        Skip.IfNot(Start(hasPassword, out int port), "docker-registry is not installed here");
        if (hasPassword)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("me:my-password"u8));
        _client.BaseAddress = new Uri($"http://127.0.0.1:{port}/v2/org/model/");
        await WaitAsync();
        string layers = $"{await PushAsync("{}", "config.json")},{await PushAsync("weights of the model", "sub/model.bin")}";
        byte[] manifest = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{await PushAsync("{ }", "x")}},"layers":[{{layers}}]}""");
        using var content = new ByteArrayContent(manifest) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.oci.image.manifest.v1+json") } };
        Assert.Equal(HttpStatusCode.Created, (await _client.PutAsync(new Uri("manifests/v1", UriKind.Relative), content)).StatusCode);

        using var asking = new Asking();
        var source = new OciSource($"127.0.0.1:{port}/org/model") { Reference = "v1", IsPlainHttp = true };
        if (hasPassword)
        {
            Assert.Equal(nameof(ModelErrors.AccessRefused), (await asking.ErrorAsync(source)).Id);
            (asking.Auth, asking.Environment["MY_LOGIN"]) = (new ModelAuth(TokenEnvVar: "MY_LOGIN"), "me:not-my-password");
            Assert.Equal(nameof(ModelErrors.TokenRefused), (await asking.ErrorAsync(source)).Id);
            asking.Environment["MY_LOGIN"] = "me:my-password";
        }

        ModelListing listing = await asking.ResolveAsync(source);
        Assert.Equal(LocalRegistry.Digest(manifest), listing.Version);
        Assert.Equal(["config.json={}", "sub/model.bin=weights of the model"], await asking.FilesAsync(listing));
        asking.Pinned = listing.Version;
        Assert.Equal(listing.Version, (await asking.ResolveAsync(source)).Version);
        asking.Pinned = LocalRegistry.Digest([1]);
        Assert.Equal(nameof(ModelErrors.VersionGone), (await asking.ErrorAsync(source)).Id);
        asking.Pinned = null;
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(source with { Reference = "v2" })).Id);
    }

    public void Dispose()
    {
        _client.Dispose();
        if (_registry is not null)
        {
            _registry.Kill();
            _registry.WaitForExit();
            _registry.Dispose();
        }

        _directory.Dispose();
    }

    private async Task<string> PushAsync(string text, string title)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using HttpResponseMessage begun = await _client.PostAsync(new Uri("blobs/uploads/", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        var target = new Uri(_client.BaseAddress!, begun.Headers.Location!);
        string digest = LocalRegistry.Digest(bytes);
        using HttpResponseMessage done = await _client.PutAsync(new Uri($"{target.AbsoluteUri}{(target.Query.Length > 0 ? "&" : "?")}digest={digest}"), new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.Created, done.StatusCode);
        return LocalRegistry.Describe(digest, bytes.Length, "application/octet-stream", ("org.opencontainers.image.title", title));
    }

    private bool Start(bool hasPassword, out int port)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        File.WriteAllText(_directory["htpasswd"], Account);
        File.WriteAllText(_directory["config.yml"], $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{_directory["data"]}} } }
            http: { addr: "127.0.0.1:{{port}}" }
            {{(hasPassword ? $"auth: {{ htpasswd: {{ realm: here, path: {_directory["htpasswd"]} }} }}" : string.Empty)}}
            """);
        try
        {
            _registry = Process.Start(new ProcessStartInfo("docker-registry", ["serve", _directory["config.yml"]]) { RedirectStandardOutput = true, RedirectStandardError = true });
            return _registry is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task WaitAsync()
    {
        for (int turn = 0; ; turn++)
        {
            try
            {
                using HttpResponseMessage answer = await _client.GetAsync(new Uri("/v2/", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (turn < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
