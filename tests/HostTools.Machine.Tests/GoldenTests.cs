namespace HostTools.Machine.Tests;

/// <summary>Everything that the example hosts want.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("toaster", 25)]
    [InlineData("nixos", 5)]
    public void Host_GivesTheseFiles(string host, int atLeast)
    {
        Realised realised = Trees.HomelabHost(host);
        int files = realised.Files.Count();
        Assert.True(files >= atLeast, $"{host} gives {files} files.");
        GoldenFiles.Check(host, realised);
    }
}
