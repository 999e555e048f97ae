using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The machine that a command reads.</summary>
internal static class MachineRoot
{
    /// <summary>A root file system in a folder, else the machine this runs on.</summary>
    /// <exception cref="HostToolsException">FolderIsFile, RootNotFound.</exception>
    public static Root Open(CommandContext context, string? folder)
    {
        if (folder is null)
            return context.Environment.Machine;
        TargetFolder.RequireFolder(folder);
        return Directory.Exists(folder) ? Root.At(folder) : throw ExportErrors.RootNotFound(folder);
    }
}
