using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class MachineErrors
{
    /// <summary>The installation lacks its library of modules.</summary>
    /// <remarks>Install HostTools again, or build it so that 'modules' lies beside its assemblies.</remarks>
    /// <example><code lang="text">The folder 'modules' was deleted.</code></example>
    public static HostError LibraryNotFound(string directory) =>
        new(nameof(LibraryNotFound), ErrorKind.NotFound,
            $"The library of modules is not at '{directory}'. Install HostTools again, or build it so that 'modules/' lies beside its assemblies.",
            directory);

    /// <summary>The installation lacks a template that comes with HostTools.</summary>
    /// <remarks>Install HostTools again, or build it so that 'templates' lies beside its assemblies.</remarks>
    /// <example><code lang="text">The folder 'templates' was deleted.</code></example>
    public static HostError TemplateNotFound(string directory) =>
        new(nameof(TemplateNotFound), ErrorKind.NotFound,
            $"There is no template at '{directory}'. Install HostTools again, or build it so that 'templates/' lies beside its assemblies.",
            directory);

    /// <summary>A file's name would leave its folder, or cannot be a path.</summary>
    /// <remarks>Correct the name as the message says.</remarks>
    /// <example><code lang="text">environment.etc: { "../passwd": { text: x } }</code></example>
    public static HostError FileNameInvalid(string option, string name, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(FileNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' is no place for a file: {why}.", name), origins);

    /// <summary>A file is declared and says nothing about its content.</summary>
    /// <remarks>Give it 'text', 'source', 'link', or 'format' with 'value'.</remarks>
    /// <example><code lang="text">environment.etc: { motd: { mode: 0644 } }</code></example>
    public static HostError FileContentMissing(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(FileContentMissing), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' has no content. Give it 'text', 'source', 'link', or 'format' with 'value'.", name), origins);

    /// <summary>A file whose keys are to be owned declares none.</summary>
    /// <remarks>Give it 'format', and the keys as 'value'.</remarks>
    /// <example><code lang="text">environment.etc: { "app.json": { ownership: keys, text: x } }</code></example>
    public static HostError FileKeysMissing(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(FileKeysMissing), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' owns keys and declares none. Give it 'format', and the keys as 'value'; text and sources have no keys.", name), origins);

    /// <summary>A pattern of what stays in an exact directory can never match.</summary>
    /// <remarks>Write a name such as '*.cache', or a path from the directory such as 'sub/**'.</remarks>
    /// <example><code>environment.directories."/srv": { exact: true, ignore: [../other] }</code></example>
    public static HostError IgnoreInvalid(string name, string pattern, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(IgnoreInvalid), ErrorKind.InvalidInput,
            $"'{pattern}' in 'environment.directories.\"{name}\".ignore' can never match. Write a name such as '*.cache', or a path from the directory such as 'sub/**'.",
            name), origins);

    /// <summary>A file has its content from two places.</summary>
    /// <remarks>Keep one of them.</remarks>
    /// <example><code lang="text">environment.etc: { motd: { text: hello, source: /srv/motd } }</code></example>
    public static HostError FileContentAmbiguous(string option, string name, IEnumerable<string> given, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(FileContentAmbiguous), ErrorKind.Conflict,
            $"'{name}' in '{option}' has its content from {string.Join(" and ", given.Select(static key => $"'{key}'"))}. Keep one of them.",
            name)
        {
            Related = [.. origins.Skip(1).Select(static origin => new RelatedOrigin(origin, "also defined here"))],
        }, origins);

    /// <summary>A structured file cannot hold a value: its format has no such thing.</summary>
    /// <remarks>Change the value, or choose another format.</remarks>
    /// <example><code lang="text">environment.etc: { "app.toml": { format: toml, value: { a: null } } }</code></example>
    public static HostError ValueDoesNotFit(string what, string at, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(ValueDoesNotFit), ErrorKind.InvalidInput,
            $"{what} cannot hold '{at}': {why}.", at), origins);

    /// <summary>A unit has a name that systemd refuses.</summary>
    /// <remarks>Use letters, digits and ':-_.@\', and write the rest as systemd-escape does.</remarks>
    /// <example><code lang="text">systemd.services: { "my app": { script: run } }</code></example>
    public static HostError UnitNameInvalid(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(UnitNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' is no name of a unit. Use letters, digits and ':-_.@\\', and write the rest as systemd-escape does; in lists of units with the suffix, such as '.target'.", name), origins);

    /// <summary>A file names a trigger that no module declares.</summary>
    /// <remarks>Correct the name, or declare it in 'activation.triggers'.</remarks>
    /// <example><code lang="text">environment.etc: { motd: { text: x, triggers: [reloda] } }</code></example>
    public static HostError TriggerUnknown(string trigger, string user, IEnumerable<string> known, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(TriggerUnknown), ErrorKind.NotFound,
            $"'{user}' names the trigger '{trigger}', which no module declares. There are {string.Join(", ", known)}; declare another in 'activation.triggers'.",
            trigger), origins);

    /// <summary>One path is wanted as two things by different options.</summary>
    /// <remarks>Remove or move one of the two.</remarks>
    /// <example><code lang="text">A file of environment.etc and a service of the same unit file.</code></example>
    public static HostError PathWantedTwice(
        string path, string first, string second, IReadOnlyList<Origin> firstOrigins, IReadOnlyList<Origin> secondOrigins) =>
        At(new HostError(nameof(PathWantedTwice), ErrorKind.Conflict,
            $"'{path}' is declared as {first} and as {second}. Remove or move one of the two.", path)
        {
            Related = [.. firstOrigins.Take(1).Select(origin => new RelatedOrigin(origin, $"{first} declared here"))],
        }, secondOrigins);

    private static HostError At(HostError error, IReadOnlyList<Origin> origins) =>
        origins.Count > 0 ? error with { Origin = origins[0] } : error;
}
