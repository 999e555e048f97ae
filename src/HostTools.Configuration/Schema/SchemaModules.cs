using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Schema;

/// <summary>Every module that files of a tree may import, with what it declares. Mistakes in them are passed over: a schema helps to find them.</summary>
internal sealed class SchemaModules
{
    private readonly ConfigurationTree _tree;
    private readonly EvaluationSession _session;
    private readonly ModuleCollector _collector;
    private readonly Dictionary<string, ModuleDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OptionSet> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<OptionType, OptionSet> _submodules = new(ReferenceEqualityComparer.Instance);

    public SchemaModules(ConfigurationTree tree)
    {
        _tree = tree;
        _session = new EvaluationSession(CancellationToken.None)
        {
            ModulesOf = type => _collector!.ModulesOf(type),
            Folders = [tree.Directory, .. tree.Libraries.Select(static library => library.Directory)],
        };
        _collector = new ModuleCollector(tree, _session);
        Read();
    }

    /// <summary>Knows the modules of submodules.</summary>
    public EvaluationSession Session => _session;

    /// <summary>What <c>hosttools.yaml</c> says; null when there is none.</summary>
    public ModuleDocument? Tree { get; private set; }

    /// <summary>What can be imported by name, with descriptions.</summary>
    public SortedDictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The options that modules of a class may set.</summary>
    /// <param name="name">host or home.</param>
    public OptionSet OptionsOf(string name)
    {
        if (_classes.TryGetValue(name, out OptionSet? known))
            return known;
        List<ModuleDocument> modules = [.. _documents.Values.Where(module => module.Class == name || module.Class == "any")];
        if (name == "host")
            modules.Insert(0, BuiltInOptions.OfHosts);
        OptionSet set = OptionSet.Compile(modules, new ErrorList());
        foreach (OptionDeclaration option in modules.SelectMany(static module => module.Options))
        {
            // Modules that are never imported together may each have an option of that name.
            if (set.Find(option.Path) is OptionLeaf leaf && !leaf.Declarations.Contains(option) && leaf.Type.Name != option.Type.Name)
                leaf.Type = new UnionType([leaf.Type, option.Type]);
        }

        return _classes[name] = set;
    }

    /// <summary>The options below an option: of a submodule, or of a home.</summary>
    public OptionSet OptionsOf(OptionType type)
    {
        if (type is not SubmoduleType submodule)
            return OptionsOf("home");
        if (_submodules.TryGetValue(type, out OptionSet? known))
            return known;
        var modules = new List<ModuleDocument>();
        foreach (SubmodulePart part in submodule.Parts)
            _session.Try(() => AddWithImports(part.Inline ?? _collector.Find(part.Name!), modules));
        return _submodules[type] = OptionSet.Compile(modules, new ErrorList());
    }

    /// <summary>Conditions of imports are passed over: what may be imported may be set.</summary>
    private void AddWithImports(ModuleDocument? module, List<ModuleDocument> into)
    {
        if (module is null || into.Contains(module))
            return;
        into.Add(module);
        foreach (ImportEntry import in module.Imports)
            _session.Try(() => AddWithImports(_collector.Find(import.Module), into));
    }

    private void Read()
    {
        string tree = Path.Combine(_tree.Directory, "hosttools.yaml");
        if (File.Exists(tree) && (Tree = _collector.Load(tree, ModuleKind.Tree)) is { } document)
        {
            _session.Try(() => _collector.ReadLibraries(document));
            Add(document);
        }

        foreach ((string name, ModuleDocument module) in _collector.NotImported())
        {
            Names.TryAdd(name, module.Description);
            Add(module);
        }

        foreach (string folder in (string[])["hosts", "users"])
        {
            string full = Path.Combine(_tree.Directory, folder);
            string[] files = Directory.Exists(full) ? Directory.GetFiles(full, "*.yaml", SearchOption.AllDirectories) : [];
            foreach (string file in files.Order(StringComparer.Ordinal))
            {
                if (_collector.Load(file, KindOf(folder, Path.GetFileName(file))) is { } module)
                    Add(module);
            }
        }
    }

    private static ModuleKind KindOf(string folder, string file) =>
        (folder, file) switch
        {
            ("hosts", "default.yaml") => ModuleKind.Host,
            ("users", "home.yaml") => ModuleKind.Home,
            _ => ModuleKind.Module,
        };

    /// <summary>A module and those that it imports by path, wherever they lie.</summary>
    private void Add(ModuleDocument document)
    {
        if (!_documents.TryAdd(document.Key, document))
            return;
        foreach (ImportEntry import in document.Imports.Where(static import => import.Module.Value.StartsWith('.')))
            _session.Try(() => Follow(import.Module));
        foreach (ModuleDocument variant in document.Variants.Values)
            Add(variant);
    }

    private void Follow(YamlScalar import)
    {
        if (_collector.Find(import) is { } module)
            Add(module);
    }
}
