using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests.Hashing;

public sealed class ContentHashTests
{
    private const string EmptyDirectory = "sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=";

    [Theory]
    [InlineData(EmptyDirectory)]
    [InlineData("sha256:0sjjj9z1dhilhpc8pq4154czrb79z9cm044jvn75kxcjv6v5l2m5")]
    [InlineData("sha256:pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=")]
    [InlineData("sha256:a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a")]
    [InlineData("a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a")]
    [InlineData("A50A5AB6D992F5598EDD92105059FAE9ACFC192981E08BD88534C2167E92526A")]
    public void All_spellings_mean_the_same(string text) => Assert.Equal(EmptyDirectory, ContentHash.Parse(text).Sri);

    [Theory]
    [InlineData("")]
    [InlineData("sha512-" + "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==")]
    [InlineData("sha256-a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a")]
    [InlineData("sha256:0sjjj9z1dhilhpc8pq4154czrb79z9cm044jvn75kxcjv6v5l2me")] // No 'e' in the alphabet.
    [InlineData("sha256:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")] // More than 32 bytes.
    [InlineData("sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmp=")] // A second spelling of the same bytes.
    [InlineData("sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUm")]
    [InlineData("a50a5ab6")]
    public void What_is_no_hash_is_refused(string text)
    {
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => ContentHash.Parse(text)).Errors);
        Assert.Equal("HashMalformed", error.Id);
    }

    [Fact]
    public void Formats_are_those_of_Nix()
    {
        var hash = ContentHash.Parse(EmptyDirectory);
        Assert.Equal(
            ["sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=", "0sjjj9z1dhilhpc8pq4154czrb79z9cm044jvn75kxcjv6v5l2m5", "pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=", "a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a"],
            Enum.GetValues<HashFormat>().Select(hash.ToString));
    }

    [Fact]
    public void Base32_comes_back_whatever_the_bytes()
    {
        var random = new Random(1);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            var hash = ContentHash.FromDigest(bytes);
            Assert.Equal(52, hash.Base32.Length);
            Assert.Equal(hash, ContentHash.Parse("sha256:" + hash.Base32));
        }
    }

    [Fact]
    public void A_placeholder_is_known_for_what_it_is()
    {
        Assert.True(ContentHash.Parse("sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").IsPlaceholder);
        Assert.False(ContentHash.Empty.IsPlaceholder);
    }

    [Fact]
    public void Git_names_a_blob_as_git_does()
    {
        // printf hello\\n | git hash-object --stdin
        using var hasher = new ContentHasher(6);
        hasher.Append("hel"u8);
        hasher.Append("lo\n"u8);
        (ContentHash sha256, string? git) = hasher.Finish();
        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", git);
        Assert.Equal(ContentHash.Of(Encoding.ASCII.GetBytes("hello\n")), sha256);
    }
}
