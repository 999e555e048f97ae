using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of changing files of a tree.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>A name cannot be added to a list of a file, because the list is written in a way that a program does not change: an expression, a tag, an alias.</summary>
    /// <remarks>Add the name by hand.</remarks>
    /// <example><code lang="text">hosts/toaster/default.yaml has users: !force [alice], and a user is to be added.</code></example>
    internal static HostError ListNotEditable(Place place, string key, string name) =>
        place.Locate(new HostError(nameof(ListNotEditable), ErrorKind.Conflict,
            $"'{key}' is written in a way that is not changed by a program, and nothing was written. Add '{name}' to it by hand."));
}
