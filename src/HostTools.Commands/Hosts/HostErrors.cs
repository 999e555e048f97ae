using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about hosts; each factory's name is the error id.</summary>
internal static class HostErrors
{
    /// <summary>A command about one host was given none.</summary>
    /// <remarks>Give its name.</remarks>
    /// <example><code lang="pwsh">Get-HostOption -Option networking.*</code></example>
    public static HostToolsException NameMissing() =>
        new(new HostError(nameof(NameMissing), ErrorKind.InvalidInput,
            "No host was named. Give its name; Get-HostConfig (hosttools config show) evaluates all there are."));

    /// <summary>Says the host where the place does not: a module may be many hosts'.</summary>
    public static HostError OfHost(HostError error, string host) =>
        error.Origin?.File.StartsWith($"hosts/{host}/", StringComparison.Ordinal) == true || error.Id == "HostNotFound" ? error : error with { Message = $"In host '{host}': {error.Message}" };

    /// <summary>Neither the tree nor the library has a module of that name.</summary>
    /// <remarks>Correct the name, or list what there is with a wildcard.</remarks>
    /// <example><code lang="sh">hosttools module list services/opensh</code></example>
    public static HostError ModuleUnknown(string name, IReadOnlyList<ModuleInfo> modules) =>
        new(nameof(ModuleUnknown), ErrorKind.NotFound,
            $"There is no module '{name}'.{Suggestions.DidYouMean(name, modules.Select(static module => module.Name))} A wildcard such as 'services/*' lists those there are.", name);

    /// <summary>A host cannot be called that.</summary>
    /// <remarks>Take letters, digits and inner hyphens, at most 63: the name becomes the machine's.</remarks>
    /// <example><code lang="sh">hosttools config new my_host</code></example>
    public static HostToolsException HostNameInvalid(string name) =>
        new(new HostError(nameof(HostNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' is no host name: letters, digits and inner hyphens, at most 63. Give another name.", name));

    /// <summary>A new tree would need the name of something that is there already, and nothing was written.</summary>
    /// <remarks>Make the tree in another folder, or move away what the message names.</remarks>
    /// <example><code lang="sh">hosttools config new den --path examples/homelab</code></example>
    public static HostToolsException ConfigExists(string folder, IReadOnlyList<string> files) =>
        new(new HostError(nameof(ConfigExists), ErrorKind.Conflict,
            $"'{folder}' already has {string.Join(", ", files)}, and nothing was written. Give another folder, or move {(files.Count == 1 ? "it" : "them")} away.", folder));

    /// <summary>The host has no option of that name.</summary>
    /// <remarks>Correct the name, try a wildcard, or import the module that declares it.</remarks>
    /// <example><code lang="sh">hosttools option show toaster networking.hostname</code></example>
    public static HostError OptionNotFound(string name, HostConfig config) =>
        new(nameof(OptionNotFound), ErrorKind.NotFound,
            Suggestions.Nearest(name, config.Options.Select(static option => option.Name)) is { } close
                ? $"'{config.Name}' has no option '{name}'. Did you mean '{close}'?"
                : $"'{config.Name}' has no option '{name}'. Try a wildcard, or import the module that declares it.", name);
}
