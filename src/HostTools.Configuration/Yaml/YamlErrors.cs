using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of reading YAML.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError InvalidYaml(Place place, string reason, string hint) =>
        place.Locate(new HostError(nameof(InvalidYaml), ErrorKind.InvalidInput, $"This is not valid YAML: {reason}. {hint}"));

    internal static HostError SecondDocument(Place place) =>
        place.Locate(new HostError(nameof(SecondDocument), ErrorKind.InvalidInput, "A file holds one document; remove this '---' and what follows, or move it to a file of its own."));

    internal static HostError YamlTooDeep(Place place, int limit) =>
        place.Locate(new HostError(nameof(YamlTooDeep), ErrorKind.InvalidInput, $"This is nested more than {limit} levels deep."));

    internal static HostError KeyIsNotText(Place place) =>
        place.Locate(new HostError(nameof(KeyIsNotText), ErrorKind.InvalidInput, "A key must be text. Quote it, or look for a '{' that was meant as '${{'."));

    internal static HostError DuplicateKey(Place place, string key, Place first) =>
        place.Locate(new HostError(nameof(DuplicateKey), ErrorKind.Conflict, $"'{key}' is set twice in one mapping. Remove one of the two.", key) { Related = [first.Note("first set here")] });

    internal static HostError BadMergeKey(Place place) =>
        place.Locate(new HostError(nameof(BadMergeKey), ErrorKind.InvalidInput, "'<<' takes an alias of a mapping, or a list of such. Write '<<: *name'."));

    internal static HostError UnknownAlias(Place place, string name) =>
        place.Locate(new HostError(nameof(UnknownAlias), ErrorKind.InvalidInput, $"There is no finished '&{name}' before this '*{name}'. Quote the text if it was not meant as an alias.", name));

    internal static HostError AliasesTooLarge(Place place, int limit) =>
        place.Locate(new HostError(nameof(AliasesTooLarge), ErrorKind.InvalidInput, $"The aliases of this file expand to more than {limit} nodes."));
}
