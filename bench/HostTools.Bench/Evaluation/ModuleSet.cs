using System.Globalization;

namespace HostTools.Bench.Evaluation;

/// <summary>
/// A generated set of modules: each declares options, defines them plainly and under two conditions, and defines options of its
/// neighbour. Written in YAML and in Nix with the same options, definitions and expressions.
/// </summary>
/// <param name="Modules">Number of files.</param>
/// <param name="OptionsPerModule">Options each declares.</param>
internal sealed record ModuleSet(int Modules, int OptionsPerModule)
{
    /// <summary>When above 0, one module has this many instances of a submodule with <see cref="OptionsPerModule"/> options.</summary>
    public int Instances { get; init; }

    public int Options => (Instances > 0 ? Instances : Modules) * OptionsPerModule;

    public int Definitions =>
        (Instances > 0 ? Instances : Modules) * Enumerable.Range(0, OptionsPerModule).Sum(static i => OptionShape.Mix[i % OptionShape.Mix.Count].Definitions);

    /// <summary>Calls back for each option of a module: its shape, its number within its kind and in the whole set.</summary>
    public void Each(int module, Action<OptionShape, int, int> option)
    {
        for (int i = 0; i < OptionsPerModule; i++)
            option(OptionShape.Mix[i % OptionShape.Mix.Count], i / OptionShape.Mix.Count, (module * OptionsPerModule) + i);
    }

    public int Next(int module) => (module + 1) % Modules;

    public static string Name(int module) => string.Create(CultureInfo.InvariantCulture, $"m{module:D4}");

    /// <summary>Puts the numbers of an option into a text of its shape.</summary>
    public static string Fill(string text, int n, int i) => text
        .Replace("[n]", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("[i]", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
