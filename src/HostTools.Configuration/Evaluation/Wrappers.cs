using System.Globalization;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Reads tags and <c>$</c>-keys: priority, order, conditions, unset.</summary>
internal static class Wrappers
{
    public const int OptionDefault = 1500;
    public const int Default = 1000;
    public const int Plain = 100;
    public const int Force = 50;
    public const int Before = 500;
    public const int NormalOrder = 1000;
    public const int After = 1500;

    private static readonly string[] s_specialKeys = ["$force", "$default", "$override", "$before", "$after", "$order", "$unset", "$if", "$then", "$else"];

    public static bool IsSpecialKey(string key) => key.StartsWith('$') && Array.IndexOf(s_specialKeys, key) >= 0;

    /// <summary>Peels one wrapper off; false when the content is none.</summary>
    public static bool TryUnwrap(Content content, Wrapping outer, out Wrapping wrapping, out Content inner)
    {
        (wrapping, inner) = (outer, content);
        if (content.Rest is not null || content.Node is null || content.Raw)
            return false;
        if (content.Node.Tag is { } tag && !outer.TagSeen)
        {
            wrapping = ReadTag(tag, content.Node.Place, outer) with { TagSeen = true };
            inner = content with { Raw = content.Raw || tag == "!raw" };
            return true;
        }

        if (content.Node is not YamlMapping { Entries.Length: > 0 } mapping || !HasSpecialKey(mapping))
            return false;
        (wrapping, inner) = ReadKeys(mapping, content, outer with { TagSeen = false });
        return true;
    }

    /// <summary>Whether a mapping is a wrapper in key spelling; one with other keys beside it is an error.</summary>
    public static bool HasSpecialKey(YamlMapping mapping)
    {
        int special = 0;
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (IsSpecialKey(entry.Key.Value))
                special++;
        }

        if (special > 0 && special < mapping.Entries.Length)
        {
            YamlEntry other = mapping.Entries.First(static entry => !IsSpecialKey(entry.Key.Value));
            throw new EvaluationFailure(ConfigurationErrors.MixedSpecialKeys(other.Key.Place, other.Key.Value));
        }

        return special > 0;
    }

    private static Wrapping ReadTag(string tag, Place place, Wrapping outer) =>
        tag switch
        {
            "!default" => outer with { Priority = Default },
            "!force" => outer with { Priority = Force },
            "!before" => outer with { Order = Before },
            "!after" => outer with { Order = After },
            "!unset" => outer with { Priority = Force, Unset = true },
            "!raw" => outer,
            _ when Argument(tag, "!override") is { } priority => outer with { Priority = priority },
            _ when Argument(tag, "!order") is { } order => outer with { Order = order },
            _ => throw new EvaluationFailure(ConfigurationErrors.UnknownTag(place, tag)),
        };

    private static int? Argument(string tag, string name) =>
        tag.StartsWith(name + "(", StringComparison.Ordinal) && tag.EndsWith(')') &&
        int.TryParse(tag.AsSpan(name.Length + 1, tag.Length - name.Length - 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;

    private static (Wrapping Wrapping, Content Inner) ReadKeys(YamlMapping mapping, Content content, Wrapping outer)
    {
        if (mapping["$if"] is not null || mapping["$then"] is not null || mapping["$else"] is not null)
            return ReadCondition(mapping, content, outer);
        if (mapping.Entries.Length > 1 && mapping["$override"] is null && mapping["$order"] is null)
            throw new EvaluationFailure(ConfigurationErrors.MixedSpecialKeys(mapping.Entries[1].Key.Place, mapping.Entries[1].Key.Value));
        YamlEntry entry = mapping.Entries[0];
        Content inner = Content.Of(entry.Value, content.Scope);
        return entry.Key.Value switch
        {
            "$default" => (outer with { Priority = Default }, inner),
            "$force" => (outer with { Priority = Force }, inner),
            "$before" => (outer with { Order = Before }, inner),
            "$after" => (outer with { Order = After }, inner),
            "$unset" => (outer with { Priority = Force, Unset = true }, inner),
            "$override" => (outer with { Priority = Number(entry, "priority") }, ValueOf(entry, content)),
            "$order" => (outer with { Order = Number(entry, "order") }, ValueOf(entry, content)),
            _ => throw new EvaluationFailure(ConfigurationErrors.MixedSpecialKeys(entry.Key.Place, entry.Key.Value)),
        };
    }

    /// <summary><c>$override: { priority: 70, value: x }</c>.</summary>
    private static Content ValueOf(YamlEntry entry, Content content) =>
        entry.Value is YamlMapping mapping && mapping["value"] is { } value
            ? Content.Of(value, content.Scope)
            : throw new EvaluationFailure(ConfigurationErrors.BadNumberedKey(entry.Key.Place, entry.Key.Value));

    private static int Number(YamlEntry entry, string key) =>
        entry.Value is YamlMapping mapping && mapping[key] is YamlScalar scalar &&
        int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new EvaluationFailure(ConfigurationErrors.BadNumberedKey(entry.Key.Place, entry.Key.Value));

    private static (Wrapping Wrapping, Content Inner) ReadCondition(YamlMapping mapping, Content content, Wrapping outer)
    {
        if (mapping["$if"] is not YamlScalar condition || mapping["$then"] is null)
            throw new EvaluationFailure(ConfigurationErrors.BadConditionKeys(mapping.Place));
        bool holds = Compiler.Condition(condition, content.Scope);
        YamlNode? branch = mapping[holds ? "$then" : "$else"];
        return branch is null ? (outer with { Absent = true }, content) : (outer, Content.Of(branch, content.Scope));
    }
}

/// <summary>What the wrappers around a content say.</summary>
/// <param name="Priority">Null when no wrapper says so.</param>
/// <param name="Order">Null when no wrapper says so.</param>
internal readonly record struct Wrapping(int? Priority, int? Order)
{
    /// <summary>A condition is false: there is no definition.</summary>
    public bool Absent { get; init; }

    /// <summary>As if nobody had defined it.</summary>
    public bool Unset { get; init; }

    /// <summary>The node's own tag has been read.</summary>
    public bool TagSeen { get; init; }
}
