using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>An option that a generated module declares.</summary>
internal sealed record GeneratedOption(string Path, TypePair Type)
{
    public Term? Default { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary><c>value + 1</c> on the result.</summary>
    public bool Applies { get; init; }

    public IReadOnlyList<string> Names => Path.Split('.');
}

/// <summary>A part of a module's <c>config</c>.</summary>
internal sealed record GeneratedBlock(Computed? When, int? Priority, IReadOnlyList<(string Key, Term Value)> Set);

/// <summary>One file.</summary>
internal sealed class GeneratedModule
{
    public List<int> Imports { get; } = [];

    public List<int> Disabled { get; } = [];

    public List<GeneratedOption> Options { get; } = [];

    public List<GeneratedBlock> Blocks { get; } = [];
}

/// <summary>Modules that import one another, the first being the start, in both languages.</summary>
internal sealed record ModuleSet(IReadOnlyList<GeneratedModule> Modules)
{
    public IEnumerable<GeneratedOption> Options => Modules.SelectMany(static m => m.Options);

    /// <summary>Something sets an option that nobody declares: neither language gives any value then.</summary>
    public bool HasUnknown { get; init; }

    /// <summary>The options that definitions of an option, and their conditions, read.</summary>
    public IEnumerable<GeneratedOption> Reads(GeneratedOption option)
    {
        string definitions = (option.Default?.Nix ?? string.Empty) + string.Concat(Modules.SelectMany(static m => m.Blocks).SelectMany(static b => b.Set, static (b, pair) => (pair.Key, Text: b.When?.Nix + pair.Value.Nix))
            .Where(pair => pair.Key == option.Path || pair.Key == option.Names[0]).Select(static pair => pair.Text));
        return Options.Where(other => definitions.Contains($"config.{other.Path})", StringComparison.Ordinal) || definitions.Contains($"config.{other.Path} ", StringComparison.Ordinal));
    }

    public string Yaml(int module)
    {
        GeneratedModule m = Modules[module];
        var text = new StringBuilder();
        if (m.Imports.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"imports: [{string.Join(", ", m.Imports.Select(static i => $"./m{i}.yaml"))}]\n");
        if (m.Disabled.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"disabledModules: [{string.Join(", ", m.Disabled.Select(static i => $"./m{i}.yaml"))}]\n");
        if (m.Options.Count > 0)
            text.Append("options:\n");
        foreach (GeneratedOption option in m.Options)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {option.Path}: {{ type: {option.Type.Yaml}{(option.Default is { } value ? ", default: " + value.Yaml : string.Empty)}")
                .Append(option.ReadOnly ? ", readOnly: true" : string.Empty).Append(option.Applies ? ", apply: value + 1" : string.Empty).Append(" }\n");
        }

        text.Append(m.Blocks.Count > 0 ? "config:\n" : string.Empty);
        foreach (GeneratedBlock block in m.Blocks)
        {
            text.Append("  - set:\n");
            foreach ((string key, Term value) in block.Set)
                text.Append(CultureInfo.InvariantCulture, $"      {key}: {value.Yaml}\n");
            if (block.When is { } when)
                text.Append(CultureInfo.InvariantCulture, $"    when: '{when.Cel.Replace("'", "''", StringComparison.Ordinal)}'\n");
            if (block.Priority is { } priority)
                text.Append(CultureInfo.InvariantCulture, $"    priority: {priority}\n");
        }

        return text.ToString();
    }

    /// <summary>Nix puts the definitions of later imports first; reversed, both have one order.</summary>
    public string Nix(int module)
    {
        GeneratedModule m = Modules[module];
        var text = new StringBuilder("{ lib, config, ... }: let inherit (lib) types; in {\n");
        text.Append(CultureInfo.InvariantCulture, $"  imports = [ {string.Join(' ', m.Imports.AsEnumerable().Reverse().Select(static i => $"./m{i}.nix"))} ];\n");
        text.Append(CultureInfo.InvariantCulture, $"  disabledModules = [ {string.Join(' ', m.Disabled.Select(static i => $"./m{i}.nix"))} ];\n");
        foreach (GeneratedOption option in m.Options)
        {
            text.Append(CultureInfo.InvariantCulture, $"  options.{option.Path} = lib.mkOption {{ type = {option.Type.Nix}; ")
                .Append(option.Default is { } value ? $"default = {value.Nix}; " : string.Empty)
                .Append(option.ReadOnly ? "readOnly = true; " : string.Empty).Append(option.Applies ? "apply = value: value + 1; " : string.Empty).Append("};\n");
        }

        text.Append("  config = lib.mkMerge [\n");
        foreach (GeneratedBlock block in m.Blocks)
        {
            string set = $"{{ {string.Concat(block.Set.Select(static pair => $"{pair.Key} = {pair.Value.Nix}; "))}}}";
            if (block.Priority is { } priority)
                set = string.Create(CultureInfo.InvariantCulture, $"(lib.mkOverride {priority} {set})");
            text.Append(CultureInfo.InvariantCulture, $"    {(block.When is { } when ? $"(lib.mkIf {when.Nix} {set})" : set)}\n");
        }

        return text.Append("  ];\n}\n").ToString();
    }

    public override string ToString() =>
        string.Concat(Enumerable.Range(0, Modules.Count).Select(i => $"--- m{i}.yaml\n{Yaml(i)}--- m{i}.nix\n{Nix(i)}"));
}
