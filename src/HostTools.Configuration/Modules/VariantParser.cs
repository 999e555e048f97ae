using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>Reads <c>variants:</c> of a host: a module each, which counts only when its variant is asked for.</summary>
internal static class VariantParser
{
    public static void Read(YamlMapping? variants, ModuleDocument host, ErrorList errors)
    {
        foreach (YamlEntry entry in variants?.Entries ?? [])
        {
            string name = entry.Key.Value;
            if (!Header.IsHostName(name))
                errors.Add(ConfigurationErrors.BadVariantName(entry.Key.Place, name));
            else if (entry.Value is YamlMapping module)
                host.Variants[name] = ModuleParser.Parse(module, host.File, host, ModuleKind.Submodule, errors);
            else if (entry.Value is YamlScalar { IsNull: true })
                host.Variants[name] = new ModuleDocument(host.File, host) { Key = $"{host.File.FullPath}#{entry.Key.Start}" };
            else
                errors.Add(ConfigurationErrors.KeyNeedsMapping(entry.Value.Place, name));
        }
    }
}
