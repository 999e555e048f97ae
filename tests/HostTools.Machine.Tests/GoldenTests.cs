namespace HostTools.Machine.Tests;

/// <summary>Everything that the example hosts want.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("toaster", "draxel", 8)]
    [InlineData("honeypot", "bamse", 3)]
    [InlineData("devbox-wsl", "draxel", 8)]
    public void Home_GivesTheseFiles(string host, string user, int atLeast)
    {
        Realised realised = Trees.RealiseHome(Trees.HomelabHost(host).Config, user);
        Assert.True(realised.Files.Count() >= atLeast, $"{user} on {host} gets {realised.Files.Count()} files.");
        Assert.All(realised.Set.Resources, resource => Assert.Equal(user, resource.Scope.User));
        GoldenFiles.Check($"{host}-home-{user}", realised);
    }

    [Theory]
    [InlineData("toaster", 25)]
    [InlineData("nixos", 5)]
    [InlineData("honeypot", 25)]
    [InlineData("devbox-wsl", 8)]
    [InlineData("ci-container", 4)]
    public void Host_GivesTheseFiles(string host, int atLeast)
    {
        Realised realised = Trees.HomelabHost(host);
        int files = realised.Files.Count();
        Assert.True(files >= atLeast, $"{host} gives {files} files.");
        GoldenFiles.Check(host, realised);
    }
}
