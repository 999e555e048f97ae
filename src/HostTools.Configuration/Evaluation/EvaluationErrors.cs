using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of evaluating options.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError Expression(Place place, string id, string message) =>
        place.Locate(new HostError(id, ErrorKind.InvalidInput, message));

    internal static HostError Cycle(IReadOnlyList<(string Path, Place Place)> slots)
    {
        string path = string.Join(" → ", slots.Select(static s => $"'{s.Path}'"));
        return slots[0].Place.Locate(new HostError(nameof(Cycle), ErrorKind.InvalidInput,
            $"These need each other's value: {path} → '{slots[0].Path}'. Break the circle: let one of them not read the next.", slots[0].Path)
        {
            Related = [.. slots.Select(static s => s.Place.Note($"'{s.Path}' is computed here"))],
        });
    }

    internal static HostError EvaluationTooDeep(Place place, string option) =>
        place.Locate(new HostError(nameof(EvaluationTooDeep), ErrorKind.InvalidInput,
            $"'{option}' stands at the end of a chain of options that read one another, too long to follow. Shorten the chain.", option));

    internal static HostError NoValue(Place place, string option, string expected, Slot? reader) =>
        place.Locate(new HostError(nameof(NoValue), ErrorKind.NotFound,
            $"'{option}' is read{(reader is null ? string.Empty : $" by '{reader.Path}'")} but has no value. Set it to {expected}.", option)
        { Related = reader is null ? [] : [(reader.Focus ?? reader.Place).Note($"'{reader.Path}' reads it here")] });

    internal static HostError ReadOnly(string option, IReadOnlyList<Place> definitions, Place declared) =>
        definitions[^1].Locate(new HostError(nameof(ReadOnly), ErrorKind.Conflict,
            $"'{option}' is read-only; its module computes it. Remove this definition.", option)
        { Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Note("defined here too")), declared.Note("declared here")] });

    internal static HostError UnknownOption(Place place, string option, string? rest, IReadOnlyList<string> near, string elsewhere, bool top)
    {
        string hint = near.Count == 0 ? elsewhere : $" Did you mean {Suggestions.OneOf(near)}?";
        if (hint.Length == 0)
            hint = top ? " Import the module that declares it, or correct the name." : " Correct the name, or quote it if its dots belong to a name.";
        return place.Locate(new HostError(nameof(UnknownOption), ErrorKind.NotFound, $"There is no option '{option}'.{hint}", rest is null ? option : $"{option}.{rest}"));
    }

    /// <summary>The same error where modules are known that declare the option.</summary>
    internal static HostError UnknownOptionOfModule(HostError error, IReadOnlyList<string> modules)
    {
        int end = error.Message.IndexOf("'.", StringComparison.Ordinal) + 2;
        string names = string.Join(" or ", modules.Select(static m => $"'{m}'"));
        return error with { Message = $"{error.Message[..end]} Import {names}, which declare{(modules.Count == 1 ? "s" : string.Empty)} it." };
    }

    /// <summary>The same error where only modules for the other level declare the option.</summary>
    internal static HostError UnknownOptionOfOther(HostError error, string level)
    {
        int end = error.Message.IndexOf("'.", StringComparison.Ordinal) + 2;
        string advice = level == "host"
            ? $"It is an option of homes: set it in 'users/NAME/home.yaml', or here as 'home.NAME.{error.Target}'."
            : "It is an option of hosts: set it in the host's file.";
        return error with { Message = $"{error.Message[..end]} {advice}" };
    }

    internal static HostError GroupNeedsMapping(Place place, string group, string actual) =>
        place.Locate(new HostError(nameof(GroupNeedsMapping), ErrorKind.InvalidInput,
            $"{(group.Length == 0 ? "The configuration" : $"'{group}'")} is a group of options, but this is {actual}. Set the options below it.", group));

    internal static HostError NothingBelow(Place place, string option, string type, string rest) =>
        place.Locate(new HostError(nameof(NothingBelow), ErrorKind.InvalidInput,
            $"'{option}' has the type {type}; there is no '{rest}' below it. Set '{option}' itself.", option));

    internal static HostError KeyIntoFreeData(Place place, string option, string rest) =>
        place.Locate(new HostError(nameof(KeyIntoFreeData), ErrorKind.InvalidInput,
            $"'{option}' holds free data, whose keys are never split at dots, so '{rest}' is unclear. Nest it, or quote it.", option));

    internal static HostError EmptyKeySegment(Place place, string key) =>
        place.Locate(new HostError(nameof(EmptyKeySegment), ErrorKind.InvalidInput,
            $"A name in the key '{key}' is empty. Quote the key, or the part whose dots belong to a name.", key));

    internal static HostError UnfinishedQuote(Place place, string key) =>
        place.Locate(new HostError(nameof(UnfinishedQuote), ErrorKind.InvalidInput,
            $"The quotes in the key '{key}' do not enclose one name. Write a.\"b.c\".d.", key));

    internal static HostError DynamicOptionKey(Place place, string key) =>
        place.Locate(new HostError(nameof(DynamicOptionKey), ErrorKind.InvalidInput,
            $"The key '{key}' computes the name of an option. Only names in maps can be computed; use $if or a block for options.", key));

    internal static HostError UnknownTag(Place place, string tag) =>
        place.Locate(new HostError(nameof(UnknownTag), ErrorKind.InvalidInput,
            $"'{Tag(tag)}' is no tag.{Suggestions.DidYouMean(tag, s_tags)} Write one of !default, !force, !override(n), !before, !after, !order(n), !unset and !raw." +
            (tag.StartsWith("tag:yaml.org", StringComparison.Ordinal) ? " Types come from the options: remove it, and quote the text if it must stay text." : " Quote the text if it begins with '!'."), tag));

    internal static HostError MixedSpecialKeys(Place place, string key) =>
        place.Locate(new HostError(nameof(MixedSpecialKeys), ErrorKind.InvalidInput,
            $"'{key}' stands beside other keys, but keys such as $force and $if are alone in their mapping. Nest one in the other{(key.StartsWith('$') ? $", or write '${key}' for a name that begins with '$'" : string.Empty)}.", key));

    internal static HostError BadNumberedKey(Place place, string key) =>
        place.Locate(new HostError(nameof(BadNumberedKey), ErrorKind.InvalidInput,
            $"'{key}' needs a whole number and a value. Write {(key == "$order" ? "$order: { order: 700, value: … }" : "$override: { priority: 70, value: … }")}.", key));

    internal static HostError BadConditionKeys(Place place) =>
        place.Locate(new HostError(nameof(BadConditionKeys), ErrorKind.InvalidInput, "A condition lacks a part. Write { $if: <condition>, $then: <value>, $else: <value> }; $else may be left out."));

    internal static HostError ConditionNotBool(Place place, string actual) =>
        place.Locate(new HostError(nameof(ConditionNotBool), ErrorKind.InvalidInput, $"A condition is true or false, but this is {actual}. Compare it with something."));

    internal static HostError ForNeedsCollection(Place place, string actual) =>
        place.Locate(new HostError(nameof(ForNeedsCollection), ErrorKind.InvalidInput, $"'for' runs over a list or a map, but this is {actual}. Write [ … ] around a single value."));

    internal static HostError AssertionFailed(Place place, string message, IReadOnlyList<RelatedOrigin> read) =>
        place.Locate(new HostError(nameof(AssertionFailed), ErrorKind.InvalidInput, message) { Related = read });

    internal static HostError ModuleWarning(Place place, string message) =>
        place.Locate(new HostError(nameof(ModuleWarning), ErrorKind.InvalidInput, message));

    private static readonly string[] s_tags = ["!default", "!force", "!before", "!after", "!unset", "!raw"];

    private static string Tag(string tag) => tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal) ? "!!" + tag[18..] : tag;
}
