using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about hosts; each factory's name is the error id.</summary>
internal static class HostErrors
{
    public static HostToolsException NameMissing() =>
        new(new HostError(nameof(NameMissing), ErrorKind.InvalidInput,
            "No host was named. Give its name; Get-HostConfig (hosttools config show) evaluates all there are."));

    public static HostError OptionNotFound(string name, HostConfig config) =>
        new(nameof(OptionNotFound), ErrorKind.NotFound,
            Suggestions.Nearest(name, config.Options.Select(static option => option.Name)) is { } close
                ? $"'{config.Name}' has no option '{name}'. Did you mean '{close}'?"
                : $"'{config.Name}' has no option '{name}'. Try a wildcard, or import the module that declares it.", name);
}
