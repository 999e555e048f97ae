using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Answers "there is no option" with the module to import, where one declares it. Reads the library, so only after a failure.</summary>
/// <param name="collector">Knows the modules that could be imported.</param>
/// <param name="homes">Homes of the evaluation; what is wrong in their files is answered with home modules.</param>
internal sealed class ImportAdvice(ModuleCollector collector, IReadOnlyCollection<Home> homes)
{
    private const int MaxModules = 3;

    private List<(string Name, ModuleDocument Module)>? _modules;

    public HostError Improve(HostError error)
    {
        if (error.Id != nameof(ConfigurationErrors.UnknownOption) || error.Target is not string path)
            return error;
        string level = homes.Any(home => home.Modules.Any(m => m.File.DisplayPath == error.Origin?.File)) ? "home" : "host";
        ILookup<bool, string> names = Modules()
            .Where(m => Declares(m.Module, path))
            .DistinctBy(static m => m.Name)
            .ToLookup(m => m.Module.Class == "any" || m.Module.Class == level, static m => m.Name);
        return names[true].Count() is > 0 and <= MaxModules ? ConfigurationErrors.UnknownOptionOfModule(error, [.. names[true]])
            : names[false].Any() && !IsBelowOwn(level, path) ? ConfigurationErrors.UnknownOptionOfOther(error, level)
            : error;
    }

    private List<(string Name, ModuleDocument Module)> Modules() => _modules ??= [.. collector.NotImported()];

    /// <summary>The level itself has an option with such instances: then the name in it is wrong, whatever the other level has of that name.</summary>
    private bool IsBelowOwn(string level, string path) =>
        (level == "host" ? collector.Ordered() : homes.SelectMany(static home => home.Modules)).Any(module => module.Options.Exists(option => Below(path, OptionPath.Join(option.Path))));

    /// <summary>Whether it declares the option, one it lies in (an instance), or some below it (a group).</summary>
    private static bool Declares(ModuleDocument module, string path) =>
        module.Options.Exists(option => OptionPath.Join(option.Path) is var own && (own == path || Below(own, path) || Below(path, own)));

    private static bool Below(string inner, string outer) => inner.StartsWith(outer + ".", StringComparison.Ordinal);
}
