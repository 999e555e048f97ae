using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>What became of an option that configurations may still set: <c>renamed</c>, <c>removed</c>, <c>changed</c>.</summary>
/// <param name="Module">The module that says so.</param>
/// <param name="From">The old path.</param>
/// <param name="Place">Where it says so.</param>
internal sealed record Move(ModuleDocument Module, IReadOnlyList<string> From, Place Place)
{
    /// <summary>The new path; null when the option was removed.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>The author's words about a removal.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>How old definitions are read when they must be converted; null when they stay as they are.</summary>
    public OptionType? OldType { get; init; }

    /// <summary>Bare CEL over <c>value</c> that makes the new value of an old one.</summary>
    public YamlScalar? Conversion { get; init; }
}

/// <summary>The place of an option that moved, in the tree of options.</summary>
internal sealed class MovedOption(OptionGroup parent, string name, Move move) : OptionTreeNode(parent, name)
{
    public Move Move { get; } = move;
}
