using System.Globalization;
using System.Text;

namespace HostTools.Bench.Evaluation;

/// <summary>Writes a <see cref="ModuleSet"/> as a configuration tree.</summary>
internal static class YamlTree
{
    /// <param name="set">What to write.</param>
    /// <param name="folder">Folder of the tree.</param>
    /// <param name="hosts">How many hosts import all modules; one is named <c>h0</c> and sets nothing, several set options of their own.</param>
    public static void Write(ModuleSet set, string folder, int hosts = 1)
    {
        Directory.CreateDirectory(Path.Join(folder, "modules"));
        File.WriteAllText(Path.Join(folder, "hosttools.yaml"), "parameters:\n  turn: { type: int, default: 1 }\n");
        for (int m = 0; m < set.Modules; m++)
            File.WriteAllText(Path.Join(folder, "modules", ModuleSet.Name(m) + ".yaml"), set.Instances > 0 ? Instances(set) : Module(set, m));
        string imports = string.Concat(Enumerable.Range(0, set.Modules).Select(static m => $"  - {ModuleSet.Name(m)}\n"));
        for (int h = 0; h < hosts; h++)
        {
            string own = hosts == 1 ? string.Empty : "config:\n" + string.Concat(Enumerable.Range(0, Math.Min(20, set.Modules)).Select(m => $"  {ModuleSet.Name(m)}.name0: !override(40) host {h}\n"));
            string host = Path.Join(folder, "hosts", string.Create(CultureInfo.InvariantCulture, $"h{h}"));
            Directory.CreateDirectory(host);
            File.WriteAllText(Path.Join(host, "default.yaml"), $"system: x86_64-linux\nstateVersion: \"1\"\nimports:\n{imports}{own}");
        }
    }

    private static string Module(ModuleSet set, int m)
    {
        (string name, string next) = (ModuleSet.Name(m), ModuleSet.Name(set.Next(m)));
        var text = new StringBuilder($"description: Generated module {m}.\nlet:\n  cfg: ${{{{ config.{name} }}}}\noptions:\n  {name}:\n");
        set.Each(m, (shape, n, i) => Declare(text, "    ", shape, n, i));
        text.Append("config:\n  - set:\n");
        set.Each(m, (shape, n, i) => Define(text, $"      {name}.", shape, shape.Own, n, i));
        set.Each(set.Next(m), (shape, n, i) => Define(text, $"      {next}.", shape, shape.Other, n, i));
        foreach ((int half, string condition) in new[] { (0, "cfg.enable0"), (1, "params.turn % 2 == 0") })
        {
            text.Append($"  - when: {condition}\n    set:\n      {name}:\n");
            set.Each(m, (shape, n, i) => Define(text, "        ", shape, n % 2 == half ? shape.When : null, n, i));
        }

        return text.ToString();
    }

    private static string Instances(ModuleSet set)
    {
        var text = new StringBuilder("options:\n  things:\n    type: attrs<submodule>\n    description: Generated.\n    module:\n      let:\n        cfg: ${{ self }}\n      options:\n");
        set.Each(0, (shape, n, i) => Declare(text, "        ", shape, n, i));
        text.Append("      config:\n        - set:\n");
        set.Each(0, (shape, n, i) => Define(text, "            ", shape, shape.Own, n, i));
        text.Append("        - when: cfg.enable0\n          set:\n");
        set.Each(0, (shape, n, i) => Define(text, "            ", shape, shape.When, n, i));
        text.Append("config:\n");
        for (int instance = 0; instance < set.Instances; instance++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  things.thing{instance}:\n");
            set.Each(instance, (shape, n, i) => Define(text, "    ", shape, shape.Other, n, i));
        }

        return text.ToString();
    }

    private static void Declare(StringBuilder text, string indent, OptionShape shape, int n, int i)
    {
        text.Append(CultureInfo.InvariantCulture, $"{indent}{shape.Name}{n}:\n{indent}  type: {shape.Type}\n");
        if (shape.Default is { } value)
            text.Append(CultureInfo.InvariantCulture, $"{indent}  default: {ModuleSet.Fill(value.Yaml, n, i)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}  description: Option {shape.Name} of a generated module, number {n}.\n");
    }

    private static void Define(StringBuilder text, string before, OptionShape shape, Text? value, int n, int i)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $"{before}{shape.Name}{n}: {ModuleSet.Fill(value.Yaml, n, i)}\n");
    }
}
