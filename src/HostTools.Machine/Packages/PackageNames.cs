using HostTools.Configuration;

namespace HostTools.Machine.Packages;

/// <summary>What packages are called where a host runs, as <c>environment.nativePackages</c> says.</summary>
internal sealed class PackageNames
{
    private readonly ConfigMap? _names;

    /// <summary>Reads what the host's modules found.</summary>
    public PackageNames(HostConfig config)
    {
        _names = config.TryGet(out object? names, "environment", "nativePackages") ? names as ConfigMap : null;
        Distribution = config.Meta.Os == "windows" ? "windows"
            : config.TryGet(out object? value, "system", "distribution") ? value as string : null;
    }

    /// <summary>The distribution, or <c>windows</c>; null when the host does not say.</summary>
    public string? Distribution { get; }

    /// <summary>The packages behind a neutral name: none when the distribution has none, null when nobody knows the distribution.</summary>
    public IReadOnlyList<string>? Of(string name) =>
        _names?.GetValueOrDefault(name) is { } native ? Entry.TextsOf(native) : null;
}
