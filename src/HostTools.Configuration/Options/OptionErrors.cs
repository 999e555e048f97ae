using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of values that do not fit their option.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>A value does not fit the type of its option. Where an expression computed it, the definitions that it read are told too.</summary>
    /// <remarks>Give a value that fits, as the message describes it.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: port } }
    /// config:
    ///   port: 70000
    /// </code>
    /// </example>
    internal static HostError TypeMismatch(Place place, string option, string expected, string actual, string? detail) =>
        place.Locate(new HostError(nameof(TypeMismatch), ErrorKind.InvalidInput,
            $"'{option}' is {actual}, which is not {expected}.{(string.IsNullOrEmpty(detail) ? string.Empty : " " + detail)}", option));

    /// <summary>An option that must have a value was set to null, which nothing behind a colon is too.</summary>
    /// <remarks>Give a value, quote the text, or remove the line. A type with '?' takes null.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { name: { type: str } }
    /// config:
    ///   name:
    /// </code>
    /// </example>
    internal static HostError NullNotAllowed(Place place, string option, string expected) =>
        place.Locate(new HostError(nameof(NullNotAllowed), ErrorKind.InvalidInput,
            $"'{option}' is null, which is not {expected}. Give a value, quote the text if \"null\", \"~\" or nothing was meant, or remove the line.", option));

    /// <summary>Two definitions of equal priority give an option different values, and its type cannot join them.</summary>
    /// <remarks>Remove one, mark the one to keep with !force, or the others with !default.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { name: { type: str } }
    /// config:
    ///   - set: { name: den }
    ///   - set: { name: nas }
    /// </code>
    /// </example>
    internal static HostError Conflict(string option, IReadOnlyList<Definition> definitions)
    {
        Definition last = definitions[^1];
        var error = new HostError(nameof(Conflict), ErrorKind.Conflict,
            $"'{option}' has conflicting values: {string.Join(" and ", definitions.Select(static d => ValueText.Describe(d.Content)).Distinct())}. " +
            "Remove one, or mark the one to keep with !force, or the others with !default.", option)
        {
            Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Place.Note($"{ValueText.Describe(d.Content)} is defined here"))],
        };
        return last.Place.Locate(error);
    }

    /// <summary>An option of the type 'tagged' takes exactly one of its choices, and two definitions choose differently.</summary>
    /// <remarks>Remove one, or mark the one to keep with !force.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   source: { type: tagged, options: { url: { type: str }, path: { type: str } } }
    /// config:
    ///   - set: { source: { url: x } }
    ///   - set: { source: { path: y } }
    /// </code>
    /// </example>
    internal static HostError TwoTags(Place place, string option, string first, string second, Place firstPlace) =>
        place.Locate(new HostError(nameof(TwoTags), ErrorKind.Conflict,
            $"'{option}' is defined both as '{first}' and as '{second}'; it takes one of them. Remove one, or mark the one to keep with !force.", option)
        { Related = [firstPlace.Note($"'{first}' is defined here")] });

    /// <summary>An option of the type 'unique' was defined more than once.</summary>
    /// <remarks>Keep one definition, or mark it with !force.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { key: { type: unique&lt;str&gt; } }
    /// config:
    ///   - set: { key: x }
    ///   - set: { key: x }
    /// </code>
    /// </example>
    internal static HostError NotUnique(string option, IReadOnlyList<Definition> definitions, string reason) =>
        definitions[^1].Place.Locate(new HostError(nameof(NotUnique), ErrorKind.Conflict,
            $"'{option}' may be defined once only{(reason.Length == 0 ? string.Empty : $": {reason.TrimEnd('.')}")}. Remove all definitions but one, or mark the one to keep with !force.", option)
        { Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Place.Note("defined here too"))] });

    /// <summary>A priority stands on an element of a list; priorities decide over whole lists.</summary>
    /// <remarks>Put it on the list, or order the element with !before or !after.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { names: { type: list&lt;str&gt; } }
    /// config:
    ///   names: [a, !force b]
    /// </code>
    /// </example>
    internal static HostError PriorityOnElement(Place place) =>
        place.Locate(new HostError(nameof(PriorityOnElement), ErrorKind.InvalidInput,
            "A list element takes only !before, !after, !order(n) and $if. Put the priority on the whole list."));

    /// <summary>An entry of a map has an empty name.</summary>
    /// <remarks>Give it one.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { users: { type: attrs&lt;str&gt; } }
    /// config:
    ///   users: { "": x }
    /// </code>
    /// </example>
    internal static HostError EmptyName(Place place, string option) =>
        place.Locate(new HostError(nameof(EmptyName), ErrorKind.InvalidInput, $"A name in '{option}' is empty. Give it one.", option));

    /// <summary>An element of an attrList is a mapping with exactly one key, and this has none or several.</summary>
    /// <remarks>Make an element of each key.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { rules: { type: attrList&lt;str&gt; } }
    /// config:
    ///   rules: [{ allow: ssh, deny: all }]
    /// </code>
    /// </example>
    internal static HostError NotOneKey(Place place, string option, string actual, int keys) =>
        place.Locate(new HostError(nameof(NotOneKey), ErrorKind.InvalidInput,
            $"An element of '{option}' is a mapping with exactly one key, but this is {actual}{(keys == 0 ? string.Empty : $" with {keys}")}. Make an element of each.", option));

    /// <summary>A step comes before or after one that is not there, or whose condition is false.</summary>
    /// <remarks>Correct the name, or define the step.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { steps: { type: dag&lt;str&gt; } }
    /// config:
    ///   steps: { install: { value: x }, start: { after: [instal], value: y } }
    /// </code>
    /// </example>
    internal static HostError UnknownStep(Place place, string option, string rule, string name, IReadOnlyList<string> known)
    {
        string hint = Suggestions.DidYouMean(name, known) is { Length: > 0 } near ? near : $" There are {string.Join(", ", known)}.";
        return place.Locate(new HostError(nameof(UnknownStep), ErrorKind.NotFound, $"{rule}, but '{option}' has no step '{name}'.{hint}", option));
    }

    /// <summary>Steps wait for each other, so none of them can be the first.</summary>
    /// <remarks>Remove one of the rules between them.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { steps: { type: dag&lt;str&gt; } }
    /// config:
    ///   steps: { a: { after: [b], value: x }, b: { after: [a], value: y } }
    /// </code>
    /// </example>
    internal static HostError StepsInCircle(string option, IReadOnlyList<DagEdge> circle)
    {
        string steps = string.Join(" → ", circle.Select(static e => $"'{e.Earlier}'"));
        return circle[0].Place.Locate(new HostError(nameof(StepsInCircle), ErrorKind.Conflict,
            $"Steps of '{option}' wait for each other: {steps} → '{circle[^1].Later}'. Remove one of the rules between them.", option)
        { Related = [.. circle.Select(static e => e.Place.Note(e.Text))] });
    }
}
