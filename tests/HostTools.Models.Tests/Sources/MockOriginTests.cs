using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class MockOriginTests
{
    [Fact]
    public async Task It_needs_no_network_and_is_always_the_same()
    {
        using var asking = new Asking();
        var source = new MockSource { Files = ["config.json", "sub/model.safetensors", "README.md"] };
        ModelListing listing = await asking.ResolveAsync(source);
        Assert.Equal(new string('0', 40), listing.Version);
        Assert.Equal(["README.md", "config.json", "sub/model.safetensors"], listing.Files.Select(static file => file.Path));
        string[] files = await asking.FilesAsync(listing);
        Assert.Contains("\"model_type\": \"mock\"", files[1], StringComparison.Ordinal);
        Assert.Equal(files, await asking.FilesAsync(await asking.ResolveAsync(source)));
    }

    [Fact]
    public async Task Its_tensor_file_is_a_whole_one()
    {
        using var asking = new Asking();
        byte[] bytes = await asking.BytesAsync((await asking.ResolveAsync(new MockSource { Files = ["a.safetensors"] })).Files[0]);
        Assert.Equal(bytes.Length - 8 - 4, BitConverter.ToInt64(bytes));
    }

    [Fact]
    public async Task A_pin_to_something_else_is_said()
    {
        using var asking = new Asking { Pinned = new string('1', 40) };
        HostError error = await asking.ErrorAsync(new MockSource());
        Assert.Equal(nameof(ModelErrors.VersionGone), error.Id);
    }
}
