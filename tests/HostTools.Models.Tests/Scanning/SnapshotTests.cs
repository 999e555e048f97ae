using HostTools.Models.Scanning;

namespace HostTools.Models.Tests.Scanning;

/// <summary>What is in the store is scanned there, before anything links to it.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Snapshots_are_scanned_in_the_store()
    {
        using var folder = new TemporaryDirectory();
        var store = ModelStore.At(folder["store"]);
        (StoredBlob blob, _) = await store.AddAsync(new MemoryStream(Pickles.Command), default, "x", default);
        var snapshot = new ModelSnapshot(new HuggingFaceSource("org/name"), "0123", [new ModelFile("sub/x.bin", blob.Size, blob.Sha256)]);

        FileReport report = Assert.Single(new ModelScanner().Scan(new SnapshotFiles(store, snapshot), default).Files);

        Assert.Equal("sub/x.bin", report.File);
        report.Found("pickle.dangerous-global", "os.system");
    }
}
