using HostTools.Configuration.Options;
using HostTools.Platform;

namespace HostTools.Configuration.Modules;

/// <summary>Lists the modules that can be imported by name: those of the tree first, then those of the libraries that are not shadowed.</summary>
internal static class ModuleListing
{
    private const string TreeSource = "tree";

    public static IReadOnlyList<ModuleInfo> Of(ConfigurationTree tree)
    {
        var found = new SortedDictionary<string, ModuleInfo>(StringComparer.Ordinal);
        foreach (ModuleInfo module in Below(Path.Combine(tree.Directory, "modules"), TreeSource, "modules", []))
            found.TryAdd(module.Name, module);
        foreach (ModuleSource library in tree.Libraries)
        {
            foreach (ModuleInfo module in Below(library.Directory, library.Name, library.Name, [.. library.Base, .. library.HomeBase]))
                found.TryAdd(module.Name, module);
        }

        return [.. found.Values];
    }

    /// <summary>Their names alone; reads no file.</summary>
    public static IReadOnlyList<string> NamesOf(ConfigurationTree tree) =>
    [
        .. tree.Libraries.Select(static library => library.Directory).Prepend(Path.Combine(tree.Directory, "modules"))
            .SelectMany(static folder => Files(folder).Select(file => NameOf(folder, file)))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<ModuleInfo> Below(string folder, string source, string shown, HashSet<string> always)
    {
        foreach (string file in Files(folder))
        {
            string name = NameOf(folder, file);
            yield return Read(file, name, source, $"{shown}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}", always.Contains(name));
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories) : [];

    /// <summary>What an import writes for a file below a folder of modules.</summary>
    public static string NameOf(string folder, string file)
    {
        string name = Path.GetRelativePath(folder, file).Replace('\\', '/')[..^5];
        return name.EndsWith("/default", StringComparison.Ordinal) ? name[..^8] : name;
    }

    private static ModuleInfo Read(string file, string name, string source, string shown, bool isBase)
    {
        LoadedModule loaded = ModuleStore.Load(file, shown, ModuleKind.Module);
        ModuleDocument? module = loaded.Document;
        return new ModuleInfo(name, module?.Description ?? string.Empty)
        {
            Class = module?.Class ?? "host",
            Source = source,
            File = file,
            IsBase = isBase,
            Options = [.. (module?.Options ?? []).Select(static option => OptionPath.Join(option.Path)).Order(StringComparer.Ordinal)],
            Imports = [.. (module?.Imports ?? []).Select(static import => import.Module.Value)],
            Errors = loaded.Errors,
        };
    }
}
