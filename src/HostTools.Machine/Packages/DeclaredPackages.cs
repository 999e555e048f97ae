using System.Globalization;
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
        if (!config.TryGet(out object? value, option))
            return;
        var names = new PackageNames(config.Host ?? config);
        foreach (IGrouping<string, int> package in Entry.TextsOf(value).Select(static (name, index) => (name, index)).GroupBy(static p => p.name, static p => p.index))
        {
            into.Add(new PackageResource(package.Key)
            {
                Distribution = names.Distribution,
                Names = names.Of(package.Key),
                Origins = OriginsOf(config, library, option, package),
            });
        }
    }

    /// <summary>The user's own places first.</summary>
    private static IReadOnlyList<Origin> OriginsOf(HostConfig config, ModuleSource library, string[] option, IEnumerable<int> elements) =>
        [.. elements
            .SelectMany(index => config.OriginsOf([.. option, index.ToString(CultureInfo.InvariantCulture)]))
            .Distinct()
            .OrderBy(place => Entry.IsOf(library, place))];
}
