using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models.Tests.Views;

public sealed class OtherViewTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ViewSite _site;

    public OtherViewTests() => _site = ViewSite.At(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ollama_finds_a_model_by_its_manifest()
    {
        ModelSnapshot snapshot = await _site.Store.AddAsync(StoredModels.Hub(), StoredModels.First, ("tiny.gguf", "GGUF weights"), ("README.md", "x"));
        new ModelViews(_site).Show("prompt x", snapshot, [new OllamaView(_site.PathOf(_folder["ollama"]), "tiny", "7b")]);

        using var manifest = JsonDocument.Parse(File.ReadAllText(_folder["ollama/manifests/registry.ollama.ai/library/tiny/7b"]));
        foreach (JsonElement layer in manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config")))
        {
            string digest = layer.GetProperty("digest").GetString()!;
            string blob = _folder["ollama/blobs/" + digest.Replace(':', '-')];
            Assert.Equal(layer.GetProperty("size").GetInt64(), new FileInfo(blob).Length);
            Assert.Equal(digest[7..], ContentHash.Of(File.ReadAllBytes(blob)).Hex);
        }

        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => new ModelViews(_site).Show(
            "prompt y", _site.Store.AddTinyAsync().Result, [new OllamaView(_site.PathOf(_folder["ollama"]), "other", "latest")])).Errors);
        Assert.Equal("ViewNotPossible", error.Id);
    }

    [Fact]
    public async Task ComfyUI_finds_weights_in_the_directory_of_their_sort()
    {
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        new ModelViews(_site).Show("prompt x", snapshot, [new ComfyUiView(_site.PathOf(_folder["comfy"]), "tiny", "checkpoints")]);
        Assert.Equal(
            ["model.safetensors", "onnx/decoder/model.safetensors"],
            Directory.GetFiles(_folder["comfy/checkpoints/tiny"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder["comfy/checkpoints/tiny"], path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_plain_folder_has_files_and_no_links()
    {
        ModelSnapshot snapshot = await _site.Store.AddTinyAsync();
        new ModelViews(_site).Show("prompt x", snapshot, [new FolderView(_site.PathOf(_folder["plain"]), "tiny") { IsLink = false }]);
        Assert.Equal("decoder", File.ReadAllText(_folder["plain/tiny/onnx/decoder/model.safetensors"]));
        Assert.All(Directory.EnumerateFileSystemEntries(_folder["plain"], "*", SearchOption.AllDirectories), static path => Assert.Null(new FileInfo(path).LinkTarget));
    }
}
