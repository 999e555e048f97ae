using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Reads the menus of a machine's boot loaders. Nothing is changed and no program is started.</summary>
public static class BootMenus
{
    /// <summary>The menus that are there; empty when no boot loader is found. A machine may have left-overs of several.</summary>
    /// <param name="root">The machine.</param>
    /// <exception cref="HostToolsException">BootFileUnreadable: a file is too large, or may not be read.</exception>
    public static IReadOnlyList<BootMenu> Read(Root root)
    {
        BootFiles files = new(root);
        return [.. new[] { LimineMenu.Read(files), BlsMenu.Read(files), GrubMenu.Read(files) }.OfType<BootMenu>()];
    }
}
