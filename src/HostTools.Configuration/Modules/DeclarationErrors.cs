using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of declaring options and types.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>Something below 'options' is neither an option, which is a mapping with 'type', nor a group of such.</summary>
    /// <remarks>Write 'name: { type: …, description: … }'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   web:
    ///     typ: int
    /// </code>
    /// </example>
    internal static HostError OptionNeedsType(Place place, string option, string key) =>
        place.Locate(new HostError(nameof(OptionNeedsType), ErrorKind.InvalidInput,
            $"'{option}' is neither an option nor a group.{Suggestions.DidYouMean(key, ["type"])} Write '{key}: {{ type: …, description: … }}' for an option.", option));

    /// <summary>An option has a description or a default, but no type.</summary>
    /// <remarks>Add 'type: …'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   port: { default: 80, description: Where it listens. }
    /// </code>
    /// </example>
    internal static HostError OptionWithoutType(Place place, string option) =>
        place.Locate(new HostError(nameof(OptionWithoutType), ErrorKind.InvalidInput, $"The option '{option}' has no type. Add 'type: …'; every option has one.", option));

    /// <summary>A field of an option's declaration is none of those there are. A type with a comma in braces looks like that.</summary>
    /// <remarks>Correct the field, or quote the type.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   port: { type: int, defalt: 80 }
    /// </code>
    /// </example>
    internal static HostError UnknownOptionKey(Place place, string key, string option, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownOptionKey), ErrorKind.InvalidInput,
            $"'{key}' is no key of the option '{option}'.{Hint(key, known, "If a value before it holds a comma, quote that value")}", key));

    /// <summary>'readOnly' and 'internal' of an option are true or false.</summary>
    /// <remarks>Write true or false, without quotes.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   port: { type: int, default: 1, readOnly: yes }
    /// </code>
    /// </example>
    internal static HostError FlagNeedsBool(Place place, string key, string actual) =>
        place.Locate(new HostError(nameof(FlagNeedsBool), ErrorKind.InvalidInput, $"'{key}' is true or false, but this is {actual}. Write one of the two, unquoted.", key));

    /// <summary>The text of a type cannot be read; the message says why.</summary>
    /// <remarks>Correct it; in braces a type with a comma is quoted.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   port: { type: int(9..1) }
    /// </code>
    /// </example>
    internal static HostError BadType(Place place, string type, string reason) =>
        place.Locate(new HostError(nameof(BadType), ErrorKind.InvalidInput, $"'{type}' is no type: {reason}.", type));

    /// <summary>No type has that name, neither in the language nor under 'types' of the file.</summary>
    /// <remarks>Correct the name, or name the type under 'types'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   port: { type: list&lt;prot&gt; }
    /// </code>
    /// </example>
    internal static HostError UnknownType(Place place, string name, string hint) =>
        place.Locate(new HostError(nameof(UnknownType), ErrorKind.NotFound, $"There is no type '{name}'.{(hint.Length > 0 ? hint : " Name it under 'types', or use one of the language's.")}", name));

    /// <summary>An entry of 'types' is neither the text of a type nor a mapping with 'type'.</summary>
    /// <remarks>Write it as one of the two.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// types:
    ///   colour: [red, green]
    /// options: { a: { type: colour } }
    /// </code>
    /// </example>
    internal static HostError BadNamedType(Place place, string name) =>
        place.Locate(new HostError(nameof(BadNamedType), ErrorKind.InvalidInput, $"The type '{name}' is neither a text nor a mapping with 'type'. Write '{name}: list<str>', or '{name}: {{ type: enum, values: [a, b] }}'.", name));

    /// <summary>A named type is defined by itself, or types are nested without end.</summary>
    /// <remarks>Give it a definition that ends; data of any shape is 'json'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// types:
    ///   tree: list&lt;tree&gt;
    /// options: { a: { type: tree } }
    /// </code>
    /// </example>
    internal static HostError TypeTooDeep(Place place, string type) =>
        place.Locate(new HostError(nameof(TypeTooDeep), ErrorKind.InvalidInput, $"The type '{type}' is defined by itself. Give it a definition that ends.", type));

    /// <summary>Two declarations of one option do not fit together: another type, or a default in both.</summary>
    /// <remarks>Keep one declaration.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   web.port: { type: int, default: 1 }
    ///   web: { port: { type: int, default: 2 } }
    /// </code>
    /// </example>
    internal static HostError AlreadyDeclared(Place place, string option, Place first) =>
        place.Locate(new HostError(nameof(AlreadyDeclared), ErrorKind.Conflict, $"'{option}' is declared already, with another type or default. Keep one declaration.", option) { Related = [first.Note("declared first here")] });

    /// <summary>An option lies below another one that holds no options.</summary>
    /// <remarks>Rename one of them, or make the outer one a submodule.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   web: { type: bool, default: true }
    ///   web.port: { type: int, default: 80 }
    /// </code>
    /// </example>
    internal static HostError OptionInsideOption(Place place, string inner, string outer, Place outerPlace) =>
        place.Locate(new HostError(nameof(OptionInsideOption), ErrorKind.Conflict, $"'{inner}' lies inside the option '{outer}', which holds no options. Rename one of them, or make '{outer}' a submodule.", inner) { Related = [outerPlace.Note($"'{outer}' is declared here")] });
}
