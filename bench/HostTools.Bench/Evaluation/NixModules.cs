using System.Globalization;
using System.Text;

namespace HostTools.Bench.Evaluation;

/// <summary>Writes a <see cref="ModuleSet"/> as Nix modules.</summary>
internal static class NixModules
{
    /// <summary>Writes the modules and <c>default.nix</c>, a function of <c>turn</c> whose value is the configuration.</summary>
    /// <param name="set">What to write.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="library">Absolute path of nixpkgs' <c>lib</c>.</param>
    public static void Write(ModuleSet set, string folder, string library)
    {
        Directory.CreateDirectory(folder);
        for (int m = 0; m < set.Modules; m++)
            File.WriteAllText(Path.Join(folder, ModuleSet.Name(m) + ".nix"), set.Instances > 0 ? Instances(set) : Module(set, m));
        // Nix counts the definitions of the last module first.
        string modules = string.Concat(Enumerable.Range(0, set.Modules).Reverse().Select(static m => $" ./{ModuleSet.Name(m)}.nix"));
        File.WriteAllText(Path.Join(folder, "default.nix"),
            $"{{ turn ? 1 }}: let lib = import {library}; in (lib.evalModules {{ specialArgs = {{ inherit turn; }}; modules = [{modules} ]; }}).config\n");
    }

    private static string Module(ModuleSet set, int m)
    {
        (string name, string next) = (ModuleSet.Name(m), ModuleSet.Name(set.Next(m)));
        var text = new StringBuilder($"{{ lib, config, turn, ... }}: let inherit (lib) types; cfg = config.{name}; in {{\n  options.{name} = {{\n");
        set.Each(m, (shape, n, i) => Declare(text, shape, n, i));
        text.Append("  };\n  config = lib.mkMerge [\n    {\n");
        set.Each(m, (shape, n, i) => Define(text, name + ".", shape, shape.Own, n, i));
        set.Each(set.Next(m), (shape, n, i) => Define(text, next + ".", shape, shape.Other, n, i));
        text.Append("    }\n");
        foreach ((int half, string condition) in new[] { (0, "cfg.enable0"), (1, "(lib.mod turn 2 == 0)") })
        {
            text.Append($"    (lib.mkIf {condition} {{\n");
            set.Each(m, (shape, n, i) => Define(text, name + ".", shape, n % 2 == half ? shape.When : null, n, i));
            text.Append("    })\n");
        }

        return text.Append("  ];\n}\n").ToString();
    }

    private static string Instances(ModuleSet set)
    {
        var text = new StringBuilder("{ lib, turn, ... }: let inherit (lib) types; in {\n  options.things = lib.mkOption { description = \"Generated.\"; default = {};\n    type = types.attrsOf (types.submodule ({ config, ... }: let cfg = config; in {\n  options = {\n");
        set.Each(0, (shape, n, i) => Declare(text, shape, n, i));
        text.Append("  };\n  config = lib.mkMerge [\n    {\n");
        set.Each(0, (shape, n, i) => Define(text, string.Empty, shape, shape.Own, n, i));
        text.Append("    }\n    (lib.mkIf cfg.enable0 {\n");
        set.Each(0, (shape, n, i) => Define(text, string.Empty, shape, shape.When, n, i));
        text.Append("    })\n  ];\n  })); };\n");
        for (int instance = 0; instance < set.Instances; instance++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  config.things.thing{instance} = {{\n");
            set.Each(instance, (shape, n, i) => Define(text, string.Empty, shape, shape.Other, n, i));
            text.Append("  };\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Declare(StringBuilder text, OptionShape shape, int n, int i)
    {
        string value = shape.Default is { } given ? $" default = {ModuleSet.Fill(given.Nix, n, i)};" : string.Empty;
        text.Append(CultureInfo.InvariantCulture, $"    {shape.Name}{n} = lib.mkOption {{ type = {shape.NixType};{value} description = \"Option {shape.Name} of a generated module, number {n}.\"; }};\n");
    }

    private static void Define(StringBuilder text, string path, OptionShape shape, Text? value, int n, int i)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $"    {path}{shape.Name}{n} = {ModuleSet.Fill(value.Nix, n, i)};\n");
    }
}
