using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine;

namespace HostTools.Commands;

/// <summary>The features, listed by hand: nothing scans for them.</summary>
internal static class HostFeatures
{
    /// <summary>The kinds of resources that features bring to a target.</summary>
    public static IEnumerable<IProvider> Providers(this CommandEnvironment environment, Target target) =>
        environment.Features.Value.SelectMany(feature => feature.Providers(target));

    public static IReadOnlyList<IFeature> All() => [new BaseFeature(LibraryLocator.Find())];
}
