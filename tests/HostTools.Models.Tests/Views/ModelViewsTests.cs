using HostTools.Platform;

namespace HostTools.Models.Tests.Views;

public sealed class ModelViewsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public ModelViewsTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private string Repo => _folder["hub/models--acme--tiny"];

    private ViewWish Cache => new HuggingFaceView(_site.PathOf(_folder["hub"]), "acme/tiny");

    private ViewWish Named => new FolderView(_site.PathOf(_folder["models"]), "tiny");

    private IReadOnlyList<string> Show(ModelSnapshot snapshot, string holder = "prompt tiny", ViewSite? site = null, params ViewWish[] wishes) =>
        new ModelViews(site ?? _site).Show(holder, snapshot, wishes.Length == 0 ? [Cache, Named] : wishes);

    private IEnumerable<string> Everything(string below) => Directory.Exists(_folder[below])
        ? Directory.EnumerateFileSystemEntries(_folder[below], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder[below], path)).Order(StringComparer.Ordinal)
        : [];

    [SkippableFact]
    public async Task What_is_no_longer_wanted_goes_and_the_path_of_a_model_stays()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        Show(await _site.Store.AddTinyAsync());
        Assert.Contains("1111", File.ReadAllText(_folder["models/tiny/config.json"]), StringComparison.Ordinal);
        Show(await _site.Store.AddTinyAsync(commit: StoredModels.Second));

        Assert.Contains("2222", File.ReadAllText(_folder["models/tiny/config.json"]), StringComparison.Ordinal);
        Assert.Equal(StoredModels.Second, File.ReadAllText(Path.Join(Repo, "refs/main")));
        Assert.Equal([StoredModels.Second], Directory.EnumerateDirectories(Path.Join(Repo, "snapshots")).Select(static path => Path.GetFileName(path)));
        Assert.Equal(4, Directory.GetFiles(Path.Join(Repo, "blobs")).Length);
        Assert.Single(Directory.GetDirectories(_folder["models/.snapshots"]));

        new ModelViews(_site).Hide("prompt tiny");
        Assert.Empty(Everything("hub"));
        Assert.Empty(Everything("models"));
        Assert.Empty(Directory.GetFiles(_folder["store/views"]));
        Assert.NotEmpty(_site.Store.Blobs());
    }

    [Fact]
    public async Task What_others_made_is_never_touched()
    {
        Directory.CreateDirectory(Path.Join(Repo, "refs"));
        File.WriteAllText(Path.Join(Repo, "refs/main"), StoredModels.Second);
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();

        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => Show(snapshot)).Errors);
        Assert.Equal("ViewOccupied", error.Id);
        Assert.Contains(Path.Join("models--acme--tiny", "refs", "main"), error.Message, StringComparison.Ordinal);
        Assert.Equal(["models--acme--tiny", "models--acme--tiny/refs", "models--acme--tiny/refs/main"], Everything("hub"));
    }

    [Fact]
    public async Task What_a_client_downloaded_itself_stays_its_own()
    {
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        string theirs = Path.Join(Repo, "blobs", ContentHash.Of("weights"u8).Hex);
        Directory.CreateDirectory(Path.Join(Repo, "refs"));
        Directory.CreateDirectory(Path.Join(Repo, "blobs"));
        File.WriteAllText(Path.Join(Repo, "refs/main"), StoredModels.First);
        File.WriteAllText(theirs, "weights");
        File.WriteAllText(_folder["hub/CACHEDIR.TAG"], "theirs");
        string[] before = [.. Everything("hub")];

        Show(snapshot);
        Assert.True(File.Exists(Path.Join(Repo, "snapshots", StoredModels.First, "config.json")));
        Assert.Equal("theirs", File.ReadAllText(_folder["hub/CACHEDIR.TAG"]));
        new ModelViews(_site).Hide("prompt tiny");
        Assert.Equal(before, Everything("hub"));

        File.WriteAllText(theirs, "WEIGHTS");
        Assert.Equal("ViewOccupied", Assert.Single(Assert.Throws<HostToolsException>(() => Show(snapshot)).Errors).Id);
    }

    [SkippableFact]
    public async Task What_somebody_changed_afterwards_stays_and_is_told()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        Show(await _site.Store.AddTinyAsync());
        File.WriteAllText(Path.Join(Repo, "refs/main"), StoredModels.Second);

        Assert.Contains("refs/main", Assert.Single(new ModelViews(_site).Hide("prompt tiny")), StringComparison.Ordinal);
        Assert.Equal(["models--acme--tiny", "models--acme--tiny/refs", "models--acme--tiny/refs/main"], Everything("hub"));
    }

    [SkippableFact]
    public async Task A_link_that_leads_elsewhere_is_not_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(_folder["hub"]);
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateSymbolicLink(Repo, _folder["elsewhere"]);
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();

        Assert.Contains(Assert.Throws<HostToolsException>(() => Show(snapshot)).Errors, static error => error.Id == "ViewOccupied");
        Assert.Empty(Everything("elsewhere"));
    }

    [SkippableFact]
    public async Task Two_models_of_one_repository_share_what_is_equal()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        Show(await _site.Store.AddTinyAsync("v1"), "machine old", null, Cache);
        Show(await _site.Store.AddTinyAsync("v2", StoredModels.Second), "machine new", null, Cache);
        Assert.Equal("ViewContested", Assert.Throws<HostToolsException>(() => Show(_site.Store.AddTinyAsync("v2").Result, "machine third", null, Cache)).Errors[0].Id);

        new ModelViews(_site).Hide("machine old");
        Assert.Equal("weights", File.ReadAllText(Path.Join(Repo, "snapshots", StoredModels.Second, "model.safetensors")));
        Assert.Equal(["v2"], Directory.GetFiles(Path.Join(Repo, "refs")).Select(static path => Path.GetFileName(path)));
    }

    [SkippableFact]
    public async Task Ended_anywhere_the_next_run_finishes_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        ModelSnapshot first = await _site.Store.AddTinyAsync();
        ModelSnapshot second = await _site.Store.AddTinyAsync(commit: StoredModels.Second);
        string[] wanted = Made(second);
        int step = 0;
        for (bool isWhole = false; !isWhole; step++)
        {
            Made(first);
            int left = step;
            var dying = new ViewSite(_site.Root, _site.StorePath, StoreRights.User) { IsSynced = false, Faults = _ => left = left == 0 ? throw new InvalidOperationException("ended") : left - 1 };
            isWhole = Record.Exception(() => Show(second, site: dying)) is not InvalidOperationException;
            // A reader of the name sees one model or the other.
            Assert.Contains(File.ReadAllText(_folder["models/tiny/config.json"])[12..16], (IEnumerable<string>)["1111", "2222"]);
            Assert.Equal(wanted, Made(second));
        }

        Assert.True(step > 20, $"{step} steps");
    }

    private string[] Made(ModelSnapshot snapshot)
    {
        Show(snapshot, site: new ViewSite(_site.Root, _site.StorePath, StoreRights.User) { IsSynced = false });
        return [.. Everything("hub").Concat(Everything("models"))];
    }
}
