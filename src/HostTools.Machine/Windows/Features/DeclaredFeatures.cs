using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders <c>windows.optionalFeatures</c>.</summary>
internal sealed class DeclaredFeatures(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    /// <summary>Adds every feature.</summary>
    public void Realise()
    {
        foreach (Entry entry in Entry.Of(config, "windows", "optionalFeatures"))
        {
            if (!OptionalFeatures.IsName(entry.Name))
                errors.Add(MachineErrors.WindowsNameInvalid(entry.Option, entry.Name, "a feature's name has letters, digits and '-', '_' or '.'", entry.OriginsOf()));
            else
                into.Add(new FeatureResource(entry.Name) { IsEnabled = entry.Flag("enable", true), IncludesParents = entry.Flag("all", false), Origins = entry.CausesOf(library) });
        }
    }
}
