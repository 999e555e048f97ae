using HostTools.Machine.Files;

namespace HostTools.Machine.Tests.Files;

public sealed class TargetPathTests
{
    [Theory]
    [InlineData("/etc", "hosts", "/etc/hosts")]
    [InlineData("/etc", "systemd/system/x@y.service", "/etc/systemd/system/x@y.service")]
    [InlineData("/etc", "..hidden", "/etc/..hidden")]
    [InlineData("", "/usr/local/bin/tool", "/usr/local/bin/tool")]
    public void Name_BecomesAPath(string folder, string name, string expected)
    {
        Assert.True(TargetPath.TryJoin(folder, name, out string? path, out _));
        Assert.Equal(expected, path);
    }

    [Theory]
    [InlineData("/etc", "../passwd", "'..'")]
    [InlineData("/etc", "a/../../b", "'..'")]
    [InlineData("/etc", "./a", "'.'")]
    [InlineData("/etc", "/etc/a", "relative")]
    [InlineData("/etc", "a//b", "empty")]
    [InlineData("/etc", "a/", "empty")]
    [InlineData("/etc", "", "empty")]
    [InlineData("/etc", "a\nb", "control")]
    [InlineData("/etc", "a\0b", "control")]
    [InlineData("", "usr/bin", "absolute")]
    [InlineData("", "/", "empty")]
    [InlineData("", "/usr/../etc/shadow", "'..'")]
    public void NameThatClimbs_IsRefused(string folder, string name, string because)
    {
        Assert.False(TargetPath.TryJoin(folder, name, out _, out string? why));
        Assert.Contains(because, why, StringComparison.Ordinal);
    }

    [Fact]
    public void LongName_IsRefused() => Assert.False(TargetPath.TryJoin("/etc", new string('é', 128), out _, out _));
}
