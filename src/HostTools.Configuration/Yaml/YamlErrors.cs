using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of reading YAML.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>The text cannot be read as YAML; the message says what stands in the way, in words for the mistakes that are made most.</summary>
    /// <remarks>Correct the line, which most often means to quote the value.</remarks>
    /// <example><code lang="yaml">description: note: this has a colon too many</code></example>
    internal static HostError InvalidYaml(Place place, string reason, string hint) =>
        place.Locate(new HostError(nameof(InvalidYaml), ErrorKind.InvalidInput, $"This is not valid YAML: {reason}. {hint}"));

    /// <summary>An unquoted expression holds a blank and '#', which begin a comment in YAML, so the expression ends in the middle.</summary>
    /// <remarks>Quote the value, or put it on a line of its own under '&gt;-'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { tag: { type: str } }
    /// config:
    ///   tag: ${{ 'a' + ' #1' }}
    /// </code>
    /// </example>
    internal static HostError CommentInExpression(Place place) =>
        place.Locate(new HostError(nameof(CommentInExpression), ErrorKind.InvalidInput, "YAML reads ' #' and what follows as a comment, which cuts the expression off. Quote the value, or put it on its own line under '>-'."));

    /// <summary>A file holds one YAML document, and here a second one begins.</summary>
    /// <remarks>Remove the line '---' or '...' between the two, or move one of them to a file of its own.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// description: first
    /// ---
    /// description: second
    /// </code>
    /// </example>
    internal static HostError SecondDocument(Place place) =>
        place.Locate(new HostError(nameof(SecondDocument), ErrorKind.InvalidInput, "A second document begins here, but a file holds one. Remove the '---' or '...' between the two, or move one to a file of its own."));

    /// <summary>Mappings and lists are nested deeper than any configuration needs; most often brackets were never closed.</summary>
    /// <remarks>Close the brackets, or move a part to an option of its own.</remarks>
    /// <example><code lang="text">config: { a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ … and so on, 128 times</code></example>
    internal static HostError YamlTooDeep(Place place, int limit) =>
        place.Locate(new HostError(nameof(YamlTooDeep), ErrorKind.InvalidInput, $"This is nested more than {limit} levels deep. Close the brackets before it, or move a part of it to an option of its own."));

    /// <summary>The key of a mapping is itself a mapping or a list. In brackets and braces an unquoted expression looks like that to YAML.</summary>
    /// <remarks>Quote the key or the expression.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// let:
    ///   { a: b }: c
    /// </code>
    /// </example>
    internal static HostError KeyIsNotText(Place place) =>
        place.Locate(new HostError(nameof(KeyIsNotText), ErrorKind.InvalidInput, "This key is a mapping or a list, but a key is text. Quote it, or write '${{' where a '{' was meant as that."));

    /// <summary>The same key, or the same option in two spellings, stands twice in one mapping; one of the two would be lost.</summary>
    /// <remarks>Remove one of the two.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: 1
    ///   a: 2
    /// </code>
    /// </example>
    internal static HostError DuplicateKey(Place place, string key, Place first) =>
        place.Locate(new HostError(nameof(DuplicateKey), ErrorKind.Conflict, $"'{key}' is set twice in one mapping. Remove one of the two.", key) { Related = [first.Note("first set here")] });

    /// <summary>YAML's merge key '&lt;&lt;' takes in the keys of another mapping, and something else was given.</summary>
    /// <remarks>Give it an alias of a mapping, or a list of such aliases.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// let:
    ///   ports: &amp;ports [80, 443]
    ///   web: { &lt;&lt;: *ports }
    /// </code>
    /// </example>
    internal static HostError BadMergeKey(Place place) =>
        place.Locate(new HostError(nameof(BadMergeKey), ErrorKind.InvalidInput, "'<<' takes in the keys of another mapping, and this is none. Write '<<: *name', or a list of such aliases."));

    /// <summary>A value that begins with '*' is an alias to YAML, and there is no anchor of that name before it.</summary>
    /// <remarks>Quote the value, or write the anchor '&amp;name' before it.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// let:
    ///   pattern: *.conf
    /// </code>
    /// </example>
    internal static HostError UnknownAlias(Place place, string name) =>
        place.Locate(new HostError(nameof(UnknownAlias), ErrorKind.InvalidInput, $"There is no finished '&{name}' before this '*{name}'. Quote the text if it was not meant as an alias.", name));

    /// <summary>Aliases of aliases expand to more nodes than any configuration needs; such a file could fill the memory.</summary>
    /// <remarks>Write out what is repeated, or make the list with an expression.</remarks>
    /// <example>
    /// <code lang="text">
    /// a: &amp;a [x, x, x, x]
    /// b: &amp;b [*a, *a, *a, *a]
    /// c: [*b, *b, *b, *b]       # … and so on
    /// </code>
    /// </example>
    internal static HostError AliasesTooLarge(Place place, int limit) =>
        place.Locate(new HostError(nameof(AliasesTooLarge), ErrorKind.InvalidInput, $"The aliases of this file expand to more than {limit} nodes. Write out what aliases of aliases repeat, or generate the list with an expression."));
}
