using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands that write files of a tree; each factory's name is the error id.</summary>
internal static class EditorErrors
{
    /// <summary>The folder of a template is not there.</summary>
    /// <remarks>Name a folder with the files of the template, or leave -Template (--template) away.</remarks>
    /// <example><code lang="sh">hosttools user new alice --template ./templates/nowhere</code></example>
    public static HostToolsException TemplateMissing(string folder) =>
        new(new HostError(nameof(TemplateMissing), ErrorKind.NotFound,
            $"There is no folder '{folder}' with a template. Name another, or leave -Template (--template) away.", folder));

    /// <summary>A template holds more files, or larger ones, than texts for people need.</summary>
    /// <remarks>Leave away what belongs to no template.</remarks>
    /// <example><code lang="sh">hosttools config new den --path ./machines --template /</code></example>
    public static HostToolsException TemplateTooLarge(string folder, int files, ByteSize size) =>
        new(new HostError(nameof(TemplateTooLarge), ErrorKind.InvalidInput,
            $"The template '{folder}' holds more than {files} files or {size}. Leave away what belongs to no template.", folder));

    /// <summary>A template has a placeholder that nothing is known for, so that it would be left over.</summary>
    /// <remarks>Correct its name, or write the text without the signs around it.</remarks>
    /// <example><code lang="yaml">description: The account of @person@.</code></example>
    public static HostToolsException PlaceholderUnknown(string file, string placeholder, IEnumerable<string> known) =>
        new(new HostError(nameof(PlaceholderUnknown), ErrorKind.InvalidInput,
            $"'{file}' of the template has the placeholder '{placeholder}', which nothing is known for. There are {string.Join(", ", known.Order(StringComparer.Ordinal).Select(static name => $"@{name}@"))}.", placeholder));

    /// <summary>A template does not make the file it is for.</summary>
    /// <remarks>Put the file into the template, with placeholders in its name.</remarks>
    /// <example><code lang="sh">hosttools module new backup --template templates/user</code></example>
    public static HostToolsException TemplateUnfit(string? folder, string file) =>
        new(new HostError(nameof(TemplateUnfit), ErrorKind.InvalidInput,
            $"The template '{folder}' does not make '{file}'. Put that file into it, with placeholders in its name.", folder));

    /// <summary>Files of that name are there already. Nothing was written.</summary>
    /// <remarks>Choose another name, or change the files that are there.</remarks>
    /// <example><code lang="sh">hosttools user new draxel</code></example>
    public static HostToolsException AlreadyThere(IReadOnlyList<string> files) =>
        new(new HostError(nameof(AlreadyThere), ErrorKind.Conflict,
            $"{string.Join(", ", files)} {(files.Count == 1 ? "is" : "are")} there already, and nothing was written. Choose another name, or change what is there.", files[0]));

    /// <summary>A file was changed by somebody else while a command worked on it. Nothing was written.</summary>
    /// <remarks>Run the command again.</remarks>
    /// <example><code lang="sh">hosttools user new alice --host-name den   # and an editor saves hosts/den/default.yaml meanwhile</code></example>
    public static HostToolsException FileChangedMeanwhile(string file) =>
        new(new HostError(nameof(FileChangedMeanwhile), ErrorKind.Conflict, $"'{file}' was changed meanwhile, and nothing was written. Run the command again.", file));

    /// <summary>A user cannot be called that.</summary>
    /// <remarks>Take lower-case letters, digits, '_' and '-', a letter or '_' first, at most 32.</remarks>
    /// <example><code lang="sh">hosttools user new Alice</code></example>
    public static HostToolsException UserNameInvalid(string name) =>
        new(new HostError(nameof(UserNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' is no name of a user: lower-case letters, digits, '_' and '-', a letter or '_' first, at most 32. Give another name.", name));

    /// <summary>A module cannot be called that.</summary>
    /// <remarks>Take words of letters, digits, '_' and '-', with '/' between them.</remarks>
    /// <example><code lang="sh">hosttools module new ../secret</code></example>
    public static HostToolsException ModuleNameInvalid(string name) =>
        new(new HostError(nameof(ModuleNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' is no name of a module: words of letters, digits, '_' and '-', a letter first, with '/' between them, at most 100 in all. Give another name.", name));

    /// <summary>A module for homes was to be imported by a host, or one for hosts by a home.</summary>
    /// <remarks>Name hosts for modules of the class host, and users for modules of the class home.</remarks>
    /// <example><code lang="sh">hosttools module new prompt --class home --host-name den</code></example>
    public static HostToolsException ModuleClassUnfit(string name, ModuleClass wanted) =>
        new(new HostError(nameof(ModuleClassUnfit), ErrorKind.InvalidInput,
            wanted == ModuleClass.Home
                ? $"'{name}' is to be a module for homes, which hosts do not import. Name users with -UserName (--user-name)."
                : $"'{name}' is to be a module for hosts, which homes do not import. Name hosts with -HostName (--host-name), or say -Class any.", name));

    /// <summary>The tree has no such host or home to add something to.</summary>
    /// <remarks>Correct the name; Get-HostConfig (hosttools config show) evaluates all hosts there are.</remarks>
    /// <example><code lang="sh">hosttools user new alice --host-name tosater</code></example>
    public static HostToolsException NothingToRegisterWith(string what, string name, IReadOnlyList<string> known) =>
        new(new HostError(nameof(NothingToRegisterWith), ErrorKind.NotFound,
            $"The tree has no {what} '{name}'.{Suggestions.DidYouMean(name, known)} It has {(known.Count == 0 ? "none" : string.Join(", ", known))}.", name));
}
