using HostTools.Configuration.Modules;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A folder with <c>hosttools.yaml</c>, <c>hosts/</c>, <c>users/</c> and <c>modules/</c>. Reads nothing until asked.</summary>
public sealed class ConfigurationTree
{
    private ConfigurationTree(string directory, IReadOnlyList<ModuleSource> libraries) =>
        (Directory, Libraries) = (directory, libraries);

    /// <summary>Absolute path of the folder.</summary>
    public string Directory { get; }

    /// <summary>Where modules are looked up by name, after the tree's own <c>modules/</c>.</summary>
    public IReadOnlyList<ModuleSource> Libraries { get; }

    /// <summary>Opens the tree at a folder.</summary>
    /// <exception cref="HostToolsException">ConfigurationTreeNotFound when the folder has neither <c>hosttools.yaml</c> nor <c>hosts/</c>.</exception>
    public static ConfigurationTree Open(string directory, IReadOnlyList<ModuleSource> libraries)
    {
        string full = Path.GetFullPath(directory);
        return IsTree(full)
            ? new ConfigurationTree(full, libraries)
            : throw new HostToolsException(ConfigurationErrors.ConfigurationTreeNotFound(directory));
    }

    /// <summary>Opens the tree at a folder, or the nearest above it that has a <c>hosttools.yaml</c>, as git finds its repository.</summary>
    /// <exception cref="HostToolsException">ConfigurationTreeNotFound when there is none up to the root.</exception>
    public static ConfigurationTree Find(string directory, IReadOnlyList<ModuleSource> libraries)
    {
        if (IsTree(Path.GetFullPath(directory)))
            return Open(directory, libraries);
        for (DirectoryInfo? folder = new(Path.GetFullPath(directory)); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "hosttools.yaml")))
                return new ConfigurationTree(folder.FullName, libraries);
        }

        throw new HostToolsException(ConfigurationErrors.ConfigurationTreeNotFound(directory));
    }

    /// <summary>No tree of anybody's: a library alone, to describe it.</summary>
    public static ConfigurationTree OfLibrary(ModuleSource library) => new(library.Directory, [library]);

    /// <summary>Whether a host may be called that: letters, digits and inner hyphens, at most 63.</summary>
    public static bool IsHostName(string name) => Evaluation.Header.IsHostName(name);

    /// <summary>Whether a user of a host may be called that: lower-case letters, digits, <c>_</c> and <c>-</c>, a letter or <c>_</c> first, at most 32.</summary>
    public static bool IsUserName(string name) => Evaluation.Header.IsUserName(name);

    /// <summary>Names of the hosts: folders below <c>hosts/</c> that hold a <c>default.yaml</c>, in ordinal order. Lists one folder only.</summary>
    public IReadOnlyList<string> HostNames() => FoldersWith("hosts", "default.yaml");

    /// <summary>Users with a home: folders below <c>users/</c> that hold a <c>home.yaml</c>, in ordinal order. Lists one folder only.</summary>
    public IReadOnlyList<string> HomeNames() => FoldersWith("users", "home.yaml");

    /// <summary>The modules that can be imported by name, in ordinal order; one of the tree hides one of a library with its name. Reads all of them.</summary>
    public IReadOnlyList<ModuleInfo> Modules() => ModuleListing.Of(this);

    /// <summary>The names of these modules; lists folders and reads no file.</summary>
    public IReadOnlyList<string> ModuleNames() => ModuleListing.NamesOf(this);

    private static bool IsTree(string full) =>
        File.Exists(Path.Combine(full, "hosttools.yaml")) || System.IO.Directory.Exists(Path.Combine(full, "hosts"));

    private string[] FoldersWith(string above, string file)
    {
        string folder = Path.Combine(Directory, above);
        if (!System.IO.Directory.Exists(folder))
            return [];
        return
        [
            .. System.IO.Directory.EnumerateDirectories(folder)
                .Where(below => File.Exists(Path.Combine(below, file)))
                .Select(static below => Path.GetFileName(below))
                .Order(StringComparer.Ordinal),
        ];
    }
}

/// <summary>A folder of modules that can be imported by name: <c>hardware/nvidia</c> is <c>hardware/nvidia.yaml</c> in it.</summary>
/// <param name="Name">Shown in messages in front of the file: <c>library</c>.</param>
/// <param name="Directory">Absolute path.</param>
/// <param name="Base">Names of the modules that every host gets without importing them.</param>
public sealed record ModuleSource(string Name, string Directory, IReadOnlyList<string> Base)
{
    /// <summary>Names of the modules that every home gets without importing them.</summary>
    public IReadOnlyList<string> HomeBase { get; init; } = [];
}
