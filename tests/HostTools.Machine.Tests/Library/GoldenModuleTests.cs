namespace HostTools.Machine.Tests.Library;

/// <summary>
/// What each module of the library gives: golden/library/&lt;module&gt;.yaml is a host that uses its options, the folder beside
/// it the files that come of it, the .txt what files cannot show.
/// </summary>
public sealed class GoldenModuleTests
{
    // These are pinned by the hosts of the example tree, or by what others make of them.
    private static readonly string[] s_elsewhere =
    [
        "base/distribution", "base/files", "base/kernel", "base/network-names", "base/time", "base/tmpfiles", "base/variables",
        "desktop/display-manager", "hardware/nvidia", "services/btrbk", "services/openssh", "system/boot", "virtualization/docker",
    ];

    public static TheoryData<string> Hosts => [.. GoldenFiles.LibraryHosts()];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Module_GivesTheseFiles(string host)
    {
        Realised realised = Trees.Realise(GoldenFiles.LibraryHost(host));
        Assert.NotEmpty(realised.Set.Resources);
        GoldenFiles.Check($"library/{host}", realised);
    }

    [Fact]
    public void EveryModule_HasAHostThatUsesIt()
    {
        string[] used = [.. GoldenFiles.LibraryHosts().Concat(s_elsewhere)];
        Assert.DoesNotContain(ShapeTests.Names(), name => !used.Any(host => host == name || host.StartsWith(name + "-", StringComparison.Ordinal)));
    }
}
