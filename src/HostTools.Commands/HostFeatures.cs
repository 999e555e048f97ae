using HostTools.Machine;

namespace HostTools.Commands;

/// <summary>The features, listed by hand: nothing scans for them.</summary>
internal static class HostFeatures
{
    public static IReadOnlyList<IFeature> All() => [new BaseFeature(LibraryLocator.Find())];
}
