using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>One declaration of an option in one module. Immutable.</summary>
/// <param name="Module">The module that declares it; its <c>let</c> and types are visible in the default.</param>
/// <param name="Path">Names from the module's root.</param>
/// <param name="Type">What it may hold.</param>
/// <param name="Place">Where it is written; its text is not kept.</param>
internal sealed record OptionDeclaration(ModuleDocument Module, IReadOnlyList<string> Path, OptionType Type, Place Place)
{
    public YamlNode? Default { get; init; }

    /// <summary>What documentation says instead of the default's own text; null when that says enough.</summary>
    public string? DefaultText { get; init; }

    public YamlNode? Example { get; init; }

    /// <summary>What documentation calls the keys of the map.</summary>
    public string? Placeholder { get; init; }

    public string Description { get; init; } = string.Empty;

    /// <summary>Bare CEL over <c>value</c>, applied once to the merged value.</summary>
    public YamlScalar? Apply { get; init; }

    public bool ReadOnly { get; init; }

    public bool Internal { get; init; }
}
