using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Models.Tests;

/// <summary>Failures that take two programs at once, a damaged store, or another machine.</summary>
public sealed class RareErrorTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string IdOf(HostToolsException failed) => Assert.Single(failed.Errors).Id;

    [Fact]
    public async Task Nobody_uses_a_store_while_bytes_are_taken_out_of_it()
    {
        var store = ModelStore.At(_folder["store"]);
        using StoreUse? alone = StoreUse.TryBeAlone(store);
        Assert.NotNull(alone);
        Assert.Equal("StoreCleared", IdOf(await Assert.ThrowsAsync<HostToolsException>(() => StoreUse.EnterAsync(store, TimeSpan.Zero, default))));
    }

    [Fact]
    public async Task A_file_of_models_that_cannot_be_written_is_named()
    {
        var store = ModelStore.At(_folder["store"]);
        ModelSnapshot snapshot = await store.AddTinyAsync();
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => BundleWriter.WriteAsync(_folder["nowhere/models.tar"], store, [new BundledModel("tiny", snapshot)], null, default));
        Assert.Equal("BundleNotWritten", IdOf(failed));
        Assert.Contains("nowhere", failed.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_is_on_the_drive_of_its_store()
    {
        Directory.CreateDirectory(_folder["root"]);
        var site = new ViewSite(Root.At(_folder["root"]), "/store", StoreRights.User);
        Assert.Equal("ViewElsewhere", IdOf(Assert.Throws<HostToolsException>(() => site.PathOf(_folder["elsewhere"]))));
    }

    [Fact]
    public void An_archive_without_its_program_says_which() => Assert.Equal(
        "ArchiveNeedsProgram", IdOf(Assert.Throws<HostToolsException>(() => Decompressed.Start("hosttools-has-no-such-program", [], new MemoryStream(), "model.tar.xz"))));

    [Fact]
    public async Task A_model_that_is_not_shown_or_whose_snapshot_is_gone_does_not_count_as_applied()
    {
        Directory.CreateDirectory(_folder["root"]);
        var target = Target.Folder(_folder["root"]);
        using var sync = new SyncGroup();
        var context = new OperationContext(target, new ContentStore(target.State), sync, new SystemProcessRunner(), "test", new ApplyOptions());
        var source = new MockSource();
        var model = new ModelResource("tiny", source) { Store = "/store" };
        var after = new ModelState(new string('0', 40), source.Canonical) { Store = "/store", Holder = model.Holder };
        var operation = new ModelOperation(model.Id, model, after);

        Assert.Equal("SnapshotGone", IdOf(await Assert.ThrowsAsync<HostToolsException>(() => operation.DoAsync(context, default))));
        Assert.Equal("ModelNotShown", IdOf(await Assert.ThrowsAsync<HostToolsException>(() => operation.VerifyAsync(context, default))));
    }
}
