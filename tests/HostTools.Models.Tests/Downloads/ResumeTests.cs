using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Downloads;

/// <summary>What an earlier run left is continued when it is the same thing, and never believed when it is not.</summary>
public sealed class ResumeTests
{
    private static readonly TestContent s_content = new(40 * FetchFixture.Segment, 3);

    private int _left;

    /// <summary>Serves half of the file, then fails.</summary>
    private FetchFixture Interrupted(Func<WebRequest, WebResponse>? later = null, string? etag = null)
    {
        _left = 7;
        return new FetchFixture(request => Interlocked.Decrement(ref _left) is >= 0
            ? WebResponse.File(request, s_content, etag)
            : Volatile.Read(ref _left) > -1000 ? new WebResponse(404) : later?.Invoke(request) ?? WebResponse.File(request, s_content, etag));
    }

    private async Task StopAsync(FetchFixture fixture, ListedFile file)
    {
        Assert.Equal("FileMissing", (await fixture.RefusedAsync(file)).Id);
        Assert.Equal([".journal", ".part"], fixture.Parts);
        Assert.Empty(fixture.Store.Blobs());
        Volatile.Write(ref _left, -1000);
    }

    [Fact]
    public async Task A_second_run_fetches_what_is_missing()
    {
        using FetchFixture fixture = Interrupted();
        await StopAsync(fixture, fixture.File("a", s_content));
        long before = fixture.Server.Sent;
        ModelFile file = Assert.Single((await fixture.FetchAsync(fixture.File("a", s_content))).Files);

        Assert.Equal(s_content.ToArray(), fixture.Read(file.Sha256));
        Assert.InRange(fixture.Server.Sent - before, 1, s_content.Size - 9 * FetchFixture.Segment);
        Assert.Empty(fixture.Parts);
    }

    [Fact]
    public async Task What_came_of_a_large_request_is_kept_to_the_mebibyte_and_counted_before_anything_is_fetched()
    {
        var content = new TestContent(40 << 20, 6);
        int left = 1;
        using var fixture = new FetchFixture(request => Interlocked.Decrement(ref left) >= 0
            ? WebResponse.File(request, content) with { Length = 5 << 20 }
            : Volatile.Read(ref left) > -1000 ? new WebResponse(404) : WebResponse.File(request, content));
        fixture.Settings = fixture.Settings with { SegmentSize = new ByteSize(16 << 20), ParallelSegments = 1 };
        ListedFile file = fixture.File("a", content);
        Assert.Equal("FileMissing", (await fixture.RefusedAsync(file)).Id);

        long kept = content.Size - ModelOutlook.Of(new ModelListing(FetchFixture.Source, "1", [file]), fixture.Store).BytesToFetch;
        Assert.InRange(kept, 4 << 20, 5 << 20);
        long before = fixture.Server.Sent;
        Volatile.Write(ref left, -1000);
        Assert.Equal(content.Sha256, Assert.Single((await fixture.FetchAsync(file)).Files).Sha256);
        Assert.Equal(content.Size - kept, fixture.Server.Sent - before);
    }

    [Fact]
    public async Task A_file_without_a_hash_is_continued_while_its_tag_is_the_same()
    {
        using FetchFixture fixture = Interrupted(etag: "v1");
        var file = new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a")));
        await StopAsync(fixture, file);
        long before = fixture.Server.Sent;
        Assert.Equal(s_content.Sha256, Assert.Single((await fixture.FetchAsync(file)).Files).Sha256);
        Assert.InRange(fixture.Server.Sent - before, 1, s_content.Size - 9 * FetchFixture.Segment);
    }

    [Theory]
    [InlineData("v2", 0)]
    [InlineData("v1", 1)]
    public async Task A_part_of_something_else_is_thrown_away(string etag, int more)
    {
        var changed = new TestContent(s_content.Size + more, 4);
        using FetchFixture fixture = Interrupted(request => WebResponse.File(request, changed, etag), "v1");
        var file = new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a")));
        await StopAsync(fixture, file);
        Assert.Equal(changed.Sha256, Assert.Single((await fixture.FetchAsync(file)).Files).Sha256);
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("journal")]
    [InlineData("short part")]
    [InlineData("boot")]
    public async Task A_damaged_part_does_no_harm(string what)
    {
        using FetchFixture fixture = Interrupted();
        await StopAsync(fixture, fixture.File("a", s_content));
        string part = Directory.GetFiles(Path.Join(fixture.Folder, "store/partial"), "*.part").Single();
        string journal = Path.ChangeExtension(part, ".journal");
        switch (what)
        {
            case "bytes":
                using (FileStream file = File.OpenWrite(part))
                    file.Write(new byte[100]);
                break;
            case "journal":
                File.WriteAllText(journal, "hosttools-part 1 nonsense");
                break;
            case "short part":
                using (FileStream file = File.OpenWrite(part))
                    file.SetLength(FetchFixture.Segment + 1);
                break;
            default:
                string[] lines = File.ReadAllText(journal).Split('\n', 2);
                File.WriteAllText(journal, $"{lines[0][..lines[0].LastIndexOf(' ')]} another-boot\n{lines[1]}");
                break;
        }

        ModelFile whole = Assert.Single((await fixture.FetchAsync(fixture.File("a", s_content))).Files);
        Assert.Equal(s_content.ToArray(), fixture.Read(whole.Sha256));
        Assert.False(Directory.Exists(Path.Join(fixture.Folder, "store/quarantine")));
    }

    [Fact]
    public async Task A_part_is_removed_where_that_is_wanted()
    {
        using FetchFixture fixture = Interrupted();
        await Assert.ThrowsAsync<HostToolsException>(() => fixture.FetchAsync(new FetchOptions { OnFailure = PartialAction.Clean }, default, fixture.File("a", s_content)));
        Assert.Empty(fixture.Parts);
    }

    [Fact]
    public async Task A_stop_keeps_what_is_whole()
    {
        using var stop = new CancellationTokenSource();
        int asked = 0;
        using var fixture = new FetchFixture(request =>
        {
            if (Interlocked.Increment(ref asked) == 12)
                stop.Cancel();
            return WebResponse.File(request, s_content);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.FetchAsync(new FetchOptions(), stop.Token, fixture.File("a", s_content)));
        Assert.Equal([".journal", ".part"], fixture.Parts);
        long before = fixture.Server.Sent;
        await fixture.FetchAsync(fixture.File("a", s_content));
        Assert.True(fixture.Server.Sent - before < s_content.Size);
    }

    [Fact]
    public async Task After_a_crash_of_the_machine_nothing_is_believed_that_was_not_on_the_disk()
    {
        var good = new TestContent(1000, 1);
        var bad = new TestContent(2000, 2);
        using var fixture = new FetchFixture(request => WebResponse.File(request, request.Path == "/good" ? good : bad));
        fixture.Store = ModelStore.In(Root.At(fixture.Folder).Below("/store"), null, "boot-1");
        await fixture.FetchAsync(fixture.File("good", good), fixture.File("bad", bad));
        string broken = fixture.Store.FullPathOf(bad.Sha256);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(broken, new byte[2000]);

        fixture.Store = ModelStore.In(Root.At(fixture.Folder).Below("/store"), null, "boot-2");
        Assert.True(fixture.Store.Has(good.Sha256));
        Assert.False(fixture.Store.Has(bad.Sha256));
        await fixture.FetchAsync(fixture.File("good", good), fixture.File("bad", bad));
        Assert.Equal(bad.ToArray(), fixture.Read(bad.Sha256));
        fixture.Store.Settle();
        Assert.Empty(Directory.GetFiles(Path.Join(fixture.Folder, "store/unsettled")));
    }
}
