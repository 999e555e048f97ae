using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>The kinds that only Windows has.</summary>
internal static class WindowsProviders
{
    /// <summary>For a target. Where no Windows is asked, a folder records what is wanted, and a machine refuses it.</summary>
    public static IEnumerable<IProvider> Of(Target target, WindowsMachine? windows)
    {
        // The registry of a user is that of who runs us.
        if (windows is not null && target.Scope.User is { } user && !string.Equals(user, windows.User, StringComparison.OrdinalIgnoreCase))
            windows = windows with { Registry = new RegistryOfAnother(user) };
        return
        [
            new RegistryKeyProvider(target, windows), new RegistryValueProvider(target, windows), new VariableProvider(target, windows),
            new ServiceProvider(target, windows), new TaskProvider(target, windows), new FeatureProvider(target, windows),
        ];
    }
}
