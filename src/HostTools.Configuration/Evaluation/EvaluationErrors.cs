using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of evaluating options.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError Expression(Place place, string id, string message) =>
        place.Locate(new HostError(id, ErrorKind.InvalidInput, message));

    /// <summary>Options need each other's value, so none of them can be computed.</summary>
    /// <remarks>Let one of them not read the next; where two features feed each other, make the wish and the result two options.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int }, b: { type: int } }
    /// config:
    ///   a: ${{ config.b + 1 }}
    ///   b: ${{ config.a + 1 }}
    /// </code>
    /// </example>
    internal static HostError Cycle(IReadOnlyList<(string Path, Place Place)> slots)
    {
        string path = string.Join(" → ", slots.Select(static s => $"'{s.Path}'"));
        return slots[0].Place.Locate(new HostError(nameof(Cycle), ErrorKind.InvalidInput,
            $"These need each other's value: {path} → '{slots[0].Path}'. Break the circle: let one of them not read the next.", slots[0].Path)
        {
            Related = [.. slots.Select(static s => s.Place.Note($"'{s.Path}' is computed here"))],
        });
    }

    /// <summary>A submodule has itself as an option that is always there, so an instance would hold another, and so on without end.</summary>
    /// <remarks>Let the inner one be absent: 'submodule?' with 'default: null', or 'attrs&lt;submodule&gt;'.</remarks>
    /// <example><code lang="text">n.yaml: options: { child: { type: submodule, module: ./n.yaml } }</code></example>
    internal static HostError SubmoduleWithoutEnd(Place place, string option) =>
        place.Locate(new HostError(nameof(SubmoduleWithoutEnd), ErrorKind.InvalidInput,
            $"'{option}' is a submodule that always holds another of itself, without end. Let the inner one be absent: 'submodule?' with 'default: null', or 'attrs<submodule>'.", option));

    /// <summary>Thousands of options read one another in a chain.</summary>
    /// <remarks>Shorten the chain, for example by computing a list once.</remarks>
    /// <example><code lang="text">o1: ${{ config.o2 }}, o2: ${{ config.o3 }} … and so on, 10,000 times</code></example>
    internal static HostError EvaluationTooDeep(Place place, string option) =>
        place.Locate(new HostError(nameof(EvaluationTooDeep), ErrorKind.InvalidInput,
            $"'{option}' stands at the end of a chain of options that read one another, too long to follow. Shorten the chain.", option));

    /// <summary>An option without a default is read, and nobody set it.</summary>
    /// <remarks>Set it, or give it a default. has(config.a) asks first.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: port }, url: { type: str } }
    /// config:
    ///   url: http://localhost:${{ config.port }}/
    /// </code>
    /// </example>
    internal static HostError NoValue(Place place, string option, string expected, (string Path, Place Place)? reader) =>
        place.Locate(new HostError(nameof(NoValue), ErrorKind.NotFound,
            $"'{option}' is read{(reader is null ? string.Empty : $" by '{reader.Value.Path}'")} but has no value. Set it to {expected}.", option)
        { Related = reader is null ? [] : [reader.Value.Place.Note($"'{reader.Value.Path}' reads it here")] });

    /// <summary>A configuration sets an option that its module computes.</summary>
    /// <remarks>Remove the definition; another option of the module holds the wish.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int, default: 1, readOnly: true } }
    /// config:
    ///   a: 2
    /// </code>
    /// </example>
    internal static HostError ReadOnly(string option, IReadOnlyList<Place> definitions, Place declared) =>
        definitions[^1].Locate(new HostError(nameof(ReadOnly), ErrorKind.Conflict,
            $"'{option}' is read-only; its module computes it. Remove this definition.", option)
        { Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Note("defined here too")), declared.Note("declared here")] });

    /// <summary>A configuration sets an option that no imported module declares.</summary>
    /// <remarks>Correct the name, or import the module that declares it. Dots of a name are quoted: a."b.c".</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { web.port: { type: port, default: 80 } }
    /// config:
    ///   web.prot: 8080
    /// </code>
    /// </example>
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

    /// <summary>A group of options was given a value, as if it were an option.</summary>
    /// <remarks>Set the options below it.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { web.port: { type: port, default: 80 } }
    /// config:
    ///   web: 8080
    /// </code>
    /// </example>
    internal static HostError GroupNeedsMapping(Place place, string group, string actual) =>
        place.Locate(new HostError(nameof(GroupNeedsMapping), ErrorKind.InvalidInput,
            $"{(group.Length == 0 ? "The configuration" : $"'{group}'")} is a group of options, but this is {actual}. Set the options below it.", group));

    /// <summary>A path leads below an option whose type has no names below it.</summary>
    /// <remarks>Set the option itself.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { web: { type: int, default: 1 } }
    /// config:
    ///   web.port: 80
    /// </code>
    /// </example>
    internal static HostError NothingBelow(Place place, string option, string type, string rest) =>
        place.Locate(new HostError(nameof(NothingBelow), ErrorKind.InvalidInput,
            $"'{option}' has the type {type}; there is no '{rest}' below it. Set '{option}' itself.", option));

    /// <summary>A dotted path leads into free data, whose keys may hold dots themselves.</summary>
    /// <remarks>Nest the names, or quote the key.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { data: { type: json } }
    /// config:
    ///   data.a.b: 1
    /// </code>
    /// </example>
    internal static HostError KeyIntoFreeData(Place place, string option, string rest) =>
        place.Locate(new HostError(nameof(KeyIntoFreeData), ErrorKind.InvalidInput,
            $"'{option}' holds free data, whose keys are never split at dots, so '{rest}' is unclear. Nest it, or quote it.", option));

    /// <summary>Two dots follow one another in a key, or one stands at its end.</summary>
    /// <remarks>Write the name that is missing, or quote the part whose dots belong to a name.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a.b: { type: int, default: 1 } }
    /// config:
    ///   a..b: 1
    /// </code>
    /// </example>
    internal static HostError EmptyKeySegment(Place place, string key) =>
        place.Locate(new HostError(nameof(EmptyKeySegment), ErrorKind.InvalidInput,
            $"A name in the key '{key}' is empty. Quote the key, or the part whose dots belong to a name.", key));

    /// <summary>Quotes in a key open before a name and do not close right after it.</summary>
    /// <remarks>Write a."b.c".d.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a.b: { type: int, default: 1 } }
    /// config:
    ///   a."b: 1
    /// </code>
    /// </example>
    internal static HostError UnfinishedQuote(Place place, string key) =>
        place.Locate(new HostError(nameof(UnfinishedQuote), ErrorKind.InvalidInput,
            $"The quotes in the key '{key}' do not enclose one name. Write a.\"b.c\".d.", key));

    /// <summary>A key computes the name of an option; which options a block sets must be known without evaluating it.</summary>
    /// <remarks>Use $if, or a block with 'when', for options; names in maps can be computed.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { h: { type: int, default: 1 } }
    /// config:
    ///   ${{ meta.hostname }}: 2
    /// </code>
    /// </example>
    internal static HostError DynamicOptionKey(Place place, string key) =>
        place.Locate(new HostError(nameof(DynamicOptionKey), ErrorKind.InvalidInput,
            $"The key '{key}' computes the name of an option. Only names in maps can be computed; use $if or a block for options.", key));

    /// <summary>A value has a tag that the language does not know; YAML's own such as !!str are among them.</summary>
    /// <remarks>Correct the tag, or quote a text that begins with '!'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: str } }
    /// config:
    ///   a: !forced x
    /// </code>
    /// </example>
    internal static HostError UnknownTag(Place place, string tag) =>
        place.Locate(new HostError(nameof(UnknownTag), ErrorKind.InvalidInput,
            $"'{Tag(tag)}' is no tag.{Suggestions.DidYouMean(tag, s_tags)} Write one of !default, !force, !override(n), !before, !after, !order(n), !unset and !raw." +
            (tag.StartsWith("tag:yaml.org", StringComparison.Ordinal) ? " Types come from the options: remove it, and quote the text if it must stay text." : " Quote the text if it begins with '!'."), tag));

    /// <summary>A key such as $force or $if stands beside others in one mapping; it wraps the whole of it.</summary>
    /// <remarks>Nest one in the other.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a.b: { type: int, default: 1 } }
    /// config:
    ///   a: { $force: { b: 1 }, b: 2 }
    /// </code>
    /// </example>
    internal static HostError MixedSpecialKeys(Place place, string key) =>
        place.Locate(new HostError(nameof(MixedSpecialKeys), ErrorKind.InvalidInput,
            $"'{key}' stands beside other keys, but keys such as $force and $if are alone in their mapping. Nest one in the other{(key.StartsWith('$') ? $", or write '${key}' for a name that begins with '$'" : string.Empty)}.", key));

    /// <summary>$override or $order lacks its number or its value.</summary>
    /// <remarks>Write $override: { priority: 70, value: … }, or $order: { order: 700, value: … }.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: { $override: 5 }
    /// </code>
    /// </example>
    internal static HostError BadNumberedKey(Place place, string key) =>
        place.Locate(new HostError(nameof(BadNumberedKey), ErrorKind.InvalidInput,
            $"'{key}' needs a whole number and a value. Write {(key == "$order" ? "$order: { order: 700, value: … }" : "$override: { priority: 70, value: … }")}.", key));

    /// <summary>$if lacks $then, or its condition is no text.</summary>
    /// <remarks>Write { $if: &lt;condition&gt;, $then: &lt;value&gt;, $else: &lt;value&gt; }.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: { $if: "true", $else: 1 }
    /// </code>
    /// </example>
    internal static HostError BadConditionKeys(Place place) =>
        place.Locate(new HostError(nameof(BadConditionKeys), ErrorKind.InvalidInput, "A condition lacks a part. Write { $if: <condition>, $then: <value>, $else: <value> }; $else may be left out."));

    /// <summary>A condition gives something else than true or false.</summary>
    /// <remarks>Compare it with something.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int, default: 1 }, b: { type: int, default: 1 } }
    /// config:
    ///   - when: config.a
    ///     set: { b: 2 }
    /// </code>
    /// </example>
    internal static HostError ConditionNotBool(Place place, string actual) =>
        place.Locate(new HostError(nameof(ConditionNotBool), ErrorKind.InvalidInput, $"A condition is true or false, but this is {actual}. Compare it with something."));

    /// <summary>'for' runs over a list or a map, and its expression gives something else.</summary>
    /// <remarks>Put a single value in brackets.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: list&lt;int&gt; } }
    /// config:
    ///   - for: x in 3
    ///     set: { a: [1] }
    /// </code>
    /// </example>
    internal static HostError ForNeedsCollection(Place place, string actual) =>
        place.Locate(new HostError(nameof(ForNeedsCollection), ErrorKind.InvalidInput, $"'for' runs over a list or a map, but this is {actual}. Write [ … ] around a single value."));

    /// <summary>A condition that a module demands does not hold. The message is the module's; the definitions that the condition read are told.</summary>
    /// <remarks>Do what the message says.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: port, default: 80 } }
    /// assertions:
    ///   - that: config.port &gt;= 1024
    ///     message: The port needs root. Choose one from 1024.
    /// </code>
    /// </example>
    internal static HostError AssertionFailed(Place place, string message, IReadOnlyList<RelatedOrigin> read) =>
        place.Locate(new HostError(nameof(AssertionFailed), ErrorKind.InvalidInput, message) { Related = read });

    /// <summary>A module warns; the host is evaluated all the same.</summary>
    /// <remarks>Do what the message says.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: port, default: 80 } }
    /// warnings:
    ///   - when: config.port &lt; 1024
    ///     message: The port needs root.
    /// </code>
    /// </example>
    internal static HostError ModuleWarning(Place place, string message) =>
        place.Locate(new HostError(nameof(ModuleWarning), ErrorKind.InvalidInput, message));

    private static readonly string[] s_tags = ["!default", "!force", "!before", "!after", "!unset", "!raw"];

    private static string Tag(string tag) => tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal) ? "!!" + tag[18..] : tag;
}
