using System.Text;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Installs;

/// <summary>What is pinned, what is believed, and who is asked.</summary>
public sealed class ModelInstallerTests : IDisposable
{
    private static readonly InstallOptions s_trusting = new() { TrustOnFirstUse = true };

    private readonly TemporaryDirectory _folder = new();
    private readonly TestHub _hub = new TestHub().With("config.json", "{}").With("model.safetensors", new TestContent(5000, 1).ToArray());

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    private ModelDeclaration Model => new("mine", _hub.Source) { Origin = new Origin("hosts/a/default.yaml", 3, 5) };

    private async Task<InstalledModel> InstallAsync(ModelDeclaration model, LockedModel? locked = null, InstallOptions? options = null, bool isOffline = false)
    {
        using var http = new ModelHttp(new NetworkSettings { IsOffline = isOffline }, static (_, _) => Task.CompletedTask);
        return await new ModelInstaller(ModelStore.At(_folder.Path), http, static _ => null).InstallAsync(model, locked, options ?? new InstallOptions(), default);
    }

    private async Task<HostError> RefusedAsync(ModelDeclaration model, LockedModel? locked = null, InstallOptions? options = null, bool isOffline = false) =>
        (await Assert.ThrowsAsync<HostToolsException>(() => InstallAsync(model, locked, options, isOffline))).Errors[0];

    [Fact]
    public async Task What_nobody_pinned_is_refused_with_its_hash_and_used_with_it()
    {
        HostError error = await RefusedAsync(Model);
        Assert.Equal("HashUnknown", error.Id);
        Assert.Equal(3, error.Origin!.Value.Line);
        Assert.Equal(error.Message, (await RefusedAsync(Model with { Hash = new ContentHash(new string('0', 64)) })).Message);

        string hash = error.Message.Split("hash: ")[1].Split(',')[0];
        InstalledModel installed = await InstallAsync(Model with { Hash = ContentHash.Parse(hash) });
        Assert.Equal(hash, installed.Lock.Hash!.Value.Sri);
        Assert.False(installed.IsFetched);
        Assert.Equal(hash, NarHash.Of(NarTree.OfPath(Materialise(installed.Snapshot))).Sri);
    }

    private string Materialise(ModelSnapshot snapshot)
    {
        string folder = Directory.CreateDirectory(_folder["plain"]).FullName;
        foreach (ModelFile file in snapshot.Files)
            File.WriteAllBytes(Path.Join(folder, file.Path), _hub.Files[file.Path]);
        return folder;
    }

    [Fact]
    public async Task What_is_trusted_once_is_pinned_from_then_on()
    {
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        Assert.True(first.IsFetched);
        Assert.Equal(_hub.Commit, first.Lock.Version);
        int asked = _hub.Hub.Requests.Count;

        _hub.Commit = new string('2', 40);
        InstalledModel again = await InstallAsync(Model, first.Lock);
        Assert.Equal(first.Lock.Version, again.Lock.Version);
        Assert.False(again.IsFetched);
        Assert.Equal(asked, _hub.Hub.Requests.Count);
        Assert.Equal(first.Lock.Files, (await InstallAsync(Model, first.Lock, isOffline: true)).Snapshot.Files);
    }

    [Fact]
    public async Task An_update_says_what_moved()
    {
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        (string before, _hub.Commit) = (_hub.Commit, new string('2', 40));
        _hub.With("config.json", "{ }");

        InstalledModel second = await InstallAsync(Model, first.Lock, s_trusting with { Update = true });
        Assert.Equal((before, _hub.Commit), (second.OldVersion, second.Lock.Version));
        Assert.Single(_hub.Storage.Requests);
        InstalledModel third = await InstallAsync(Model, second.Lock, s_trusting with { Update = true });
        Assert.Null(third.OldVersion);
        Assert.False(third.IsFetched);
    }

    [Fact]
    public async Task A_branch_that_moved_is_named_when_the_hash_does_not_fit_any_more()
    {
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        ContentHash hash = ContentHash.Parse((await RefusedAsync(Model)).Message.Split("hash: ")[1].Split(',')[0]);
        (string before, _hub.Commit) = (_hub.Commit, new string('2', 40));
        _hub.With("config.json", "{ }");

        HostError error = await RefusedAsync(Model with { Hash = hash }, first.Lock, new InstallOptions { Update = true });
        Assert.Equal("HashMismatch", error.Id);
        Assert.Contains($"'main' moved from {before} to {_hub.Commit}", error.Message, StringComparison.Ordinal);
        Assert.Contains(hash.Sri, error.Message, StringComparison.Ordinal);
        Assert.Contains("It is at", (await RefusedAsync(Model with { Hash = hash })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_source_makes_the_lock_stale()
    {
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        ModelDeclaration filtered = Model with { Source = _hub.Source with { Files = ["*.json"] } };
        Assert.Equal("HashUnknown", (await RefusedAsync(filtered, first.Lock)).Id);
        Assert.Single((await InstallAsync(filtered, first.Lock, s_trusting)).Snapshot.Files);
    }

    [Fact]
    public async Task A_commit_that_was_rewritten_is_refused()
    {
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        Directory.Delete(_folder.Path, recursive: true);
        _hub.With("config.json", "{ }");
        HostError error = await RefusedAsync(Model, first.Lock);
        Assert.Equal("LockMismatch", error.Id);
        Assert.Contains("'config.json'", error.Message, StringComparison.Ordinal);
        _hub.With("config.json", "{}").With("new.bin", "new");
        Assert.Contains("it is not in the lock file", (await RefusedAsync(Model, first.Lock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_offline_gets_what_was_fetched_last()
    {
        Assert.Equal("Offline", (await RefusedAsync(Model, null, s_trusting, isOffline: true)).Id);
        InstalledModel first = await InstallAsync(Model, null, s_trusting);
        Assert.Equal(first.Lock.Version, (await InstallAsync(Model, null, s_trusting, isOffline: true)).Lock.Version);
    }

    [Fact]
    public async Task A_look_fetches_nothing()
    {
        using var http = new ModelHttp(new NetworkSettings(), static (_, _) => Task.CompletedTask);
        var installer = new ModelInstaller(ModelStore.At(_folder.Path), http, static _ => null);
        ModelStore store = ModelStore.At(_folder.Path);
        var supply = new ModelSupply(store, new NetworkSettings(), static _ => null);
        Assert.Equal(new ModelOutlook(_hub.Commit, 2, 5002, 5002), ModelOutlook.Of(await supply.ResolveAsync(Model.Source, Model.Auth, null, default), store));
        Assert.Empty(_hub.Storage.Requests);
        InstalledModel installed = await InstallAsync(Model, null, s_trusting);
        Assert.Equal(0, ModelOutlook.Of(installed.Lock, store).BytesToFetch);
        int asked = _hub.Hub.Requests.Count;
        Assert.False((await installer.InstallAsync(Model, null, s_trusting with { Version = installed.Snapshot.Version }, default)).IsFetched);
        Assert.Equal(asked, _hub.Hub.Requests.Count);
        (string before, _hub.Commit) = (_hub.Commit, new string('2', 40));
        Assert.Equal(before, (await installer.InstallAsync(Model, installed.Lock, s_trusting with { Update = true }, default)).OldVersion);
    }

    [Fact]
    public async Task Every_kind_of_source_goes_through() =>
        Assert.Equal("config.json", Assert.Single((await InstallAsync(new ModelDeclaration("mock", new MockSource()), null, s_trusting)).Snapshot.Files).Path);
}
