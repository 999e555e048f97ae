using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of changing files of a tree.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>A name cannot be added to a list of a file, because the list is written in a way that a program does not change: an expression, a tag, an alias.</summary>
    /// <remarks>Add the name by hand.</remarks>
    /// <example><code lang="yaml">users: !force [alice]</code></example>
    internal static HostError ListNotEditable(string file, string key, string name) =>
        new(nameof(ListNotEditable), ErrorKind.Conflict,
            $"'{key}' of '{file}' is written in a way that is not changed by a program, and nothing was written. Add '{name}' to it by hand.", file);
}
