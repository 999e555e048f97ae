using System.Globalization;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Renders <c>environment.systemPackages</c>.</summary>
internal static class DeclaredPackages
{
    private static readonly string[] s_option = ["environment", "systemPackages"];

    /// <summary>Adds every package, once, with all places that asked for it.</summary>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into)
    {
        if (!config.TryGet(out object? value, s_option))
            return;
        var names = new PackageNames(config);
        foreach (IGrouping<string, int> package in Entry.TextsOf(value).Select(static (name, index) => (name, index)).GroupBy(static p => p.name, static p => p.index))
        {
            into.Add(new PackageResource(package.Key)
            {
                Distribution = names.Distribution,
                Names = names.Of(package.Key),
                Origins = OriginsOf(config, library, package),
            });
        }
    }

    /// <summary>The user's own places first.</summary>
    private static IReadOnlyList<Origin> OriginsOf(HostConfig config, ModuleSource library, IEnumerable<int> elements) =>
        [.. elements
            .SelectMany(index => config.OriginsOf([.. s_option, index.ToString(CultureInfo.InvariantCulture)]))
            .Distinct()
            .OrderBy(place => Entry.IsOf(library, place))];
}
