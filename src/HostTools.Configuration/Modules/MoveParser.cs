using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>Reads <c>renamed</c>, <c>removed</c> and <c>changed</c>.</summary>
internal static class MoveParser
{
    public static void Read(YamlMapping root, ModuleDocument document, ErrorList errors)
    {
        ReadEach(root, "renamed", document, errors, entry => new Move(document, KeyRest.Path(entry.Key), entry.Key.Place)
        {
            To = KeyRest.Path(entry.Value as YamlScalar ?? throw Bad(entry, "renamed")),
        });
        ReadEach(root, "removed", document, errors, entry => new Move(document, KeyRest.Path(entry.Key), entry.Key.Place)
        {
            Text = ModuleParser.Text(entry.Value as YamlScalar ?? throw Bad(entry, "removed")),
        });
        ReadEach(root, "changed", document, errors, entry => Changed(entry, document));
    }

    private static Move Changed(YamlEntry entry, ModuleDocument document)
    {
        if (entry.Value is not YamlMapping mapping || mapping["type"] is not YamlScalar type || mapping["to"] is not YamlScalar to ||
            mapping["value"] is not YamlScalar value || mapping.Entries.Length != 3)
            throw Bad(entry, "changed");
        return new Move(document, KeyRest.Path(entry.Key), entry.Key.Place)
        {
            To = KeyRest.Path(to),
            OldType = TypeParser.Parse(type, mapping, document),
            Conversion = value,
        };
    }

    private static void ReadEach(YamlMapping root, string key, ModuleDocument document, ErrorList errors, Func<YamlEntry, Move> read)
    {
        YamlNode? node = root[key];
        if (node is not null and not YamlMapping and not YamlScalar { IsNull: true })
            errors.Add(ConfigurationErrors.KeyNeedsMapping(node.Place, key));
        foreach (YamlEntry entry in (node as YamlMapping)?.Entries ?? [])
        {
            try
            {
                document.Moves.Add(read(entry));
            }
            catch (EvaluationFailure failure)
            {
                errors.AddRange(failure.Errors);
            }
        }
    }

    private static EvaluationFailure Bad(YamlEntry entry, string key) => new(ConfigurationErrors.BadMove(entry.Key.Place, key));
}
