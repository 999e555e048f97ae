using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class UrlOriginTests
{
    private static readonly byte[] s_bytes = "weights"u8.ToArray();

    [Fact]
    public async Task Several_addresses_are_several_files()
    {
        using var asking = new Asking();
        using var server = new LocalServer(static request => LocalAnswer.Bytes(request, Encoding.UTF8.GetBytes(request.Path)));
        ModelListing listing = await asking.ResolveAsync(new UrlSource(
        [
            new UrlFile(server["a/model%20one.bin?download=true"]),
            new UrlFile(server["b"]) { FileName = "deep/config.json", Sha256 = ContentHash.Of("/b"u8) },
        ]));
        Assert.Equal(["deep/config.json=/b", "model one.bin=/a/model%20one.bin"], await asking.FilesAsync(listing));
        Assert.Equal([2L, 18L], listing.Files.Select(static file => file.Size!.Value));
    }

    [Theory]
    [InlineData("ETag", "\"1\"", "\"2\"")]
    [InlineData("Last-Modified", "Mon, 02 Jan 2023 03:04:05 GMT", "Tue, 03 Jan 2023 03:04:05 GMT")]
    public async Task Other_bytes_are_another_version_and_a_pin_does_not_take_them(string header, string before, string after)
    {
        string value = before;
        using var asking = new Asking();
        using var server = new LocalServer(request => LocalAnswer.Bytes(request, s_bytes, (header, value)));
        var source = new UrlSource([new UrlFile(server["model.bin"])]);
        string version = (await asking.ResolveAsync(source)).Version;
        asking.Pinned = version;
        Assert.Equal(version, (await asking.ResolveAsync(source)).Version);
        value = after;
        HostError error = await asking.ErrorAsync(source);
        Assert.Equal((nameof(ModelErrors.VersionGone), ErrorKind.Stale), (error.Id, error.Kind));
        asking.Pinned = null;
        Assert.NotEqual(version, (await asking.ResolveAsync(source)).Version);
    }

    [Fact]
    public async Task With_a_declared_hash_the_version_does_not_depend_on_the_server()
    {
        int asked = 0;
        using var asking = new Asking();
        using var server = new LocalServer(request => LocalAnswer.Bytes(request, s_bytes, ("ETag", $"\"{++asked}\"")));
        var source = new UrlSource([new UrlFile(server["model.bin"]) { Sha256 = ContentHash.Of(s_bytes) }]);
        Assert.Equal((await asking.ResolveAsync(source)).Version, (await asking.ResolveAsync(source)).Version);
    }

    [Fact]
    public async Task A_server_that_forbids_HEAD_is_asked_for_the_first_byte()
    {
        using var asking = new Asking();
        using var server = new LocalServer(static request => request.Method == "HEAD" ? LocalAnswer.Text(403, string.Empty) : LocalAnswer.Bytes(request, s_bytes));
        Assert.Equal(s_bytes.Length, (await asking.ResolveAsync(new UrlSource([new UrlFile(server["model.bin"])]))).Files[0].Size);
    }

    [Fact]
    public async Task An_empty_file_is_one_there_too()
    {
        using var asking = new Asking();
        using var server = new LocalServer(static request => request.Method == "HEAD" ? LocalAnswer.Text(405, string.Empty) : LocalAnswer.Bytes(request, []));
        Assert.Equal(0, (await asking.ResolveAsync(new UrlSource([new UrlFile(server["empty"])]))).Files[0].Size);
    }

    [Fact]
    public async Task A_token_goes_to_its_server_alone()
    {
        using var asking = new Asking { Auth = new ModelAuth(TokenEnvVar: "MY_TOKEN"), Environment = { ["MY_TOKEN"] = "token-of-one", ["HF_TOKEN"] = "not-for-you" } };
        using var cdn = new LocalServer(static request => LocalAnswer.Bytes(request, s_bytes));
        using var other = new LocalServer(static request => LocalAnswer.Bytes(request, s_bytes));
        using var server = new LocalServer(request => request.Header("Authorization") == "Bearer token-of-one" ? LocalAnswer.MoveTo(cdn["moved"].AbsoluteUri) : LocalAnswer.Text(401, string.Empty));
        ModelListing listing = await asking.ResolveAsync(new UrlSource([new UrlFile(server["a.bin"]), new UrlFile(other["b.bin"])]));
        Assert.Equal(["a.bin=weights", "b.bin=weights"], await asking.FilesAsync(listing));
        Assert.All(cdn.Requests.Concat(other.Requests), static request => Assert.Equal(string.Empty, request.Header("Authorization")));
        Assert.Equal(4, cdn.Requests.Count + other.Requests.Count);
    }

    [Fact]
    public async Task User_and_password_come_from_a_file_and_are_sent_as_such()
    {
        using var asking = new Asking { Auth = new ModelAuth(TokenFile: "~/token") };
        await File.WriteAllTextAsync(asking.Home["token"], "me:my-password\n");
        using var server = new LocalServer(static request =>
            request.Header("Authorization") == "Basic bWU6bXktcGFzc3dvcmQ=" ? LocalAnswer.Bytes(request, s_bytes) : LocalAnswer.Text(401, string.Empty));
        Assert.Equal(["a.bin=weights"], await asking.FilesAsync(await asking.ResolveAsync(new UrlSource([new UrlFile(server["a.bin"])]))));
    }

    [Theory]
    [InlineData(404, false, nameof(ModelErrors.AddressMissing), "Correct the address")]
    [InlineData(410, true, nameof(ModelErrors.AddressMissing), "Correct the address")]
    [InlineData(401, false, nameof(ModelErrors.AccessRefused), "auth.tokenFile")]
    [InlineData(401, true, nameof(ModelErrors.TokenRefused), "MY_TOKEN")]
    [InlineData(403, true, nameof(ModelErrors.AccessRefused), "status 403")]
    [InlineData(429, false, nameof(ModelErrors.RateLimited), "fewer requests")]
    [InlineData(503, false, nameof(ModelErrors.ServerFailed), "status 503")]
    [InlineData(418, false, nameof(ModelErrors.ServerRefused), "status 418")]
    public async Task What_a_server_refuses_is_said_with_what_to_do(int status, bool hasToken, string id, string words)
    {
        using var asking = new Asking();
        if (hasToken)
            (asking.Auth, asking.Environment["MY_TOKEN"]) = (new ModelAuth(TokenEnvVar: "MY_TOKEN"), "token-that-is-secret");
        using var server = new LocalServer(_ => LocalAnswer.Text(status, string.Empty));
        HostError error = await asking.ErrorAsync(new UrlSource([new UrlFile(server["model.bin?signature=secret-too"])]));
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    public async Task A_redirect_to_something_else_than_the_web_is_not_followed(string address)
    {
        using var asking = new Asking();
        using var server = new LocalServer(_ => LocalAnswer.MoveTo(address));
        Assert.Equal(nameof(ModelErrors.RedirectRefused), (await asking.ErrorAsync(new UrlSource([new UrlFile(server["model.bin"])]))).Id);
    }

    [Theory]
    [InlineData("dir/", nameof(ModelErrors.SourceMalformed))]
    [InlineData("..%2F..%2Fetc%2Fpasswd", nameof(ModelErrors.PathUnsafe))]
    [InlineData("CON", nameof(ModelErrors.PathUnsafe))]
    public async Task A_name_that_no_file_can_have_is_refused(string path, string id)
    {
        using var asking = new Asking();
        using var server = new LocalServer(static request => LocalAnswer.Bytes(request, s_bytes));
        Assert.Equal(id, (await asking.ErrorAsync(new UrlSource([new UrlFile(server[path])]))).Id);
    }

    [Theory]
    [InlineData(null, "config.json={}")]
    [InlineData("part.tar", "part/config.json={}")]
    [InlineData("part", "part/config.json={}")]
    public async Task An_archive_becomes_the_files_in_it(string? fileName, string file)
    {
        byte[] tar = ArchiveBytes.Tar(("config.json", "{}"));
        using var asking = new Asking();
        using var server = new LocalServer(request => LocalAnswer.Bytes(request, tar));
        Assert.Equal([file], await asking.FilesAsync(await asking.ResolveAsync(new UrlSource([new UrlFile(server["model.tar"]) { FileName = fileName }]))));
        Assert.Equal(fileName ?? "model.tar", (await asking.ResolveAsync(new UrlSource([new UrlFile(server["model.tar"]) { FileName = fileName }]) { Extract = false })).Files[0].Path);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("two\nlines", "characters that no token has")]
    public async Task A_token_file_without_a_token_is_said(string content, string words)
    {
        using var asking = new Asking { Auth = new ModelAuth(TokenFile: "~/token") };
        await File.WriteAllTextAsync(asking.Home["token"], content);
        HostError error = await asking.ErrorAsync(new UrlSource([new UrlFile(new Uri("http://127.0.0.1:1/x"))]));
        Assert.Equal(nameof(ModelErrors.TokenUnreadable), error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
