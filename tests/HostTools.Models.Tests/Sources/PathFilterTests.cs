namespace HostTools.Models.Tests.Sources;

public sealed class PathFilterTests
{
    // What Python's fnmatch.fnmatchcase says.
    [Theory]
    [InlineData("*.json", "config.json", true)]
    [InlineData("*.json", "sub/config.json", true)]
    [InlineData("*.json", "config.JSON", false)]
    [InlineData("sub/", "sub/a/b", true)]
    [InlineData("sub/", "sub", false)]
    [InlineData("model-0000?-of-*", "model-00001-of-00002.safetensors", true)]
    [InlineData("[ab].bin", "a.bin", true)]
    [InlineData("[!ab].bin", "a.bin", false)]
    [InlineData("[!ab].bin", "c.bin", true)]
    [InlineData("[a-c].bin", "b.bin", true)]
    [InlineData("[c-a].bin", "b.bin", false)]
    [InlineData("[]].bin", "].bin", true)]
    [InlineData("[", "[", true)]
    [InlineData("[^a]", "^", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("*\n*", "a\nb", true)]
    public void A_glob_means_what_it_means_to_the_hub(string pattern, string path, bool isTaken) => Assert.Equal(isTaken, new PathFilter([pattern]).Takes(path));
}
