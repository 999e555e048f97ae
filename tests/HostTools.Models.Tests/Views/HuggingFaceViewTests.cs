using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models.Tests.Views;

public sealed class HuggingFaceViewTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public HuggingFaceViewTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    private string Hub => _folder["hub"];

    private string Repo => Path.Join(Hub, "models--acme--tiny");

    private void Show(ModelSnapshot snapshot, ViewSite? site = null, bool hasTree = true)
    {
        var wish = new HuggingFaceView((site ?? _site).PathOf(Hub), "acme/tiny") { HasTree = hasTree };
        new ModelViews(site ?? _site).Show(Holders.Installed("tiny"), snapshot, [wish]);
    }

    [SkippableFact]
    public async Task A_cache_has_what_the_libraries_look_for()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync("refs/pr/1");
        Show(snapshot);

        Assert.Equal(StoredModels.First, File.ReadAllText(Path.Join(Repo, "refs/refs/pr/1")));
        Assert.Equal("../../blobs/" + snapshot.Files[0].GitBlobSha1, new FileInfo(Path.Join(Repo, "snapshots", StoredModels.First, "README.md")).LinkTarget);
        string weights = Path.Join(Repo, "snapshots", StoredModels.First, "onnx/decoder/model.safetensors");
        Assert.Equal("../../../../blobs/" + ContentHash.Of("decoder"u8).Hex, new FileInfo(weights).LinkTarget);
        Assert.Equal("decoder", File.ReadAllText(weights));
        Assert.True(File.Exists(Path.Join(Repo, ".no_exist", StoredModels.First, "generation_config.json")));
        Assert.False(File.Exists(Path.Join(Repo, ".no_exist", StoredModels.First, "config.json")));
        Assert.StartsWith("Signature: 8a477f597d28d172789f06886806bc55\n", File.ReadAllText(Path.Join(Hub, "CACHEDIR.TAG")), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Join(Hub, ".locks/models--acme--tiny")));
        Assert.False(Directory.Exists(Path.Join(Hub, "blobs")));
    }

    [Fact]
    public async Task The_list_of_files_names_each_as_the_hub_does()
    {
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        Show(snapshot);

        using var tree = JsonDocument.Parse(File.ReadAllText(Path.Join(Repo, "trees", StoredModels.First + ".json")));
        JsonElement files = tree.RootElement.GetProperty("files");
        Assert.Equal(1, tree.RootElement.GetProperty("format_version").GetInt32());
        Assert.Equal(["README.md", "config.json", "model.safetensors", "onnx/decoder/model.safetensors"], files.EnumerateObject().Select(static file => file.Name));
        Assert.False(files.GetProperty("config.json").TryGetProperty("lfs_sha256", out _));
        JsonElement weights = files.GetProperty("model.safetensors");
        Assert.Equal(ContentHash.Of("weights"u8).Hex, weights.GetProperty("lfs_sha256").GetString());
        // What git hash-object says of the pointer that git-lfs writes for these bytes.
        Assert.Equal("c6a67be4f3ef29ed4a07b4f2446625126a25cfda", weights.GetProperty("blob_id").GetString());
    }

    [Fact]
    public async Task A_commit_has_no_ref_and_a_selection_says_nothing_of_what_is_not_there()
    {
        ModelSnapshot snapshot = await _site.Store.AddAsync(StoredModels.Hub(StoredModels.First, "*.json"), StoredModels.First, ("config.json", "{}"));
        Show(snapshot, hasTree: false);

        Assert.Equal(["blobs", "snapshots"], Directory.EnumerateDirectories(Repo).Select(static path => Path.GetFileName(path)).Order());
    }

    [SkippableFact]
    public async Task Bytes_are_stored_once()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "no number of a file elsewhere");
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        Show(snapshot);
        ModelFile file = snapshot.Files.Single(static file => file.Path == "model.safetensors");
        string blob = _site.PathOf(Path.Join(Repo, "blobs", file.Sha256.Hex));
        Assert.Equal(_site.Store.Root.Stat(ModelStore.PathOf(file.Sha256))!.Value.Identity, _site.Root.Stat(blob)!.Value.Identity);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_hard_links_cannot_be_made_there_is_another_way(bool hasLinks)
    {
        LinkWays ways = hasLinks ? LinkWays.Symbolic : LinkWays.None;
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        var site = new ViewSite(_site.Root, _site.StorePath, StoreRights.User) { Ways = ways };
        ModelSnapshot snapshot = await site.Store.AddTinyAsync();
        Show(snapshot, site);
        string blob = Path.Join(Repo, "blobs", ContentHash.Of("weights"u8).Hex);
        Assert.Equal(hasLinks ? FileEntryType.Link : FileEntryType.File, site.Root.Stat(site.PathOf(blob))?.Type);
        Assert.Equal("weights", File.ReadAllText(blob));
        string file = Path.Join(Repo, "snapshots", StoredModels.First, "model.safetensors");
        Assert.Equal("weights", File.ReadAllText(file));
        Assert.Equal(ways is LinkWays.None, new FileInfo(file).LinkTarget is null);

        new ModelViews(site).Hide(Holders.Installed("tiny"));
        Assert.False(Directory.Exists(Hub));
    }

    [SkippableFact]
    public async Task A_shared_cache_is_for_its_group_alone_and_members_can_take_locks_in_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "no permission bits there");
        var site = new ViewSite(_site.Root, _site.StorePath, StoreRights.Shared);
        Show(await site.Store.AddTinyAsync(), site);

        Assert.Equal(0x1A0, Mode(Path.Join(Repo, "trees", StoredModels.First + ".json")));
        Assert.Equal(0x1A0, Mode(Path.Join(Repo, "refs/main")));
        Assert.Equal(0x120, Mode(Path.Join(Repo, "snapshots", StoredModels.First, "config.json")));
        Assert.Equal(0x5E8, Mode(Path.Join(Repo, "snapshots", StoredModels.First)));
        Assert.Equal(0x5F8, Mode(Path.Join(Hub, ".locks/models--acme--tiny")));
        Assert.All(Directory.EnumerateFileSystemEntries(Hub, "*", SearchOption.AllDirectories), path => Assert.Equal(0, Mode(path) & 7));
    }

    private int Mode(string path) => _site.Root.StatFollowed(_site.PathOf(path))!.Value.Mode;
}
