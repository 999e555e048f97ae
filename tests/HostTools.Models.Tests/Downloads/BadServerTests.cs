using System.Globalization;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Downloads;

/// <summary>Servers and lines that misbehave: the bytes are right in the end, or the error says why not.</summary>
public sealed class BadServerTests
{
    private static readonly TestContent s_content = new(12 * FetchFixture.Segment + 5, 7);
    private int _count;

    private bool Now(int first, int last = int.MaxValue) => Interlocked.Increment(ref _count) is var count && count >= first && count <= last;

    private static async Task ArrivesAsync(Func<WebRequest, WebResponse> answer, Action<FetchFixture>? then = null)
    {
        using var fixture = new FetchFixture(answer);
        ModelFile file = Assert.Single((await fixture.FetchAsync(fixture.File("a.bin", s_content))).Files);
        Assert.Equal(s_content.Sha256, file.Sha256);
        Assert.Equal(s_content.ToArray(), fixture.Read(file.Sha256));
        then?.Invoke(fixture);
    }

    private static async Task<HostError> RefusedAsync(Func<WebRequest, WebResponse> answer, TestContent? content = null)
    {
        using var fixture = new FetchFixture(answer);
        HostError error = await fixture.RefusedAsync(fixture.File("a.bin", content ?? s_content));
        Assert.Empty(fixture.Store.Blobs());
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        return error;
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public Task Passing_trouble_of_a_server_passes(int status) => ArrivesAsync(
        request => Now(2, 4) ? new WebResponse(status) : WebResponse.File(request, s_content), static fixture => Assert.Equal(3, fixture.Waits.Count));

    [Theory]
    [InlineData(500, "ServerFailed", "status 500")]
    [InlineData(429, "RateLimited", "fewer requests")]
    public async Task Lasting_trouble_is_told(int status, string id, string words)
    {
        HostError error = await RefusedAsync(_ => new WebResponse(status));
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "AccessRefused")]
    [InlineData(403, "AccessRefused")]
    [InlineData(404, "FileMissing")]
    [InlineData(410, "FileMissing")]
    [InlineData(418, "ServerRefused")]
    public async Task A_refusal_is_not_tried_again(int status, string id)
    {
        using var fixture = new FetchFixture(_ => WebResponse.Text(status, "no"));
        Assert.Equal(id, (await fixture.RefusedAsync(fixture.File("a", new TestContent(10, 1)))).Id);
        Assert.Equal(id, (await fixture.RefusedAsync(new ListedFile("b", RemoteBytes.At(fixture.Server.At("/b"))))).Id);
        Assert.Equal(2, fixture.Server.Requests.Count);
        Assert.Empty(fixture.Waits);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("RateLimit", "\"api\";r=0;t=55", 55)]
    public async Task A_server_is_left_alone_as_long_as_it_wants(string header, string value, int seconds)
    {
        using var fixture = new FetchFixture(request => Now(1, 1) ? new WebResponse(429) { Headers = [(header, value)] } : WebResponse.File(request, s_content));
        await fixture.FetchAsync(fixture.File("a", s_content));
        Assert.Contains(TimeSpan.FromSeconds(seconds), fixture.Waits);
    }

    [Fact]
    public async Task A_server_that_wants_too_long_a_pause_is_given_up()
    {
        HostError error = await RefusedAsync(static _ => new WebResponse(429) { Headers = [("Retry-After", "3600")] });
        Assert.Equal("RateLimited", error.Id);
        Assert.Contains("in 1h", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_grow_and_differ()
    {
        using var fixture = new FetchFixture(static _ => new WebResponse(500));
        await fixture.RefusedAsync(fixture.File("a", new TestContent(10, 1)));
        double[] seconds = [.. fixture.Waits.Select(static wait => wait.TotalSeconds)];
        Assert.Equal(4, seconds.Length);
        for (int i = 0; i < seconds.Length; i++)
            Assert.InRange(seconds[i], 2 * Math.Pow(2, i) * 0.75, 2 * Math.Pow(2, i) * 1.25);
    }

    [Fact]
    public Task A_connection_that_is_reset_is_made_again() => ArrivesAsync(request => Now(2, 4) ? new WebResponse(0) { Fault = WebFault.Reset } : WebResponse.File(request, s_content));

    [Fact]
    public Task A_line_that_breaks_inside_goes_on_where_it_was() => ArrivesAsync(
        request => Now(2, 5) ? WebResponse.File(request, s_content).Short(1000) with { Fault = WebFault.ResetInside } : WebResponse.File(request, s_content),
        static fixture => Assert.InRange(fixture.Server.Sent, s_content.Size, s_content.Size + 4 * FetchFixture.Segment));

    [Fact]
    public Task A_body_that_ends_too_early_is_continued() => ArrivesAsync(
        request => Now(1, 6) ? WebResponse.File(request, s_content).Short(FetchFixture.Segment / 2) : WebResponse.File(request, s_content));

    [Fact]
    public Task Half_a_range_is_taken_and_the_rest_asked_for() => ArrivesAsync(request => WebResponse.File(
        request with { Headers = new Dictionary<string, string>(request.Headers) { ["Range"] = $"bytes={request.Range!.Value.First}-{Math.Min(request.Range.Value.Last!.Value, request.Range.Value.First + 999)}" } },
        s_content));

    [Fact]
    public async Task A_silent_server_is_not_waited_for_for_ever()
    {
        using var fixture = new FetchFixture(request => Now(1, 3) ? WebResponse.File(request, s_content).Short(1000) with { Fault = WebFault.Silence } : WebResponse.File(request, s_content));
        fixture.Settings = fixture.Settings with { ReadTimeout = TimeSpan.FromMilliseconds(500) };
        Assert.Equal(s_content.Sha256, Assert.Single((await fixture.FetchAsync(fixture.File("a", s_content))).Files).Sha256);
    }

    [Fact]
    public async Task A_trickle_is_broken_off()
    {
        using var fixture = new FetchFixture(request => Now(1, 3) ? WebResponse.File(request, s_content) with { Pause = TimeSpan.FromMilliseconds(20) } : WebResponse.File(request, s_content));
        fixture.Settings = fixture.Settings with { StallTime = TimeSpan.FromMilliseconds(500), StallRate = new ByteSize(100_000) };
        Assert.Equal(s_content.Sha256, Assert.Single((await fixture.FetchAsync(fixture.File("a", s_content))).Files).Sha256);
        Assert.NotEmpty(fixture.Waits);
    }

    [Fact]
    public async Task A_slow_line_that_stays_slow_is_told()
    {
        using var fixture = new FetchFixture(request => WebResponse.File(request, s_content) with { Pause = TimeSpan.FromMilliseconds(20) });
        fixture.Settings = fixture.Settings with { StallTime = TimeSpan.FromMilliseconds(200), StallRate = new ByteSize(100_000), MaxAttempts = 2 };
        HostError error = await fixture.RefusedAsync(fixture.File("a", s_content));
        Assert.Equal("ServerUnreachable", error.Id);
        Assert.Contains("bytes came in 200ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_range_is_never_written()
    {
        WebResponse Wrong(WebRequest request)
        {
            WebResponse right = WebResponse.File(request, s_content);
            return Now(2, 4) ? right with { Headers = [("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes 3-{right.Size + 2}/{s_content.Size}"))] } : right;
        }

        await ArrivesAsync(Wrong);
        Assert.Equal("RangeWrong", (await RefusedAsync(static request => WebResponse.File(request, s_content) with { Headers = [("Content-Range", $"bytes 3-9/{s_content.Size}")] })).Id);
        Assert.Equal("RangeWrong", (await RefusedAsync(static request => WebResponse.File(request, s_content) with { Headers = [] })).Id);
    }

    [Fact]
    public Task A_server_that_forgets_ranges_in_the_middle_is_taken_from_the_beginning() => ArrivesAsync(
        request => Now(4) ? WebResponse.File(request with { Headers = new Dictionary<string, string>() }, s_content) : WebResponse.File(request, s_content));

    [Fact]
    public Task A_server_that_has_no_such_bytes_is_taken_from_the_beginning() => ArrivesAsync(
        request => request.Range is null ? WebResponse.File(request, s_content) : Now(4) ? new WebResponse(416) : WebResponse.File(request, s_content));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_file_of_another_size_is_refused(int more)
    {
        var other = new TestContent(s_content.Size + more, 7);
        HostError error = await RefusedAsync(request => WebResponse.File(request, other));
        Assert.Equal("SizeMismatch", error.Id);
        Assert.Contains(other.Size.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        var small = new TestContent(100, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, new TestContent(100 + more, 1)) with { Fault = WebFault.NoLength });
        Assert.Equal(more > 0 ? "SizeMismatch" : "ServerUnreachable", (await fixture.RefusedAsync(fixture.File("a", small))).Id);
        Assert.Empty(fixture.Store.Blobs());
    }

    [Fact]
    public async Task Wrong_bytes_go_into_quarantine()
    {
        var other = new TestContent(s_content.Size, 8);
        using var fixture = new FetchFixture(request => WebResponse.File(request, other));
        HostError error = await fixture.RefusedAsync(fixture.File("a.bin", s_content));
        Assert.Equal("ContentMismatch", error.Id);
        Assert.Contains(s_content.Sha256.Sri, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Sha256.Sri, error.Message, StringComparison.Ordinal);
        Assert.Equal([other.Sha256], new StoreQuarantine(fixture.Store).List().Select(static file => file.Sha256));
        Assert.Empty(fixture.Store.Blobs());
        Assert.Empty(fixture.Parts);
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_fetched_anew_or_told()
    {
        var after = new TestContent(s_content.Size, 9);
        using (var fixture = new FetchFixture(request => Now(5) ? WebResponse.File(request, after, "v2") : WebResponse.File(request, s_content, "v1")))
            Assert.Equal(after.Sha256, Assert.Single((await fixture.FetchAsync(new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a"))))).Files).Sha256);

        using var restless = new FetchFixture(request => WebResponse.File(request, s_content, $"v{Interlocked.Increment(ref _count)}"));
        Assert.Equal("FileChanged", (await restless.RefusedAsync(new ListedFile("a", RemoteBytes.At(restless.Server.At("/a"))))).Id);
        Assert.Empty(restless.Parts);
    }

    [Fact]
    public async Task A_compressed_body_is_refused() =>
        Assert.Equal("BodyEncoded", (await RefusedAsync(static request => WebResponse.File(request, s_content) is var file && file.Headers.Count >= 0 ? file with { Headers = [.. file.Headers, ("Content-Encoding", "gzip")] } : file)).Id);

    [Fact]
    public async Task Nobody_is_followed_to_a_place_that_is_not_safe()
    {
        Assert.Equal("RedirectRefused", (await RefusedAsync(static _ => new WebResponse(302) { Headers = [("Location", "file:///etc/passwd")] })).Id);
        Assert.Equal("RedirectRefused", (await RefusedAsync(static _ => new WebResponse(302) { Headers = [("Location", "/again")] })).Id);
    }

    [Fact]
    public async Task A_token_does_not_come_back_from_a_round_trip()
    {
        var content = new TestContent(10, 1);
        Uri? home = null;
        using var away = new WebServer(_ => WebResponse.Redirect(new Uri(home!, "/back")));
        using var fixture = new FetchFixture(request => request.Path == "/back" ? WebResponse.File(request, content) : WebResponse.Redirect(away.At("/x")));
        home = fixture.Server.Address;
        await fixture.FetchAsync(fixture.File("a", content, new HeaderSigner(home, "Bearer", "hf_token")));
        Assert.Equal("Bearer hf_token", fixture.Server.Requests[0].Header("Authorization"));
        Assert.Null(fixture.Server.Requests[1].Header("Authorization"));
        Assert.Null(Assert.Single(away.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_token_goes_along_when_a_model_was_renamed()
    {
        var content = new TestContent(10, 1);
        using var fixture = new FetchFixture(request => request.Path == "/new" ? WebResponse.File(request, content) : new WebResponse(307) { Headers = [("Location", "/new")] });
        await fixture.FetchAsync(fixture.File("a", content, new HeaderSigner(fixture.Server.Address, "Bearer", "hf_token")));
        Assert.All(fixture.Server.Requests, static request => Assert.Equal("Bearer hf_token", request.Header("Authorization")));
    }

    [Fact]
    public async Task Nobody_is_asked_when_offline_is_wanted()
    {
        using var fixture = new FetchFixture(static request => WebResponse.File(request, s_content));
        fixture.Settings = fixture.Settings with { IsOffline = true };
        HostError error = await fixture.RefusedAsync(fixture.File("a", s_content));
        Assert.Equal("Offline", error.Id);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        using var fixture = new FetchFixture(static _ => new WebResponse(200));
        HostError error = await fixture.RefusedAsync(new ListedFile("a", RemoteBytes.At(new Uri("http://127.0.0.1:1/a?signature=secret"))) { Size = 1, Sha256 = ContentHash.Empty });
        Assert.Equal("ServerUnreachable", error.Id);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_asked_in_place_of_the_server()
    {
        var content = new TestContent(10, 1);
        using var proxy = new WebServer(request => WebResponse.File(request, content));
        using var fixture = new FetchFixture(static _ => new WebResponse(500));
        fixture.Settings = fixture.Settings with { Proxy = proxy.Address };
        await fixture.FetchAsync(new ListedFile("a", RemoteBytes.At(new Uri("http://models.example/a"))) { Size = 10, Sha256 = content.Sha256 });
        Assert.Equal("http://models.example/a", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task An_authority_file_that_is_none_is_told()
    {
        using var fixture = new FetchFixture(static _ => new WebResponse(500));
        fixture.Settings = fixture.Settings with { AuthorityFile = Path.Join(fixture.Folder, "none.pem") };
        Assert.Equal("AuthorityFileUnreadable", (await fixture.RefusedAsync(fixture.File("a", s_content))).Id);
    }
}
