using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>No configuration tree where one was expected.</summary>
    public static HostError ConfigurationTreeNotFound(string directory) =>
        new(nameof(ConfigurationTreeNotFound), ErrorKind.NotFound,
            $"'{directory}' holds no configuration: there is neither 'hosttools.yaml' nor 'hosts/'. Give the folder of one with -Path (--path).", directory);
}
