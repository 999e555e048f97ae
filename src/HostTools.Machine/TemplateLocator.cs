using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Finds templates: the folder <c>templates</c> beside this assembly.</summary>
public static class TemplateLocator
{
    /// <summary>Absolute path of the template of that name, a folder.</summary>
    /// <exception cref="HostToolsException">TemplateNotFound when the installation is incomplete.</exception>
    public static string Find(string name)
    {
        string folder = Path.Combine(LibraryLocator.Beside("templates"), name);
        return Directory.Exists(folder) ? folder : throw new HostToolsException(MachineErrors.TemplateNotFound(folder));
    }
}
