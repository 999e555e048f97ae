using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of reading YAML.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError InvalidYaml(Place place, string reason, string hint) =>
        place.Locate(new HostError(nameof(InvalidYaml), ErrorKind.InvalidInput, $"This is not valid YAML: {reason}. {hint}"));

    /// <summary>An expression is cut off by what YAML takes for a comment.</summary>
    internal static HostError CommentInExpression(Place place) =>
        place.Locate(new HostError(nameof(CommentInExpression), ErrorKind.InvalidInput, "YAML reads ' #' and what follows as a comment, which cuts the expression off. Quote the value, or put it on its own line under '>-'."));

    internal static HostError SecondDocument(Place place) =>
        place.Locate(new HostError(nameof(SecondDocument), ErrorKind.InvalidInput, "A second document begins here, but a file holds one. Remove the '---' or '...' between the two, or move one to a file of its own."));

    internal static HostError YamlTooDeep(Place place, int limit) =>
        place.Locate(new HostError(nameof(YamlTooDeep), ErrorKind.InvalidInput, $"This is nested more than {limit} levels deep. Close the brackets before it, or move a part of it to an option of its own."));

    internal static HostError KeyIsNotText(Place place) =>
        place.Locate(new HostError(nameof(KeyIsNotText), ErrorKind.InvalidInput, "This key is a mapping or a list, but a key is text. Quote it, or write '${{' where a '{' was meant as that."));

    internal static HostError DuplicateKey(Place place, string key, Place first) =>
        place.Locate(new HostError(nameof(DuplicateKey), ErrorKind.Conflict, $"'{key}' is set twice in one mapping. Remove one of the two.", key) { Related = [first.Note("first set here")] });

    internal static HostError BadMergeKey(Place place) =>
        place.Locate(new HostError(nameof(BadMergeKey), ErrorKind.InvalidInput, "'<<' takes in the keys of another mapping, and this is none. Write '<<: *name', or a list of such aliases."));

    internal static HostError UnknownAlias(Place place, string name) =>
        place.Locate(new HostError(nameof(UnknownAlias), ErrorKind.InvalidInput, $"There is no finished '&{name}' before this '*{name}'. Quote the text if it was not meant as an alias.", name));

    internal static HostError AliasesTooLarge(Place place, int limit) =>
        place.Locate(new HostError(nameof(AliasesTooLarge), ErrorKind.InvalidInput, $"The aliases of this file expand to more than {limit} nodes. Write out what aliases of aliases repeat, or generate the list with an expression."));
}
