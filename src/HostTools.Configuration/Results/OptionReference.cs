using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Schema;

namespace HostTools.Configuration;

/// <summary>Every option that modules declare, as documentation tells it: without hosts and values.</summary>
/// <param name="Module">The module.</param>
/// <param name="Options">Its options by name, with those of entries and submodules; options that modules use among themselves are left out.</param>
public sealed record OptionReference(ModuleInfo Module, IReadOnlyList<OptionInfo> Options)
{
    /// <summary>The options of all modules of a tree and its libraries, ordered by module. Reads files and evaluates nothing.</summary>
    /// <remarks>A module with mistakes counts with what can be read of it; <see cref="ModuleInfo.Errors"/> has them.</remarks>
    public static IReadOnlyList<OptionReference> Of(ConfigurationTree tree)
    {
        var modules = new SchemaModules(tree);
        // What only submodules import is told where they are used.
        return [.. tree.Modules().Where(static module => module.Class != "submodule").Select(module => new OptionReference(module, OptionsOf(module, modules)))];
    }

    private static OptionInfo[] OptionsOf(ModuleInfo module, SchemaModules modules)
    {
        if (ModuleStore.Load(module.File, module.Name, ModuleKind.Module).Document is not { } document)
            return [];
        var found = new List<OptionInfo>();
        modules.Session.Try(() => found.AddRange(Provenance.Declared(OptionSet.Compile([document], new ErrorList()), modules.Session)));
        return [.. found.Where(static option => !option.IsInternal).OrderBy(static option => option.Name, StringComparer.Ordinal)];
    }
}
