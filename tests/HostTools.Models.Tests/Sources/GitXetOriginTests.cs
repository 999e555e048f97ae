using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class GitXetOriginTests
{
    [Theory]
    [InlineData("https://huggingface.co/org/name", null, "huggingface:org/name@main")]
    [InlineData("https://hf.co/org/name.git", null, "huggingface:org/name@main")]
    [InlineData("http://127.0.0.1:5000/org/name", "http://127.0.0.1:5000", "huggingface:org/name@main endpoint=http://127.0.0.1:5000/")]
    public void A_repository_of_the_hub_is_asked_as_one(string url, string? endpoint, string canonical) =>
        Assert.Equal(canonical, GitXetOrigin.OnHub(new GitXetSource(url) { Endpoint = endpoint is null ? null : new Uri(endpoint) }).Canonical);

    [Fact]
    public async Task Files_of_Xet_storage_come_from_the_hub_by_their_ordinary_addresses()
    {
        using TestHub hub = new TestHub().With("config.json", "{}").With("model.safetensors", new byte[5000]);
        using var asking = new Asking();
        ModelListing listing = await asking.ResolveAsync(new GitXetSource(new Uri(hub.Hub.Address, hub.Repo).AbsoluteUri) { Endpoint = hub.Hub.Address });
        Assert.Equal((hub.Commit, "git-xet"), (listing.Version, listing.Source.Kind));
        ListedFile large = Assert.Single(listing.Files, static file => file.Path == "model.safetensors");
        Assert.Equal(new byte[5000], await asking.BytesAsync(large));
    }

    [Theory]
    [InlineData("xet://xethub.com/org/name", "XetHub has closed")]
    [InlineData("https://xethub.com/org/name", "XetHub has closed")]
    [InlineData("https://example.org/org/name", "'endpoint'")]
    [InlineData("git@example.org:org/name", "no address of the web")]
    public async Task Elsewhere_it_is_said_why_not_and_what_to_do(string url, string words)
    {
        using var asking = new Asking();
        HostError error = await asking.ErrorAsync(new GitXetSource(url));
        Assert.Equal(nameof(ModelErrors.SourceNotPossible), error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("hf:org/name", error.Message, StringComparison.Ordinal);
    }
}
