using System.Text.RegularExpressions;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>Reads <c>options:</c>: a mapping whose <c>type</c> is a scalar is an option, any other is a group.</summary>
internal sealed partial class OptionParser
{
    private static readonly string[] s_keys = ["type", "default", "defaultText", "description", "example", "placeholder", "apply", "readOnly", "internal", "module", "values", "options", "message"];

    private readonly ModuleDocument _document;
    private readonly ErrorList _errors;

    private OptionParser(ModuleDocument document, ErrorList errors) => (_document, _errors) = (document, errors);

    public static void Parse(YamlMapping options, ModuleDocument document, ErrorList errors) =>
        new OptionParser(document, errors).ReadGroup(options, []);

    /// <summary>Whether a mapping could be an option's declaration.</summary>
    public static bool LooksLikeOption(YamlNode? node) =>
        node is YamlMapping mapping && mapping["type"] is YamlScalar && mapping.Entries.All(static e => Array.IndexOf(s_keys, e.Key.Value) >= 0);

    private void ReadGroup(YamlMapping group, IReadOnlyList<string> path)
    {
        foreach (YamlEntry entry in group.Entries)
        {
            try
            {
                ReadChild(entry, Names(entry.Key, path));
            }
            catch (EvaluationFailure failure)
            {
                _errors.AddRange(failure.Errors);
            }
        }
    }

    private void ReadChild(YamlEntry entry, IReadOnlyList<string> path)
    {
        if (entry.Value is not YamlMapping mapping)
            throw new EvaluationFailure(ConfigurationErrors.OptionNeedsType(entry.Key.Place, OptionPath.Join(path), entry.Key.Value));
        if (mapping["type"] is YamlScalar type)
            ReadOption(mapping, type, path);
        else if (mapping.Entries.Any(static e => e is { Value: not YamlMapping, Key.Value: "default" or "description" or "example" or "readOnly" or "internal" }))
            throw new EvaluationFailure(ConfigurationErrors.OptionWithoutType(entry.Key.Place, OptionPath.Join(path)));
        else
            ReadGroup(mapping, path);
    }

    private void ReadOption(YamlMapping mapping, YamlScalar type, IReadOnlyList<string> path)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            bool known = entry.Key.Value == "message" ? type.Value.Contains("unique<", StringComparison.Ordinal) : Array.IndexOf(s_keys, entry.Key.Value) >= 0;
            if (!known)
                _errors.Add(ConfigurationErrors.UnknownOptionKey(entry.Key.Place, entry.Key.Value, OptionPath.Join(path), s_keys));
        }

        OptionType parsed = TypeParser.Parse(type, mapping, _document);
        _document.Options.Add(new OptionDeclaration(_document, path, parsed, mapping.Place)
        {
            Default = mapping["default"],
            DefaultText = mapping["defaultText"] is { } text ? Words(text, "defaultText") : null,
            Example = mapping["example"],
            Placeholder = mapping["placeholder"] is { } placeholder ? PlaceholderOf(placeholder, parsed) : null,
            Description = ModuleParser.Text(mapping["description"]),
            Apply = mapping["apply"] as YamlScalar,
            ReadOnly = IsTrue(mapping, "readOnly"),
            Internal = IsTrue(mapping, "internal"),
        });
    }

    private string? Words(YamlNode node, string key)
    {
        if (node is YamlScalar { IsNull: false, Tag: null } scalar)
            return scalar.Value.Trim();
        _errors.Add(ConfigurationErrors.KeyNeedsText(node.Place, key));
        return null;
    }

    /// <summary>One word, for an option whose type is a map.</summary>
    private string? PlaceholderOf(YamlNode node, OptionType type)
    {
        if (node is YamlScalar { Tag: null } scalar && Word().IsMatch(scalar.Value) && OptionTemplates.HasNames(type))
            return scalar.Value;
        _errors.Add(ConfigurationErrors.BadPlaceholder(node.Place));
        return null;
    }

    private bool IsTrue(YamlMapping mapping, string key)
    {
        YamlNode? node = mapping[key];
        if (node is null or YamlScalar { Value: "true" or "false", IsPlain: true })
            return node is YamlScalar { Value: "true" };
        _errors.Add(ConfigurationErrors.FlagNeedsBool(node.Place, key, ValueText.Describe(node)));
        return false;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$")]
    private static partial Regex Word();

    private static string[] Names(YamlScalar key, IReadOnlyList<string> above)
    {
        List<string> names = [.. above];
        KeyRest? rest = new KeyRest(key, 0);
        while (rest is { } left)
        {
            KeySegment segment = left.Next(out rest);
            if (segment.HasExpression)
                throw new EvaluationFailure(ConfigurationErrors.DynamicOptionKey(key.Place, key.Value));
            names.Add(segment.Text);
        }

        return [.. names];
    }
}
