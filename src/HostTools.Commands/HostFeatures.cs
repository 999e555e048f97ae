using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Models;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>The features, listed by hand: nothing scans for them.</summary>
internal static class HostFeatures
{
    /// <summary>The kinds of resources that features bring to a target.</summary>
    public static IEnumerable<IProvider> Providers(this CommandEnvironment environment, Target target) =>
        environment.Features.Value.SelectMany(feature => feature.Providers(target));

    /// <summary>Where the modules of all of them are.</summary>
    public static IReadOnlyList<ModuleSource> Libraries(this CommandEnvironment environment) =>
        [.. environment.Features.Value.Select(static feature => feature.Library).DistinctBy(static library => library.Directory)];

    public static IReadOnlyList<IFeature> All()
    {
        ModuleSource library = LibraryLocator.Find();
        return [new BaseFeature(library), new ModelsFeature(library), new VirtualizationFeature(library)];
    }
}
