using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Downloads;

/// <summary>Downloads that go well.</summary>
public sealed class FetchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FetchFixture.Segment)]
    [InlineData(FetchFixture.Segment + 1)]
    [InlineData(20 * FetchFixture.Segment)]
    [InlineData((5 << 20) + 17)]
    public async Task A_file_of_any_size_arrives(int size)
    {
        var content = new TestContent(size, size);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        ModelSnapshot snapshot = await fixture.FetchAsync(fixture.File("a.bin", content));

        ModelFile file = Assert.Single(snapshot.Files);
        Assert.Equal((content.Sha256, size), (file.Sha256, (int)file.Size));
        Assert.Equal(content.ToArray(), fixture.Read(file.Sha256));
        Assert.Empty(fixture.Parts);
        Assert.Equal(size, fixture.Server.Sent);
    }

    [Fact]
    public async Task Many_small_files_take_one_request_each()
    {
        var contents = Enumerable.Range(0, 100).ToDictionary(static i => $"/d/{i}.json", static i => new TestContent(100 + i, i));
        using var fixture = new FetchFixture(request => WebResponse.File(request, contents[request.Path]));
        ModelSnapshot snapshot = await fixture.FetchAsync([.. contents.Select(entry => fixture.File(entry.Key[1..], entry.Value))]);

        Assert.Equal(contents.Count, snapshot.Files.Count);
        Assert.Equal(contents.Count, fixture.Server.Requests.Count);
        Assert.All(snapshot.Files, file => Assert.Equal(contents["/" + file.Path].Sha256, file.Sha256));
    }

    [Fact]
    public async Task What_is_here_is_not_asked_for_again()
    {
        var content = new TestContent(1000, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        await fixture.FetchAsync(fixture.File("a", content), fixture.File("same", content));
        Assert.Single(fixture.Server.Requests);
        await fixture.FetchAsync(fixture.File("b", content));
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task What_git_names_alike_is_not_asked_for_again()
    {
        using var fixture = new FetchFixture(static _ => WebResponse.Text(200, "hello\n"));
        ListedFile Named(string path, string server) => new(path, RemoteBytes.At(new Uri(server))) { Size = 6, GitBlobSha1 = "ce013625030ba8dba906f756967f9e9ca394464a" };
        await fixture.FetchAsync(Named("a", fixture.Server.At("/a").AbsoluteUri));
        ModelSnapshot again = await fixture.FetchAsync(Named("b", "http://127.0.0.1:1/nobody"));
        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", Assert.Single(again.Files).GitBlobSha1);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_file_of_unknown_size_and_hash_arrives_in_segments()
    {
        var content = new TestContent(10 * FetchFixture.Segment, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content, "v1"));
        ModelSnapshot snapshot = await fixture.FetchAsync(new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a"))));
        Assert.Equal(content.Sha256, Assert.Single(snapshot.Files).Sha256);
        Assert.True(fixture.Server.Requests.Count > 3);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("no length")]
    public async Task A_server_that_knows_no_ranges_is_taken_as_it_is(string how)
    {
        var content = new TestContent(10 * FetchFixture.Segment, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request with { Headers = new Dictionary<string, string>() }, content) with
        {
            Fault = how == "plain" ? WebFault.None : WebFault.NoLength,
        });
        Assert.Equal(content.Sha256, Assert.Single((await fixture.FetchAsync(fixture.File("a", content))).Files).Sha256);
        Assert.Equal(content.Sha256, Assert.Single((await fixture.FetchAsync(new ListedFile("b", RemoteBytes.At(fixture.Server.At("/b"))))).Files).Sha256);
    }

    [Fact]
    public async Task A_local_stream_is_stored_and_checked()
    {
        using var fixture = new FetchFixture(static _ => new WebResponse(404));
        ModelSnapshot snapshot = await fixture.FetchAsync(new ListedFile("a", LocalBytes.Of("hello\n"u8.ToArray())) { Size = 6 });
        Assert.Equal("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", Assert.Single(snapshot.Files).Sha256.Hex);
        Assert.Equal("SizeMismatch", (await fixture.RefusedAsync(new ListedFile("a", LocalBytes.Of("hello"u8.ToArray())) { Size = 6 })).Id);
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_asked_directly_from_then_on()
    {
        var content = new TestContent(20 * FetchFixture.Segment, 1);
        using var store = new WebServer(request => request.Header("Authorization") is null ? WebResponse.File(request, content) : new WebResponse(400));
        using var fixture = new FetchFixture(_ => WebResponse.Redirect(store.At("/signed?X-Signature=abc")));
        await fixture.FetchAsync(fixture.File("a", content, new HeaderSigner(fixture.Server.Address, "Bearer", "hf_token")));

        Assert.All(fixture.Server.Requests, static request => Assert.Equal("Bearer hf_token", request.Header("Authorization")));
        Assert.All(store.Requests, static request => Assert.Null(request.Header("Authorization")));
        Assert.InRange(fixture.Server.Requests.Count, 1, fixture.Settings.ParallelSegments);
        Assert.True(store.Requests.Count > fixture.Settings.ParallelSegments);
    }

    [Fact]
    public async Task An_address_that_grew_old_is_asked_for_anew()
    {
        var content = new TestContent(20 * FetchFixture.Segment, 1);
        int served = 0;
        using var store = new WebServer(request => request.Query == "1" && Interlocked.Increment(ref served) > 3 ? new WebResponse(403) : WebResponse.File(request, content));
        int asked = 0;
        using var fixture = new FetchFixture(_ => WebResponse.Redirect(store.At($"/signed?{(Interlocked.Increment(ref asked) <= 3 ? 1 : 2)}")));
        Assert.Equal(content.Sha256, Assert.Single((await fixture.FetchAsync(fixture.File("a", content))).Files).Sha256);
    }

    [Fact]
    public async Task Somebody_is_told_how_far_it_is()
    {
        var content = new TestContent(20 * FetchFixture.Segment, 1);
        var empty = new TestContent(0, 0);
        using var fixture = new FetchFixture(request => WebResponse.File(request, request.Path == "/b" ? empty : content));
        var told = new List<ModelProgress>();
        await fixture.FetchAsync(new FetchOptions { Progress = new Listener(told) }, default, fixture.File("a", content), fixture.File("b", empty));
        ModelProgress last = told[^1];
        Assert.Equal((content.Size, content.Size, 2, 2), (last.BytesDone, last.BytesTotal, last.FilesDone, last.FilesTotal));
        Assert.Equal("url:http://127.0.0.1/model", last.Model);
    }

    [Fact]
    public async Task A_rate_is_kept()
    {
        var content = new TestContent(40_000, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        fixture.Settings = fixture.Settings with { BandwidthLimit = new ByteSize(100_000) };
        long start = Environment.TickCount64;
        await fixture.FetchAsync(fixture.File("a", content));
        Assert.True(Environment.TickCount64 - start >= 390);
    }

    [Fact]
    public async Task A_disk_without_room_is_noticed_before_the_first_byte()
    {
        using var fixture = new FetchFixture(static _ => new WebResponse(404));
        HostError error = await fixture.RefusedAsync(new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a"))) { Size = 1L << 60, Sha256 = ContentHash.Empty });
        Assert.Equal("DiskTooSmall", error.Id);
        Assert.Contains("GiB", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task Two_at_once_fetch_once()
    {
        var content = new TestContent(1000, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        await Task.WhenAll(fixture.FetchAsync(fixture.File("a", content)), fixture.FetchAsync(fixture.File("a", content)), fixture.FetchAsync(fixture.File("a", content)));
        Assert.Single(fixture.Server.Requests);
    }

    [SkippableFact]
    public async Task Whoever_waits_too_long_is_told_for_what()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "locks are tried on Linux");
        var content = new TestContent(1000, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        using IDisposable? held = fixture.Store.Locks.TryTake(SnapshotRecords.IdOf(FetchFixture.Source, "1"));
        HostToolsException busy = await Assert.ThrowsAsync<HostToolsException>(() => fixture.FetchAsync(new FetchOptions { LockTimeout = TimeSpan.Zero }, default, fixture.File("a", content)));
        Assert.Equal("StoreBusy", busy.Errors[0].Id);
    }

    private sealed class Listener(List<ModelProgress> told) : IModelProgress
    {
        public void Report(ModelProgress progress) => told.Add(progress);
    }
}
