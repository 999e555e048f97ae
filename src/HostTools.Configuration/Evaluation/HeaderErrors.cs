using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of hosts, headers and parameters.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>The tree has no host of that name: no 'hosts/NAME/default.yaml'.</summary>
    /// <remarks>Correct the name, or create the file.</remarks>
    /// <example><code lang="sh">hosttools config show toster</code></example>
    internal static HostError HostNotFound(string host, IReadOnlyList<string> known) =>
        new(nameof(HostNotFound), ErrorKind.NotFound,
            $"There is no host '{host}'.{Suggestions.DidYouMean(host, known)} The tree has {(known.Count == 0 ? "no hosts; make 'hosts/NAME/default.yaml'" : string.Join(", ", known))}.", host);

    /// <summary>The tree has no home of that user: no 'users/NAME/home.yaml'.</summary>
    /// <remarks>Correct the name, or create the file.</remarks>
    /// <example><code lang="text">users/alice/home.yaml exists, and the home of 'alcie' is asked for.</code></example>
    internal static HostError HomeNotFound(string user, IReadOnlyList<string> known) =>
        new(nameof(HomeNotFound), ErrorKind.NotFound,
            $"There is no home of '{user}'.{Suggestions.DidYouMean(user, known)} The tree has {(known.Count == 0 ? "no homes; make 'users/NAME/home.yaml'" : $"homes of {string.Join(", ", known)}")}.", user);

    /// <summary>A host's configuration sets options in the home of somebody who is none of its users.</summary>
    /// <remarks>Correct the name, or add the user to 'users' of the host.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// users: [alice]
    /// config:
    ///   home.alcie: {}
    /// </code>
    /// </example>
    internal static HostError UnknownHome(Place place, string user, IReadOnlyCollection<string> users) =>
        place.Locate(new HostError(nameof(UnknownHome), ErrorKind.InvalidInput,
            $"The host has no user '{user}'.{Suggestions.DidYouMean(user, users)} Add it to 'users:' of the host, which has {(users.Count == 0 ? "none" : string.Join(", ", users))}.", user));

    /// <summary>A folder below 'hosts' has a name that no machine can have.</summary>
    /// <remarks>Rename it: letters, digits and inner hyphens, at most 63.</remarks>
    /// <example><code lang="text">hosts/my_host/default.yaml</code></example>
    internal static HostError BadHostName(string host) =>
        new(nameof(BadHostName), ErrorKind.InvalidInput, $"'{host}' is no host name: letters, digits and inner hyphens, at most 63. Rename the folder below 'hosts/'.", host);

    /// <summary>A host was asked for in a variant that it does not have.</summary>
    /// <remarks>Ask for one of those the message lists, or declare it under 'variants' of the host.</remarks>
    /// <example><code lang="text">hosttools plan toaster --variant vfoi</code></example>
    internal static HostError VariantNotFound(Place? variants, string host, string variant, IReadOnlyCollection<string> known)
    {
        string advice = known.Count == 0 ? "It has none: declare it under 'variants' of the host." : $"It has {string.Join(", ", known)}.";
        var error = new HostError(nameof(VariantNotFound), ErrorKind.NotFound, $"The host '{host}' has no variant '{variant}'.{Suggestions.DidYouMean(variant, known)} {advice}", variant);
        return variants?.Locate(error) ?? error;
    }

    /// <summary>A key of 'variants' is no name of a variant.</summary>
    /// <remarks>Write letters, digits and inner hyphens, at most 63.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// variants:
    ///   "no graphics": { config: { services.desktop.enable: false } }
    /// </code>
    /// </example>
    internal static HostError BadVariantName(Place place, string name) =>
        place.Locate(new HostError(nameof(BadVariantName), ErrorKind.InvalidInput, $"'{name}' is no name of a variant: letters, digits and inner hyphens, at most 63.", name));

    /// <summary>'target' says what a configuration is for: host, container, wsl, vm or home.</summary>
    /// <remarks>Write one of them.</remarks>
    /// <example><code lang="yaml">target: laptop</code></example>
    internal static HostError BadTarget(string target, IReadOnlyList<string> known) =>
        new(nameof(BadTarget), ErrorKind.InvalidInput, $"'{target}' is no target. Write one of {string.Join(", ", known)}.", target);

    /// <summary>A key of a host's header takes a text and was given something else.</summary>
    /// <remarks>Write a text; expressions in it may use params only.</remarks>
    /// <example><code lang="yaml">system: [x86_64-linux]</code></example>
    internal static HostError BadHeader(Place place, string key) =>
        place.Locate(new HostError(nameof(BadHeader), ErrorKind.InvalidInput, $"'{key}' is no text. Write a text, in which expressions may use params only.", key));

    /// <summary>'system' names an architecture and an operating system, and this pair is not known.</summary>
    /// <remarks>Write one of those the message lists.</remarks>
    /// <example><code lang="yaml">system: x86-64-linux</code></example>
    internal static HostError UnknownSystem(Place place, string system, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownSystem), ErrorKind.InvalidInput, $"'{system}' is no system.{Hint(system, known, $"Write one of {string.Join(", ", known)}")}", system));

    /// <summary>'stateVersion' says which version's defaults a host was made with; this one has never been.</summary>
    /// <remarks>Write the newest for a new host, and leave it as it is for an old one.</remarks>
    /// <example><code lang="yaml">stateVersion: "7"</code></example>
    internal static HostError UnknownStateVersion(Place place, string version, string newest) =>
        place.Locate(new HostError(nameof(UnknownStateVersion), ErrorKind.InvalidInput, $"'{version}' is no state version. Write \"{newest}\" for a new host, and leave it as it is for an old one.", version));

    /// <summary>A host's file is empty, so the host has only what every host has. This is a warning.</summary>
    /// <remarks>Import modules, and set options under 'config'.</remarks>
    /// <example><code lang="text">hosts/den/default.yaml is there and holds nothing.</code></example>
    internal static HostError EmptyHost(string path) =>
        new(nameof(EmptyHost), ErrorKind.InvalidInput, $"'{path}' is empty: the host has only what every host has. Import modules and set options under 'config'.", path);

    /// <summary>An entry of 'users' is no login name, or stands there twice.</summary>
    /// <remarks>Write each name once: lower-case letters, digits, '_' and '-', at most 32.</remarks>
    /// <example><code lang="yaml">users: [alice, Bob Jones]</code></example>
    internal static HostError BadUser(Place place) =>
        place.Locate(new HostError(nameof(BadUser), ErrorKind.InvalidInput, "This is no user, or one that is named already. Write each login name once: lower-case letters, digits, '_' and '-', at most 32, such as alice."));

    /// <summary>A value was given for a parameter that the tree does not declare.</summary>
    /// <remarks>Correct the name, or declare it under 'parameters' in hosttools.yaml.</remarks>
    /// <example><code lang="yaml">params: { sise: 2 }</code></example>
    internal static HostError UnknownParameter(string name, IEnumerable<string> known) =>
        new(nameof(UnknownParameter), ErrorKind.NotFound, $"There is no parameter '{name}'.{Hint(name, known, known.Any() ? $"There are {string.Join(", ", known.Order(StringComparer.Ordinal))}" : "Declare it under 'parameters' in hosttools.yaml")}", name);

    /// <summary>The declaration of a parameter lacks its type or has an unknown key.</summary>
    /// <remarks>Write a mapping with type, default, env, description.</remarks>
    /// <example>
    /// <code lang="text">
    /// # hosttools.yaml
    /// parameters:
    ///   size: { default: 1 }
    /// </code>
    /// </example>
    internal static HostError BadParameter(Place place, string name, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadParameter), ErrorKind.InvalidInput, $"The declaration of the parameter '{name}' cannot be read. Write a mapping with {string.Join(", ", keys)}; 'type' is required.", name));

    /// <summary>A parameter has no default and was given no value.</summary>
    /// <remarks>Give one with -Parameter (--param), in the host's 'params', or in its environment variable.</remarks>
    /// <example>
    /// <code lang="text">
    /// # hosttools.yaml
    /// parameters:
    ///   size: { type: int }
    /// </code>
    /// </example>
    internal static HostError ParameterMissing(Place place, string name, string expected, string? variable) =>
        place.Locate(new HostError(nameof(ParameterMissing), ErrorKind.InvalidInput,
            $"The parameter '{name}' has no value and no default. Give {expected} with -Parameter (--param {name}=…){(variable is null ? string.Empty : $" or in the variable {variable}")}.", name));

    /// <summary>An entry of 'libraries' in hosttools.yaml is no folder inside the tree.</summary>
    /// <remarks>Create the folder, or correct its path.</remarks>
    /// <example>
    /// <code lang="text">
    /// # hosttools.yaml, and there is no folder 'shared'
    /// libraries: [./shared]
    /// </code>
    /// </example>
    internal static HostError BadLibraries(Place place) =>
        place.Locate(new HostError(nameof(BadLibraries), ErrorKind.InvalidInput, "This is no folder inside the tree. List folders that hold modules under 'libraries', such as ./shared; create the folder, or correct its path."));
}
