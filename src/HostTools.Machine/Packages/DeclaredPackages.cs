using HostTools.Activation.Resources;
using HostTools.Configuration;

namespace HostTools.Machine.Packages;

/// <summary>Renders <c>environment.systemPackages</c>.</summary>
internal static class DeclaredPackages
{
    /// <summary>Adds every package, once.</summary>
    public static void Realise(HostConfig config, ResourceSet into)
    {
        if (!config.TryGet(out object? value, "environment", "systemPackages"))
            return;
        foreach (string name in Entry.TextsOf(value).Distinct(StringComparer.Ordinal))
            into.Add(new PackageResource(name) { Origins = config.OriginsOf("environment", "systemPackages") });
    }
}
