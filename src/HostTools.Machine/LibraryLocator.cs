using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Finds the library: the folder <c>modules</c> beside this assembly.</summary>
public static class LibraryLocator
{
    private const string BaseFolder = "base";

    /// <summary>The library that came with this assembly; the files directly in its <c>base/</c> are loaded for every host, those in <c>base/home/</c> for every home.</summary>
    /// <exception cref="HostToolsException">LibraryNotFound when the installation is incomplete.</exception>
    public static ModuleSource Find() => Open(Beside("modules"));

    /// <summary>A library in another place, for example the one of a source tree.</summary>
    /// <exception cref="HostToolsException">LibraryNotFound when the folder holds no <c>base/</c>.</exception>
    public static ModuleSource Open(string directory)
    {
        string full = Path.GetFullPath(directory);
        string baseFolder = Path.Combine(full, BaseFolder);
        if (!Directory.Exists(baseFolder))
            throw new HostToolsException(MachineErrors.LibraryNotFound(full));
        return new ModuleSource("library", full, Names(full, BaseFolder)) { HomeBase = Names(full, $"{BaseFolder}/home") };
    }

    private static string[] Names(string library, string folder) =>
        Directory.Exists(Path.Combine(library, folder))
            ? [.. Directory.EnumerateFiles(Path.Combine(library, folder), "*.yaml")
                .Select(file => $"{folder}/{Path.GetFileNameWithoutExtension(file)}")
                .Order(StringComparer.Ordinal)]
            : [];

    /// <summary>What came with this assembly in a folder of that name.</summary>
    internal static string Beside(string name) => Path.Combine(Folder(), name);

    private static string Folder()
    {
        // A single-file program has no assembly on disk; its files lie beside the executable.
        string? folder = Path.GetDirectoryName(typeof(LibraryLocator).Assembly.Location);
        return string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder;
    }
}
