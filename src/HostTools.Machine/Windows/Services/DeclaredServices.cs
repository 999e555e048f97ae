using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders <c>windows.services</c>.</summary>
internal sealed class DeclaredServices(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    /// <summary>Adds every service.</summary>
    public void Realise()
    {
        foreach (Entry entry in Entry.Of(config, "windows", "services"))
        {
            if (!ServiceControl.IsName(entry.Name))
            {
                errors.Add(MachineErrors.WindowsNameInvalid(entry.Option, entry.Name, "a service's name has at most 256 characters, and no slashes", entry.OriginsOf()));
                continue;
            }

            into.Add(new ServiceResource(entry.Name)
            {
                Start = entry.Text("startupType") is { } start ? Enum.Parse<ServiceStart>(start) : null,
                IsRunning = entry.Text("state") is { } state ? state == "Running" : null,
                Origins = entry.CausesOf(library),
            });
        }
    }
}
