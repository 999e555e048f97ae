using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests.Store;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ModelStore _store;

    public ModelStoreTests() => _store = ModelStore.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Bytes_are_kept_under_their_hash()
    {
        (StoredBlob blob, string? git) = await _store.AddAsync(Bytes("hello\n"), new ExpectedContent(6, null, "ce013625030ba8dba906f756967f9e9ca394464a"), "a.txt", default);

        Assert.Equal("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", blob.Sha256.Hex);
        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", git);
        Assert.Equal(_folder["store/sha256/58/5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"], _store.FullPathOf(blob.Sha256));
        Assert.Equal("hello\n", File.ReadAllText(_store.FullPathOf(blob.Sha256)));
        Assert.True(_store.Has(blob.Sha256, 6));
        Assert.False(_store.Has(blob.Sha256, 7));
        Assert.Equal([blob], _store.Blobs());
        Assert.Empty(Directory.GetFiles(_folder["store/partial"]));
    }

    [Fact]
    public async Task What_is_not_what_it_should_be_never_gets_its_name()
    {
        ContentHash other = ContentHash.Of("other"u8);
        HostError mismatch = await RefusedAsync(new ExpectedContent(null, other));
        Assert.Equal("ContentMismatch", mismatch.Id);
        Assert.Contains(other.Sri, mismatch.Message, StringComparison.Ordinal);
        Assert.Equal("SizeMismatch", (await RefusedAsync(new ExpectedContent(5))).Id);
        Assert.Equal("ContentMismatch", (await RefusedAsync(new ExpectedContent(6, null, new string('0', 40)))).Id);

        Assert.Empty(_store.Blobs());
        QuarantinedFile kept = Assert.Single(new StoreQuarantine(_store).List());
        Assert.Equal("hello\n", File.ReadAllText(_folder["store/quarantine/" + kept.Sha256.Hex]));
        Assert.Equal((6, true), (kept.Size.Bytes, kept.Reason.Length > 0));
    }

    private async Task<HostError> RefusedAsync(ExpectedContent expected) =>
        Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _store.AddAsync(Bytes("hello\n"), expected, "a.txt", default))).Errors);

    [SkippableFact]
    public async Task Nobody_writes_to_what_is_stored()
    {
        Skip.If(OperatingSystem.IsWindows(), "no permission bits there");
        (StoredBlob mine, _) = await _store.AddAsync(Bytes("mine"), default, "a", default);
        Assert.Equal(0x124, _store.Root.Stat(ModelStore.PathOf(mine.Sha256))!.Value.Mode);

        var shared = ModelStore.At(_folder["shared"], StoreRights.Shared);
        (StoredBlob ours, _) = await shared.AddAsync(Bytes("ours"), default, "a", default);
        Assert.Equal(0x120, shared.Root.Stat(ModelStore.PathOf(ours.Sha256))!.Value.Mode);
        foreach (string directory in Directory.EnumerateDirectories(_folder["shared"], "*", SearchOption.AllDirectories).Append(_folder["shared"]))
            Assert.Equal(0x5E8, shared.Root.Stat(Path.GetRelativePath(_folder["shared"], directory))!.Value.Mode);
    }

    [Fact]
    public async Task Bytes_that_are_there_may_come_again()
    {
        (StoredBlob first, _) = await _store.AddAsync(Bytes("same"), default, "a", default);
        (StoredBlob second, _) = await _store.AddAsync(Bytes("same"), default, "b", default);
        Assert.Equal(first, second);
        Assert.Single(_store.Blobs());
    }

    [SkippableFact]
    public async Task Links_to_bytes_that_come_again_stay_links_to_the_same_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "files have no numbers there");
        (StoredBlob blob, _) = await _store.AddAsync(Bytes("same"), default, "a", default);
        string? before = _store.Root.Stat(ModelStore.PathOf(blob.Sha256))?.Identity;
        await _store.AddAsync(Bytes("same"), default, "b", default);
        Assert.Equal(before, _store.Root.Stat(ModelStore.PathOf(blob.Sha256))?.Identity);
        Assert.Empty(Directory.GetFiles(_folder["store/partial"]));
    }

    [Fact]
    public async Task Bytes_that_somebody_changed_are_not_there_and_come_again()
    {
        (StoredBlob blob, _) = await _store.AddAsync(Bytes("same"), default, "a", default);
        string path = _store.FullPathOf(blob.Sha256);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, "SAME");
        Assert.False(_store.Has(blob.Sha256, 4));
        await _store.AddAsync(Bytes("same"), default, "a", default);
        Assert.Equal("same", File.ReadAllText(path));
        Assert.True(_store.Has(blob.Sha256, 4));
    }

    [Fact]
    public async Task A_copy_of_a_store_that_lost_its_times_is_read()
    {
        (StoredBlob blob, _) = await _store.AddAsync(Bytes("same"), default, "a", default);
        string path = _store.FullPathOf(blob.Sha256);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        Assert.True(ModelStore.At(_folder["store"]).Has(blob.Sha256, 4));
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        Assert.Equal("BlobMissing", Assert.Throws<HostToolsException>(() => _store.OpenRead(ContentHash.Empty)).Errors[0].Id);
        Assert.Empty(_store.Blobs());
        Assert.False(_store.Remove(ContentHash.Empty));
    }

    [Fact]
    public async Task A_store_that_cannot_be_made_is_said()
    {
        File.WriteAllText(_folder["store"], "a file");
        Assert.Equal("StoreNotWritable", (await Assert.ThrowsAsync<HostToolsException>(() => _store.AddAsync(Bytes("x"), default, "a", default))).Errors[0].Id);
    }

    [Fact]
    public async Task A_stop_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.AddAsync(Bytes("x"), default, "a", stop.Token));
        Assert.Empty(Directory.GetFiles(_folder["store/partial"]));
    }

    [Fact]
    public async Task A_snapshot_is_found_again_while_its_bytes_are_there()
    {
        var records = new SnapshotRecords(_store);
        var source = new HuggingFaceSource("org/name");
        (StoredBlob blob, _) = await _store.AddAsync(Bytes("{}"), default, "config.json", default);
        var snapshot = new ModelSnapshot(source, "c0", [new ModelFile("config.json", 2, blob.Sha256) { GitBlobSha1 = new string('a', 40), XetHash = new string('b', 64) }]);
        records.Add(snapshot);

        Assert.Equal(snapshot.Files, records.Find(source with { Revision = "v1" }, "c0")!.Files);
        Assert.Null(records.Find(source, "c1"));
        Assert.Null(records.Find(source with { Files = ["*.json"] }, "c0"));
        Assert.Equal(SnapshotRecords.IdOf(source, "c0"), Assert.Single(records.All()).Id);
        _store.Remove(blob.Sha256);
        Assert.Null(records.Find(source, "c0"));
        Assert.True(records.Remove(SnapshotRecords.IdOf(source, "c0")));
        Assert.Empty(records.All());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    public void What_a_crash_left_of_a_record_is_none(string text)
    {
        var source = new HuggingFaceSource("org/name");
        Directory.CreateDirectory(_folder["store/snapshots"]);
        File.WriteAllText(_folder[$"store/snapshots/{SnapshotRecords.IdOf(source, "c0")}.json"], text);
        Assert.Null(new SnapshotRecords(_store).Find(source, "c0"));
        Assert.Empty(new SnapshotRecords(_store).All());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"source":"x","version":"c0","files":{"../x":"1 sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo="}}""")]
    [InlineData("""{"source":"x","version":"c0","files":{"x":"1"}}""")]
    public void A_record_that_is_damaged_is_said(string text)
    {
        var source = new HuggingFaceSource("org/name");
        Directory.CreateDirectory(_folder["store/snapshots"]);
        File.WriteAllText(_folder[$"store/snapshots/{SnapshotRecords.IdOf(source, "c0")}.json"], text);
        Assert.Equal("RecordUnreadable", Assert.Throws<HostToolsException>(() => new SnapshotRecords(_store).Find(source, "c0")).Errors[0].Id);
    }
}
