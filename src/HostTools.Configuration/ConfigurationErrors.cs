using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>No configuration tree where one was expected: neither 'hosttools.yaml' nor a folder 'hosts' is there or in a folder above.</summary>
    /// <remarks>Go to the folder of the configuration, or name it with -Path (--path).</remarks>
    /// <example><code lang="sh">cd /tmp &amp;&amp; hosttools config check</code></example>
    public static HostError ConfigurationTreeNotFound(string directory) =>
        new(nameof(ConfigurationTreeNotFound), ErrorKind.NotFound,
            $"'{directory}' holds no configuration: there is neither 'hosttools.yaml' nor 'hosts/'. Give the folder of one with -Path (--path).", directory);
}
