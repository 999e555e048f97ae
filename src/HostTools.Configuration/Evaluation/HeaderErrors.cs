using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of hosts, headers and parameters.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError HostNotFound(string host, IReadOnlyList<string> known) =>
        new(nameof(HostNotFound), ErrorKind.NotFound,
            $"There is no host '{host}'.{Suggestions.DidYouMean(host, known)} The tree has {(known.Count == 0 ? "no hosts; make 'hosts/NAME/default.yaml'" : string.Join(", ", known))}.", host);

    internal static HostError HomeNotFound(string user, IReadOnlyList<string> known) =>
        new(nameof(HomeNotFound), ErrorKind.NotFound,
            $"There is no home of '{user}'.{Suggestions.DidYouMean(user, known)} The tree has {(known.Count == 0 ? "no homes; make 'users/NAME/home.yaml'" : $"homes of {string.Join(", ", known)}")}.", user);

    internal static HostError UnknownHome(Place place, string user, IReadOnlyCollection<string> users) =>
        place.Locate(new HostError(nameof(UnknownHome), ErrorKind.InvalidInput,
            $"The host has no user '{user}'.{Suggestions.DidYouMean(user, users)} Add it to 'users:' of the host, which has {(users.Count == 0 ? "none" : string.Join(", ", users))}.", user));

    internal static HostError BadHostName(string host) =>
        new(nameof(BadHostName), ErrorKind.InvalidInput, $"'{host}' is no host name: letters, digits and inner hyphens, at most 63. Rename the folder below 'hosts/'.", host);

    internal static HostError BadTarget(string target, IReadOnlyList<string> known) =>
        new(nameof(BadTarget), ErrorKind.InvalidInput, $"'{target}' is no target. Write one of {string.Join(", ", known)}.", target);

    internal static HostError BadHeader(Place place, string key) =>
        place.Locate(new HostError(nameof(BadHeader), ErrorKind.InvalidInput, $"'{key}' is no text. Write a text, in which expressions may use params only.", key));

    internal static HostError UnknownSystem(Place place, string system, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownSystem), ErrorKind.InvalidInput, $"'{system}' is no system.{Hint(system, known, $"Write one of {string.Join(", ", known)}")}", system));

    internal static HostError UnknownStateVersion(Place place, string version, string newest) =>
        place.Locate(new HostError(nameof(UnknownStateVersion), ErrorKind.InvalidInput, $"'{version}' is no state version. Write \"{newest}\" for a new host, and leave it as it is for an old one.", version));

    internal static HostError EmptyHost(string path) =>
        new(nameof(EmptyHost), ErrorKind.InvalidInput, $"'{path}' is empty: the host has only what every host has. Import modules and set options under 'config'.", path);

    internal static HostError BadUser(Place place) =>
        place.Locate(new HostError(nameof(BadUser), ErrorKind.InvalidInput, "This is no user, or one that is named already. Write each login name once: lower-case letters, digits, '_' and '-', at most 32, such as alice."));

    internal static HostError UnknownParameter(string name, IEnumerable<string> known) =>
        new(nameof(UnknownParameter), ErrorKind.NotFound, $"There is no parameter '{name}'.{Hint(name, known, known.Any() ? $"There are {string.Join(", ", known.Order(StringComparer.Ordinal))}" : "Declare it under 'parameters' in hosttools.yaml")}", name);

    internal static HostError BadParameter(Place place, string name, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadParameter), ErrorKind.InvalidInput, $"The declaration of the parameter '{name}' cannot be read. Write a mapping with {string.Join(", ", keys)}; 'type' is required.", name));

    internal static HostError ParameterMissing(Place place, string name, string expected, string? variable) =>
        place.Locate(new HostError(nameof(ParameterMissing), ErrorKind.InvalidInput,
            $"The parameter '{name}' has no value and no default. Give {expected} with -Parameter (--param {name}=…){(variable is null ? string.Empty : $" or in the variable {variable}")}.", name));

    internal static HostError BadLibraries(Place place) =>
        place.Locate(new HostError(nameof(BadLibraries), ErrorKind.InvalidInput, "This is no folder inside the tree. List folders that hold modules under 'libraries', such as ./shared; create the folder, or correct its path."));
}
