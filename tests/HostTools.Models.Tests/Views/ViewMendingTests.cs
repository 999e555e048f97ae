namespace HostTools.Models.Tests.Views;

public sealed class ViewMendingTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public ViewMendingTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private string Repo => _folder["hub/models--acme--tiny"];

    private async Task<ModelSnapshot> ShowAsync()
    {
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        new ModelViews(_site).Show("machine tiny", snapshot, [new HuggingFaceView(_site.PathOf(_folder["hub"]), "acme/tiny"), new FolderView(_site.PathOf(_folder["models"]), "tiny")]);
        return snapshot;
    }

    private string[] Everything() =>
        [.. Directory.EnumerateFileSystemEntries(_folder["."], "*", SearchOption.AllDirectories).Where(static path => !path.Contains("/store/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [SkippableFact]
    public async Task A_cache_that_is_gone_is_made_again_and_nothing_else()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        await ShowAsync();
        string[] before = Everything();
        Assert.Empty(new ViewMending(_site).Mend());
        Directory.Delete(_folder["hub"], recursive: true);
        File.Delete(_folder["models/tiny"]);

        Assert.All(new ViewMending(_site).Find(), static mend => Assert.Equal(("machine tiny", ViewMendKind.Made), (mend.Holder, mend.Kind)));
        Assert.False(Directory.Exists(_folder["hub"]));
        Assert.NotEmpty(new ViewMending(_site).Mend());
        Assert.Equal(before, Everything());
        Assert.Contains("1111", File.ReadAllText(_folder["models/tiny/config.json"]), StringComparison.Ordinal);
        Assert.Empty(new ViewMending(_site).Mend());
    }

    [Fact]
    public async Task What_others_put_there_stays_and_the_rest_is_made()
    {
        await ShowAsync();
        string link = Path.Join(Repo, "snapshots", StoredModels.First, "config.json");
        string marker = Path.Join(Repo, "refs", "main");
        File.Delete(link);
        File.Delete(marker);
        File.WriteAllText(link, "mine");

        IReadOnlyList<ViewMend> mends = new ViewMending(_site).Mend();
        Assert.Equal([(link, ViewMendKind.InTheWay), (marker, ViewMendKind.Made)], mends.Select(static mend => (mend.Path, mend.Kind)).OrderBy(static mend => mend.Kind is ViewMendKind.Made));
        Assert.Equal("mine", File.ReadAllText(link));
        Assert.Equal(StoredModels.First, File.ReadAllText(marker));
    }

    [SkippableFact]
    public async Task A_link_in_the_place_of_a_directory_is_not_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        await ShowAsync();
        Directory.Delete(Path.Join(Repo, "snapshots"), recursive: true);
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateSymbolicLink(Path.Join(Repo, "snapshots"), _folder["elsewhere"]);

        Assert.All(new ViewMending(_site).Mend(), static mend => Assert.Equal(ViewMendKind.InTheWay, mend.Kind));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["elsewhere"]));
    }

    [SkippableFact]
    public async Task What_is_in_the_way_is_moved_aside_when_that_is_asked_for()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        await ShowAsync();
        Directory.Delete(Path.Join(Repo, "snapshots"), recursive: true);
        File.WriteAllText(Path.Join(Repo, "snapshots"), "mine");
        File.WriteAllText(Path.Join(Repo, "refs", "main"), "mine, too");

        var mending = new ViewMending(_site) { MovesAside = true };
        Assert.Contains(mending.Mend(), static mend => mend.Kind is ViewMendKind.MovedAside);
        Assert.Equal("mine", File.ReadAllText(Path.Join(Repo, "snapshots.moved")));
        Assert.Equal("mine, too", File.ReadAllText(Path.Join(Repo, "refs", "main.moved")));
        Assert.Contains("1111", File.ReadAllText(Path.Join(Repo, "snapshots", StoredModels.First, "config.json")), StringComparison.Ordinal);
        Assert.Empty(mending.Mend());
    }

    [Fact]
    public async Task A_model_without_bytes_is_named_and_others_are_made()
    {
        ModelSnapshot tiny = await ShowAsync();
        ModelSnapshot other = await _site.Store.AddAsync(new MockSource { Organization = "acme", Model = "other" }, new string('0', 40), ("config.json", "{}"));
        new ModelViews(_site).Show("machine other", other, [new FolderView(_site.PathOf(_folder["models"]), "other")]);
        _site.Store.Remove(tiny.Files.First(static file => file.Path == "README.md").Sha256);
        File.Delete(Path.Join(Repo, "refs", "main"));
        Directory.Delete(_folder["models"], recursive: true);

        IReadOnlyList<ViewMend> mends = new ViewMending(_site).Mend();
        Assert.Equal("machine tiny", Assert.Single(mends, static mend => mend.Kind is ViewMendKind.BytesGone).Holder);
        Assert.True(File.Exists(_folder["models/other/config.json"]));
        Assert.False(File.Exists(Path.Join(Repo, "refs", "main")));
    }

    [SkippableFact]
    public async Task What_a_killed_change_left_is_brought_to_its_end()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        await ShowAsync();
        ModelSnapshot second = await _site.Store.AddTinyAsync(commit: StoredModels.Second);
        ViewWish[] wishes = [new HuggingFaceView(_site.PathOf(_folder["hub"]), "acme/tiny"), new FolderView(_site.PathOf(_folder["models"]), "tiny")];
        int steps = 0;
        ViewSite dying = new(_site.Root, _site.StorePath, StoreRights.User) { Faults = _ => { if (++steps == 12) throw new OperationCanceledException(); } };
        Assert.Throws<OperationCanceledException>(() => new ModelViews(dying).Show("machine tiny", second, wishes));

        new ViewMending(_site).Mend();
        Assert.Equal(StoredModels.Second, File.ReadAllText(Path.Join(Repo, "refs/main")));
        Assert.DoesNotContain(Everything(), static path => path.Contains(StoredModels.First, StringComparison.Ordinal) && !Directory.Exists(path));
        Assert.Contains("2222", File.ReadAllText(_folder["models/tiny/config.json"]), StringComparison.Ordinal);
    }
}
