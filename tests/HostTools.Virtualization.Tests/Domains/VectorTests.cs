namespace HostTools.Virtualization.Tests.Domains;

/// <summary>Computed values against those that others computed.</summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData(1280, 720, 32, 32, 16)]
    [InlineData(1920, 1080, 32, 64, 32)]
    [InlineData(1920, 1200, 32, 64, 32)]
    [InlineData(2560, 1080, 32, 64, 64)]
    [InlineData(2560, 1440, 64, 128, 64)]
    [InlineData(3440, 1440, 64, 128, 64)]
    [InlineData(3840, 1600, 64, 128, 128)]
    [InlineData(3840, 2160, 128, 256, 128)]
    [InlineData(5120, 1440, 128, 128, 128)]
    [InlineData(5120, 2160, 128, 256, 256)]
    [InlineData(5120, 2880, 128, 256, 256)]
    [InlineData(7680, 4320, 512, 1024, 512)]
    public void Looking_Glass_gets_what_its_authors_say(int width, int height, int capture, int hdr, int driver)
    {
        Assert.Equal(capture, LookingGlassMemory.ForCapture(width, height).Bytes >> 20);
        Assert.Equal(hdr, LookingGlassMemory.ForCapture(width, height, isHdr: true).Bytes >> 20);
        Assert.Equal(driver, LookingGlassMemory.ForDriver(width, height).Bytes >> 20);
        Assert.Equal(Math.Max(capture, driver), LookingGlassMemory.For(width, height).Bytes >> 20);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 16385)]
    [InlineData(-5, 100)]
    public void A_screen_of_no_size_is_refused(int width, int height) => Assert.Throws<ArgumentOutOfRangeException>(() => LookingGlassMemory.For(width, height));

    [Fact]
    public void Identities_are_of_version_5_and_stay()
    {
        // The example of RFC 9562, appendix A.4.
        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), VmIdentity.Version5(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));
        Guid uuid = VmIdentity.Uuid("toaster", "windows11");
        Assert.Equal(uuid, VmIdentity.Uuid("toaster", "windows11"));
        Assert.NotEqual(uuid, VmIdentity.Uuid("toaster", "windows10"));
        Assert.Equal(100, Enumerable.Range(0, 100).Select(index => VmIdentity.Mac(uuid, index).ToString()).Distinct().Count());
        Assert.StartsWith("525400", VmIdentity.Mac(uuid, 0).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "a")]
    [InlineData(25, "z")]
    [InlineData(26, "aa")]
    [InlineData(701, "zz")]
    [InlineData(702, "aaa")]
    public void Disks_are_named_as_Linux_names_them(int number, string letters) => Assert.Equal(letters, DomainDisks.Letters(number));
}
