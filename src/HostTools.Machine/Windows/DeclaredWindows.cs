using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders what only hosts with Windows have.</summary>
internal static class DeclaredWindows
{
    /// <summary>Adds it, for a host or for a home; nothing for any other system.</summary>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
    {
        if (config.Meta.Os != "windows")
            return;
        new DeclaredRegistry(config, library, into, errors).Realise();
        new DeclaredVariables(config, library, into).Realise();
        new DeclaredServices(config, library, into, errors).Realise();
        new DeclaredTasks(config, library, into, errors).Realise();
        new DeclaredFeatures(config, library, into, errors).Realise();
    }
}
