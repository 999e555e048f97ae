using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders <c>windows.scheduledTasks</c>.</summary>
internal sealed class DeclaredTasks(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    /// <summary>Adds every task.</summary>
    public void Realise()
    {
        foreach (Entry entry in Entry.Of(config, "windows", "scheduledTasks"))
        {
            (string? path, string? why) = TaskPath.Parse(entry.Name);
            if (path is null)
                errors.Add(MachineErrors.WindowsNameInvalid(entry.Option, entry.Name, why ?? "it is none", entry.OriginsOf()));
            else
                Add(entry, path);
        }
    }

    private void Add(Entry entry, string path)
    {
        try
        {
            into.Add(new TaskResource(path, TaskDefinition.Of(entry.Values)) { Origins = entry.CausesOf(library) });
        }
        catch (Exception cause) when (cause is ArgumentException or System.Xml.XmlException)
        {
            errors.Add(MachineErrors.WindowsNameInvalid(entry.Option, entry.Name, $"a text of it cannot stand in a definition of a task ({cause.Message})", entry.OriginsOf()));
        }
    }
}
