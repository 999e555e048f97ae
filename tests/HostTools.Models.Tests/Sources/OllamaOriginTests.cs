using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class OllamaOriginTests
{
    private const string Kind = "application/vnd.ollama.image.";

    [Fact]
    public async Task Every_layer_is_a_file_and_the_manifest_is_kept_as_it_came()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry { Repository = "library/llama2" };
        string digest = Put(registry, "7b", "weights");
        ModelListing listing = await asking.ResolveAsync(new OllamaSource("llama2") { Tag = "7b", Endpoint = registry.Url });
        Assert.Equal(digest, listing.Version);
        Assert.Equal(
            ["license", "license-2", "manifest.json", "model.gguf", "ollama.json", "params.json", "template"],
            listing.Files.Select(static file => file.Path).Where(static path => !path.StartsWith("blobs/", StringComparison.Ordinal)));
        string[] files = await asking.FilesAsync(listing);
        Assert.Contains("model.gguf=weights", files);
        Assert.Contains("license-2=second", files);
        Assert.Contains($"blobs/sha256-{ContentHash.Of("tensor"u8).Hex}=tensor", files);
        ListedFile manifest = Assert.Single(listing.Files, static file => file.Path == OllamaLayout.ManifestPath);
        Assert.Equal(digest, LocalRegistry.Digest(await asking.BytesAsync(manifest)));
    }

    [Theory]
    [InlineData("llama2", null, "registry.ollama.ai/library/llama2/latest")]
    [InlineData("me/llama2", null, "registry.ollama.ai/me/llama2/latest")]
    [InlineData("hf.co/org/name", null, "hf.co/org/name/latest")]
    [InlineData("llama2", "http://127.0.0.1:5000", "127.0.0.1:5000/library/llama2/latest")]
    public void A_name_is_completed_as_Ollama_does(string model, string? endpoint, string whole)
    {
        (string host, string space, string name, string tag) = OllamaLayout.NameOf(new OllamaSource(model) { Endpoint = endpoint is null ? null : new Uri(endpoint) });
        Assert.Equal(whole, $"{host}/{space}/{name}/{tag}");
    }

    [Fact]
    public async Task A_pin_holds_as_long_as_the_registry_has_it()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry { Repository = "me/m" };
        var source = new OllamaSource("me/m") { Endpoint = registry.Url };
        string old = Put(registry, "latest", "old");
        asking.Pinned = old;
        Assert.Equal(old, (await asking.ResolveAsync(source)).Version);
        // A registry that gives manifests by tag alone.
        registry.Forget(old);
        Assert.Equal(old, (await asking.ResolveAsync(source)).Version);
        Put(registry, "latest", "new");
        HostError error = await asking.ErrorAsync(source);
        Assert.Equal(nameof(ModelErrors.VersionGone), error.Id);
        Assert.Contains("'latest' names another model now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_had_is_said()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry { Repository = "library/m" };
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(new OllamaSource("m") { Endpoint = registry.Url })).Id);
        registry.Put("latest", "x", """{"schemaVersion":2,"manifests":[]}""");
        Assert.Equal(nameof(ModelErrors.SourceNotPossible), (await asking.ErrorAsync(new OllamaSource("m") { Endpoint = registry.Url })).Id);
        registry.Fault = static _ => LocalAnswer.Text(401, string.Empty);
        Assert.Contains("import it", (await asking.ErrorAsync(new OllamaSource("m") { Endpoint = registry.Url })).Message, StringComparison.Ordinal);
    }

    private static string Put(LocalRegistry registry, string tag, string weights)
    {
        string config = registry.Blob("""{"model_format":"gguf"}""", "application/vnd.docker.container.image.v1+json");
        string[] layers =
        [
            registry.Blob(weights, Kind + "model"), registry.Blob("{{ .Prompt }}", Kind + "template"), registry.Blob("first", Kind + "license"),
            registry.Blob("second", Kind + "license"), registry.Blob("""{"stop":["x"]}""", Kind + "params"), registry.Blob("tensor", Kind + "tensor"),
        ];
        return registry.Put(tag, "application/vnd.docker.distribution.manifest.v2+json", $$"""{"schemaVersion":2,"config":{{config}},"layers":[{{string.Join(',', layers)}}]}""");
    }
}
