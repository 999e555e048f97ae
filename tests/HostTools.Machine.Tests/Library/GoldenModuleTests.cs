using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

/// <summary>
/// What each module of the library gives: golden/library/&lt;module&gt;.yaml is a host that uses its options, or a home where the module
/// is one of homes, with what its host says in a .host beside it; the folder beside it the files that come of it, the .txt what files cannot show.
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
        Realised realised = Realise(host);
        Assert.NotEmpty(realised.Set.Resources);
        GoldenFiles.Check($"library/{host}", realised);
    }

    [Fact]
    public void EveryModule_HasAHostThatUsesIt()
    {
        string[] used = [.. GoldenFiles.LibraryHosts().Concat(s_elsewhere)];
        string[] shown = [.. used.SelectMany(ModulesShownBy).Select(static module => module.Name).Distinct()];
        Assert.Empty(Trees.LibraryModules.Where(static module => module.Class != "submodule").Select(static module => module.Name).Except(shown));
    }

    /// <summary>What comes of the host, or the home, of that name.</summary>
    internal static Realised Realise(string host)
    {
        string text = GoldenFiles.LibraryHost(host);
        string system = host.Contains("windows", StringComparison.Ordinal) ? "x86_64-windows" : "x86_64-linux";
        return ModulesShownBy(host).Any(static module => module.Class == "home")
            ? Trees.RealiseHomeOn(system, text, GoldenFiles.LibraryHostOfHome(host)) : Trees.RealiseOn(system, text);
    }

    /// <summary>A host is named like the module it shows, or like that with a variant behind a hyphen.</summary>
    private static IEnumerable<ModuleInfo> ModulesShownBy(string host) =>
        Trees.LibraryModules.Where(module => host == module.Name || host.StartsWith(module.Name + "-", StringComparison.Ordinal));
}
