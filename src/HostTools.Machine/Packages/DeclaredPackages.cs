using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Renders <c>environment.systemPackages</c>, or <c>home.packages</c>.</summary>
internal static class DeclaredPackages
{
    /// <summary>Adds every package, once, with all places that asked for it.</summary>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into, params string[] option)
    {
        var names = new PackageNames(config.Host ?? config);
        foreach ((string package, IReadOnlyList<Origin> places) in Entry.ElementsOf(config, library, option))
            into.Add(new PackageResource(package) { Distribution = names.Distribution, Names = names.Of(package), Origins = places });
    }
}
