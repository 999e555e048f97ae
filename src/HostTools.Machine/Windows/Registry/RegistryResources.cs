using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>A key of the registry, there for its values.</summary>
/// <param name="Path">From its root on, <c>HKLM\Software\Example</c>.</param>
internal sealed record RegistryKeyResource(string Path) : Resource
{
    public const string KindName = "registry-key";

    public override ResourceId Id => new(KindName, Path);
}

/// <summary>A value of the registry.</summary>
/// <param name="Key">Its key, <c>HKLM\Software\Example</c>.</param>
/// <param name="Name">Its name; empty for the one that a key has by itself.</param>
/// <param name="Data">What it holds; null when it shall not be there.</param>
internal sealed record RegistryValueResource(string Key, string Name, RegistryData? Data) : Resource
{
    public const string KindName = "registry-value";

    public override ResourceId Id => new(KindName, RegistryPath.Join(Key, Name));
}
