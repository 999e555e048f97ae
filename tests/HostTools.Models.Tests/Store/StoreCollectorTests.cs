using HostTools.Platform;

namespace HostTools.Models.Tests.Store;

public sealed class StoreCollectorTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public StoreCollectorTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private StoreCollector Collector(int days = 0) => new(_site.Store, new Later(TimeSpan.FromDays(days)));

    private static string IdOf(ModelSnapshot snapshot) => SnapshotRecords.IdOf(snapshot.Source, snapshot.Version);

    private Task<ModelSnapshot> AddAsync(string name, params string[] contents) =>
        _site.Store.AddAsync(new HuggingFaceSource("acme/" + name), StoredModels.First, [.. contents.Select(static (text, index) => ($"{index}.safetensors", text))]);

    [Fact]
    public async Task Only_what_nothing_needs_goes()
    {
        ModelSnapshot shown = await AddAsync("shown", "a", "common");
        ModelSnapshot pinned = await AddAsync("pinned", "b");
        ModelSnapshot generation = await AddAsync("generation", "c");
        ModelSnapshot installed = await AddAsync("installed", "d");
        ModelSnapshot unused = await AddAsync("unused", "common", "only here");
        new ModelViews(_site).Show("machine shown", shown, [new FolderView(_site.PathOf(_folder["models"]), "shown")]);
        new ModelViews(_site).Show("prompt installed", installed, []);
        new StorePins(_site.Store).Add(IdOf(pinned));

        StoreSweep sweep = Collector().Find([IdOf(generation)]);
        Assert.Equal([IdOf(unused)], sweep.Snapshots.Select(static snapshot => snapshot.Id));
        Assert.Equal([ContentHash.Of("only here"u8)], sweep.Blobs.Select(static blob => blob.Sha256));
        Assert.Equal(9, sweep.Freed.Bytes);
        Assert.True(_site.Store.Has(ContentHash.Of("only here"u8)));

        Collector().Remove(sweep);
        Assert.Null(new SnapshotRecords(_site.Store).Find(unused.Source, unused.Version));
        Assert.All([shown, pinned, generation, installed], snapshot => Assert.NotNull(new SnapshotRecords(_site.Store).Find(snapshot.Source, snapshot.Version)));
        Assert.Equal("a", File.ReadAllText(_folder["models/shown/0.safetensors"]));

        new ModelViews(_site).Hide("machine shown");
        new StorePins(_site.Store).Remove(IdOf(pinned));
        Assert.Equal(2, Collector().Find([IdOf(generation)]).Snapshots.Count);
    }

    [Fact]
    public async Task A_quota_takes_what_was_unused_for_longest()
    {
        ModelSnapshot old = await AddAsync("old", "0123456789");
        ModelSnapshot recent = await AddAsync("recent", "abcdefghij");
        File.SetLastWriteTimeUtc(_folder[$"store/snapshots/{IdOf(old)}.json"], DateTime.UtcNow.AddDays(-9));

        Assert.Empty(Collector().Find([], new ByteSize(20)).Snapshots);
        Assert.Equal([IdOf(old)], Collector().Find([], new ByteSize(19)).Snapshots.Select(static snapshot => snapshot.Id));
        Assert.Equal([IdOf(old), IdOf(recent)], Collector().Find([], new ByteSize(0)).Snapshots.Select(static snapshot => snapshot.Id));
    }

    [Fact]
    public async Task Leftovers_go_when_they_are_old()
    {
        await Assert.ThrowsAsync<HostToolsException>(() => _site.Store.AddAsync(new MemoryStream([1, 2, 3]), new ExpectedContent(4), "x", default));
        Assert.Empty(Collector().Find([]).Leftovers);
        StoreSweep sweep = Collector(8).Find([]);
        Assert.Equal(2, sweep.Leftovers.Count);
        Collector(8).Remove(sweep);
        Assert.Empty(Directory.GetFiles(_folder["store/quarantine"]));
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_everything()
    {
        await AddAsync("unused", "x");
        Directory.CreateDirectory(_folder["store/views"]);
        File.WriteAllText(_folder["store/views/broken.json"], "{");
        Assert.Equal("RecordUnreadable", Assert.Single(Assert.Throws<HostToolsException>(() => Collector().Find([])).Errors).Id);
    }

    [Fact]
    public async Task Nothing_goes_while_somebody_works_with_the_store()
    {
        using (await StoreUse.EnterAsync(_site.Store, default))
        using (await StoreUse.EnterAsync(_site.Store, default))
            Assert.Null(StoreUse.TryBeAlone(_site.Store));
        using (StoreUse? alone = StoreUse.TryBeAlone(_site.Store))
        {
            Assert.NotNull(alone);
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreUse.EnterAsync(_site.Store, stop.Token));
        }
    }

    private sealed class Later(TimeSpan by) : IClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UtcNow + by;
    }
}
