using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>Follows the imports of a host or of a home: every file once, imported modules before those that import them.</summary>
/// <param name="tree">Where names are looked up.</param>
/// <param name="session">Takes the errors.</param>
/// <param name="of">The class it collects: host or home; modules of class any fit both.</param>
internal sealed class ModuleCollector(ConfigurationTree tree, EvaluationSession session, string of = "host")
{
    /// <summary>A submodule takes modules of every class: it is part of whatever declares it.</summary>
    private const string AnyClass = "any";

    private readonly Dictionary<string, List<ModuleDocument>> _imports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _disabled = new(StringComparer.Ordinal);
    private readonly List<ModuleDocument> _roots = [];
    private readonly List<string> _treeFolders = [Path.Combine(tree.Directory, "modules")];
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private EvalScope? _scope;

    /// <summary>A collector for a home: the same folders, the same record of what was read.</summary>
    /// <param name="scope">What its imports may use: <c>meta</c> of the home, <c>params</c>.</param>
    public ModuleCollector ForHome(EvalScope scope) => new(tree, session, "home", _treeFolders, _hashes) { _scope = scope };

    private ModuleCollector(ConfigurationTree tree, EvaluationSession session, string of, List<string> folders, Dictionary<string, string> hashes)
        : this(tree, session, of) => (_treeFolders, _hashes) = (folders, hashes);

    /// <summary>The modules of a submodule, in the order in which their definitions count, with all that they import.</summary>
    public List<ModuleDocument> ModulesOf(SubmoduleType type)
    {
        var collector = new ModuleCollector(tree, session, AnyClass, _treeFolders, _hashes) { _scope = _scope };
        foreach (SubmodulePart part in type.Parts)
        {
            if ((part.Inline ?? Find(part.Name!)) is { } module)
                collector.Add(module);
        }

        return collector.Ordered();
    }

    /// <summary>The modules in the order in which their definitions count: imported ones before those that import them, none that is disabled.</summary>
    public List<ModuleDocument> Ordered()
    {
        var modules = new List<ModuleDocument>();
        var visited = new HashSet<string>(_disabled, StringComparer.Ordinal);
        foreach (ModuleDocument root in _roots)
            Visit(root, visited, modules);
        return modules;
    }

    /// <summary>Content hashes of all files read, by display path.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>Names that can be imported, for suggestions and completion.</summary>
    public IEnumerable<string> KnownNames()
    {
        foreach (string folder in Folders())
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (string file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
                yield return ModuleListing.NameOf(folder, file);
        }
    }

    /// <summary>Modules that can be imported by name and are not; unreadable ones are passed over.</summary>
    public IEnumerable<(string Name, ModuleDocument Module)> NotImported()
    {
        foreach (string folder in Folders())
        {
            foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories) : [])
            {
                if (!_imports.ContainsKey(file) && ModuleStore.Load(file, DisplayPath(file), ModuleKind.Module).Document is { } module)
                    yield return (ModuleListing.NameOf(folder, file), module);
            }
        }
    }

    /// <summary>Reads a file that is no import: a host, <c>hosttools.yaml</c>.</summary>
    public ModuleDocument? Load(string path, ModuleKind kind)
    {
        if (session.LeadsOut(path))
        {
            session.Errors.Add(ConfigurationErrors.UnreadableFile(DisplayPath(path), "it is a link that leads out of the tree", "Put the file itself there."));
            return null;
        }

        LoadedModule loaded = ModuleStore.Load(path, DisplayPath(path), kind);
        _hashes[loaded.DisplayPath] = loaded.Hash;
        session.Errors.AddRange(loaded.Errors);
        return loaded.Document;
    }

    /// <summary>Takes further folders of modules from <c>libraries:</c> of <c>hosttools.yaml</c>; they lie inside the tree.</summary>
    public void ReadLibraries(ModuleDocument? document)
    {
        YamlNode? node = document?.Header?["libraries"];
        if (node is not null and not YamlSequence and not YamlScalar { IsNull: true })
            session.Errors.Add(ConfigurationErrors.BadLibraries(node.Place));
        foreach (YamlNode item in (node as YamlSequence)?.Items ?? [])
        {
            string? folder = item is YamlScalar { IsNull: false } path ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.Value, tree.Directory)) : null;
            if (folder is not null && _treeFolders.Contains(folder))
                continue;
            if (folder is null || !folder.StartsWith(tree.Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Directory.Exists(folder))
                session.Errors.Add(ConfigurationErrors.BadLibraries(item.Place));
            else
                _treeFolders.Add(folder);
        }
    }

    /// <summary>Adds a module that is there without being imported, and all it imports.</summary>
    public void Add(ModuleDocument document)
    {
        _roots.Add(document);
        Follow(document);
    }

    /// <summary>Adds a module asked for from outside, as if a file in the tree's folder imported it.</summary>
    public void AddNamed(string name)
    {
        var file = new SourceFile($"<import {name}>", Path.Combine(tree.Directory, "<import>"), name);
        session.Try(() => Import(new ImportEntry(new YamlScalar(file, 0, name.Length, null, name, ScalarKind.Plain), null), _roots));
    }

    /// <summary>Adds the modules every host gets, or every home.</summary>
    public void AddBase()
    {
        foreach (ModuleSource library in tree.Libraries)
        {
            foreach (string name in of == "home" ? library.HomeBase : library.Base)
            {
                if (Load(Path.Combine(library.Directory, name + ".yaml"), ModuleKind.Module) is { } document)
                    Add(document);
            }
        }
    }

    /// <summary>The module an import names; null when it does not exist (then an error says so).</summary>
    public ModuleDocument? Find(YamlScalar import)
    {
        if (Resolve(import) is { } path)
        {
            return IsHost(path)
                ? throw new EvaluationFailure(ConfigurationErrors.ImportsHost(import.Place, import.Value))
                : Load(path, ModuleKind.Module);
        }

        session.Errors.Add(ConfigurationErrors.ModuleNotFound(import.Place, import.Value, KnownNames()));
        return null;
    }

    private void Follow(ModuleDocument document)
    {
        if (_imports.ContainsKey(document.Key))
            return;
        var imported = new List<ModuleDocument>();
        _imports.Add(document.Key, imported);
        foreach (YamlScalar name in document.Disabled)
            session.Try(() => Disable(name));
        foreach (ImportEntry import in document.Imports)
            session.Try(() => Import(import, imported));
    }

    private void Import(ImportEntry import, List<ModuleDocument> into)
    {
        if (import.When is { } when && !Compiler.Condition(when, _scope ?? session.OuterScope))
            return;
        if (Find(import.Module) is not { } document)
            return;
        if (document.Class != "any" && document.Class != of && of != AnyClass)
            throw new EvaluationFailure(ConfigurationErrors.WrongClass(import.Module.Place, import.Module.Value, document.Class, of));
        into.Add(document);
        Follow(document);
    }

    private void Disable(YamlScalar name)
    {
        if (Resolve(name) is { } path)
            _disabled.Add(path);
        else
            throw new EvaluationFailure(ConfigurationErrors.ModuleNotFound(name.Place, name.Value, KnownNames()));
    }

    private void Visit(ModuleDocument document, HashSet<string> visited, List<ModuleDocument> into)
    {
        if (!visited.Add(document.Key))
            return;
        foreach (ModuleDocument imported in _imports[document.Key])
            Visit(imported, visited, into);
        into.Add(document);
    }

    private string? Resolve(YamlScalar import)
    {
        string name = import.Value.Replace('\\', '/');
        if (name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal))
            return ResolvePath(import, name);
        if (Path.IsPathRooted(name) || name.Split('/').Any(static part => part is "" or "." or ".."))
            throw new EvaluationFailure(ConfigurationErrors.ImportOutsideTree(import.Place, import.Value));
        string? found = null;
        foreach (string folder in Folders())
        {
            string? here = Existing(Path.Combine(folder, name));
            if (found is not null && here is not null)
                session.Warnings.Add(ConfigurationErrors.ShadowedLibraryModule(import.Place, name));
            found ??= here;
        }

        return found;
    }

    private string? ResolvePath(YamlScalar import, string name)
    {
        string from = import.File.FullPath;
        string path = Path.GetFullPath(name, Path.GetDirectoryName(from)!);
        return session.IsInsideTree(path, from)
            ? Existing(path)
            : throw new EvaluationFailure(ConfigurationErrors.ImportOutsideTree(import.Place, import.Value));
    }

    private static string? Existing(string path)
    {
        string[] candidates = [path, path + ".yaml", Path.Combine(path, "default.yaml")];
        return Array.Find(candidates, File.Exists);
    }

    /// <summary><c>hosts/NAME/default.yaml</c>.</summary>
    private bool IsHost(string path) =>
        Path.GetFileName(path) == "default.yaml" && Path.GetDirectoryName(Path.GetDirectoryName(path)) == Path.Combine(tree.Directory, "hosts");

    private IEnumerable<string> Folders() => [.. _treeFolders, .. tree.Libraries.Select(static l => l.Directory)];

    private string DisplayPath(string path)
    {
        foreach (ModuleSource library in tree.Libraries)
        {
            if (path.StartsWith(library.Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return $"{library.Name}/{Path.GetRelativePath(library.Directory, path).Replace('\\', '/')}";
        }

        return Path.GetRelativePath(tree.Directory, path).Replace('\\', '/');
    }
}
