using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Renders <c>environment.systemPackages</c>, or <c>home.packages</c>.</summary>
internal static class DeclaredPackages
{
    /// <summary>Adds every package, once, with all places that asked for it.</summary>
    /// <exception cref="HostToolsException">PackageNameInvalid, for each.</exception>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into, params string[] option)
    {
        HostConfig host = config.Host ?? config;
        var names = new PackageNames(host);
        bool isRefreshed = host.TryGet(out object? refresh, "environment", "packageRefresh") && refresh is true;
        var versions = host.TryGet(out object? said, "environment", "packageVersions") ? said as ConfigMap : null;
        List<HostError> errors = [];
        foreach ((string package, IReadOnlyList<Origin> places) in Entry.ElementsOf(config, library, option))
        {
            var resource = new PackageResource(package)
            {
                Distribution = names.Distribution,
                Names = names.Of(package),
                Version = versions?.GetValueOrDefault(package) as string,
                IsRefreshed = isRefreshed,
                Origins = places,
            };
            errors.AddRange((resource.Names ?? []).Where(static name => !PackageWords.IsName(name)).Concat(resource.Version is { } version && !PackageWords.IsVersion(version) ? [version] : [])
                .Select(word => MachineErrors.PackageNameInvalid(package, word, places)));
            into.Add(resource);
        }

        if (errors.Count > 0)
            throw new HostToolsException(errors);
    }
}
