using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HostTools.Models.Tests.Server;
using HostTools.Platform;
using IPAddress = System.Net.IPAddress;

namespace HostTools.Models.Tests.Downloads;

/// <summary>Servers are who they say, by the system's authorities or by one that the user names; there is no switch to look away.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly TestContent s_content = new(100, 1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly WebServer _server;

    public CertificateTests()
    {
        _authority = NewAuthority();
        _server = new WebServer(static request => WebResponse.File(request, s_content), NewServer("127.0.0.1"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _authority.Dispose();
        _key.Dispose();
        _serverKey.Dispose();
    }

    private X509Certificate2 NewAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 NewServer(string address)
    {
        var request = new CertificateRequest("CN=server", _serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4]);
        using X509Certificate2 whole = signed.CopyWithPrivateKey(_serverKey);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private static ListedFile FileOf(WebServer server) => new("a", RemoteBytes.At(server.At("/a"))) { Size = s_content.Size, Sha256 = s_content.Sha256 };

    private FetchFixture NewFixture(bool isTrusted)
    {
        var fixture = new FetchFixture(static _ => new WebResponse(500));
        if (!isTrusted)
            return fixture;
        string file = Path.Join(fixture.Folder, "authority.pem");
        File.WriteAllText(file, _authority.ExportCertificatePem());
        fixture.Settings = fixture.Settings with { AuthorityFile = file };
        return fixture;
    }

    [Fact]
    public async Task A_stranger_is_refused_at_once()
    {
        using FetchFixture fixture = NewFixture(isTrusted: false);
        HostError error = await fixture.RefusedAsync(FileOf(_server));
        Assert.Equal("CertificateRefused", error.Id);
        Assert.Contains("network.authorityFile", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Waits);
    }

    [Fact]
    public async Task Whoever_the_named_authority_knows_is_trusted()
    {
        using FetchFixture fixture = NewFixture(isTrusted: true);
        Assert.Equal(s_content.Sha256, Assert.Single((await fixture.FetchAsync(FileOf(_server))).Files).Sha256);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_refused_whoever_signed_it()
    {
        using FetchFixture fixture = NewFixture(isTrusted: true);
        using var other = new WebServer(static request => WebResponse.File(request, s_content), NewServer("192.0.2.1"));
        Assert.Equal("CertificateRefused", (await fixture.RefusedAsync(FileOf(other))).Id);
    }

    [Fact]
    public async Task Nobody_is_followed_from_https_to_http()
    {
        using FetchFixture fixture = NewFixture(isTrusted: true);
        using var plain = new WebServer(static request => WebResponse.File(request, s_content));
        using var secure = new WebServer(_ => WebResponse.Redirect(plain.At("/a")), NewServer("127.0.0.1"));
        Assert.Equal("RedirectRefused", (await fixture.RefusedAsync(FileOf(secure))).Id);
        Assert.Empty(plain.Requests);
    }
}
