using System.Globalization;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>Reads <c>config:</c>: one mapping, or a list of blocks.</summary>
internal sealed class BlockParser(ModuleDocument document, ErrorList errors)
{
    private static readonly string[] s_keys = ["for", "when", "let", "priority", "order", "set"];

    public void Read(YamlNode? node)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlMapping mapping:
                document.Blocks.Add(new Block(document, mapping));
                break;
            case YamlSequence list:
                foreach (YamlNode item in list.Items)
                    ReadBlock(item);
                break;
            default:
                errors.Add(ConfigurationErrors.KeyNeedsMapping(node.Place, "config"));
                break;
        }
    }

    private void ReadBlock(YamlNode node)
    {
        if (node is not YamlMapping block)
        {
            errors.Add(ConfigurationErrors.BadBlock(node.Place, s_keys));
            return;
        }

        foreach (YamlEntry entry in block.Entries)
        {
            if (Array.IndexOf(s_keys, entry.Key.Value) < 0)
                errors.Add(ConfigurationErrors.UnknownBlockKey(entry.Key.Place, entry.Key.Value, s_keys));
        }

        if (block["set"] is not YamlMapping set)
        {
            if (block["set"] is not YamlScalar { IsNull: true })
                errors.Add(ConfigurationErrors.BlockNeedsSet((block["set"] ?? block).Place));
            return;
        }

        document.Blocks.Add(new Block(document, set)
        {
            For = ForParser.Read(block["for"], errors),
            When = Condition(block["when"], errors),
            Let = block["let"] as YamlMapping,
            Priority = Number(block["priority"], "priority", PriorityByName),
            Order = Number(block["order"], "order", OrderByName),
        });
    }

    /// <summary><c>when: !cfg.enable</c> is a tag with an empty value to YAML.</summary>
    internal static YamlScalar? Condition(YamlNode? node, ErrorList errors)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlScalar { Tag: { } tag }:
                errors.Add(ConfigurationErrors.NegationReadAsTag(node.Place, tag));
                return null;
            case YamlScalar scalar when !scalar.IsNull:
                return scalar;
            default:
                errors.Add(ConfigurationErrors.ConditionNeedsText(node.Place));
                return null;
        }
    }

    private int? Number(YamlNode? node, string key, Func<string, int?> byName)
    {
        if (node is null)
            return null;
        if (node is YamlScalar scalar)
        {
            if (byName(scalar.Value) is { } named)
                return named;
            if (int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                return number;
        }

        errors.Add(ConfigurationErrors.BadBlockNumber(node.Place, key, Evaluation.ValueText.Describe(node)));
        return null;
    }

    private static int? PriorityByName(string name) =>
        name switch { "force" => Evaluation.Wrappers.Force, "default" => Evaluation.Wrappers.Default, _ => null };

    private static int? OrderByName(string name) =>
        name switch { "before" => Evaluation.Wrappers.Before, "after" => Evaluation.Wrappers.After, _ => null };
}

/// <summary>Reads <c>for: key, value in map</c>.</summary>
internal static class ForParser
{
    public static ForClause? Read(YamlNode? node, ErrorList errors)
    {
        if (node is null)
            return null;
        if (node is YamlScalar { IsNull: false, Tag: null } scalar)
        {
            int word = scalar.Value.IndexOf(" in ", StringComparison.Ordinal);
            string[] variables = word < 0 ? [] : [.. scalar.Value[..word].Split(',').Select(static v => v.Trim())];
            if (variables.Length is 1 or 2 && Array.TrueForAll(variables, IsIdentifier))
                return new ForClause(scalar, variables, scalar.Value[(word + 4)..], word + 4);
        }

        errors.Add(ConfigurationErrors.BadFor(node.Place));
        return null;
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>Reads <c>assertions</c> and <c>warnings</c>.</summary>
internal static class CheckParser
{
    public static void Read(YamlNode? node, ModuleDocument document, List<Check> into, bool isAssertion, ErrorList errors)
    {
        string key = isAssertion ? "assertions" : "warnings";
        if (node is null or YamlScalar { IsNull: true })
            return;
        if (node is not YamlSequence list)
        {
            errors.Add(ConfigurationErrors.KeyNeedsList(node.Place, key));
            return;
        }

        string[] keys = isAssertion ? ["for", "when", "that", "message"] : ["for", "when", "message"];
        foreach (YamlNode item in list.Items)
        {
            if (item is not YamlMapping mapping || mapping["message"] is not YamlScalar message || (isAssertion && mapping["that"] is null) ||
                !mapping.Entries.All(e => Array.IndexOf(keys, e.Key.Value) >= 0))
            {
                errors.Add(ConfigurationErrors.BadCheck(item.Place, key, keys));
                continue;
            }

            YamlScalar? that = isAssertion ? BlockParser.Condition(mapping["that"], errors) : null;
            if (isAssertion && that is null)
                continue;
            into.Add(new Check(document, that, message) { For = ForParser.Read(mapping["for"], errors), When = BlockParser.Condition(mapping["when"], errors) });
        }
    }
}
