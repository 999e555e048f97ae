using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static class CommandErrors
{
    /// <summary>A command that changes something needs a person's consent, and nobody is there to ask.</summary>
    /// <remarks>Look at it with -WhatIf (--what-if), then give -Confirm:$false (--yes).</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root ./out &lt; /dev/null</code></example>
    public static HostError ConfirmationRequired(string summary) =>
        new(nameof(ConfirmationRequired), ErrorKind.ConfirmationRequired,
            $"'{summary}' needs your consent, and nobody is there to ask. Look at it with -WhatIf (--what-if), then give -Confirm:$false (--yes).", summary);

    /// <summary>A file or folder that a parameter names does not exist.</summary>
    /// <remarks>Correct the path.</remarks>
    /// <example><code lang="sh">hosttools config show --path no/such/folder</code></example>
    public static HostError PathNotFound(string path) =>
        new(nameof(PathNotFound), ErrorKind.NotFound, $"There is no file or folder '{path}'.", path);

    /// <summary>A wildcard matches several paths where one is needed.</summary>
    /// <remarks>Name one of them.</remarks>
    /// <example><code lang="pwsh">Get-HostConfig -Path ./conf*</code></example>
    public static HostError PathAmbiguous(string path, int count) =>
        new(nameof(PathAmbiguous), ErrorKind.InvalidInput, $"'{path}' matches {count} paths where exactly one is needed. Name one of them.", path);

    /// <summary>A path lies in another of PowerShell's drives, such as the registry or the environment.</summary>
    /// <remarks>Give a path of the file system.</remarks>
    /// <example><code lang="pwsh">Get-HostConfig -Path Env:PATH</code></example>
    public static HostError PathNotFileSystem(string path, string provider) =>
        new(nameof(PathNotFileSystem), ErrorKind.InvalidInput, $"'{path}' lies in PowerShell's {provider} provider, not in the file system.", path);

    /// <summary>A path parameter was given nothing, most often by a variable that is not set.</summary>
    /// <remarks>Write the path, or leave the parameter away.</remarks>
    /// <example><code lang="sh">hosttools plan toaster --root "$unset"</code></example>
    public static HostError PathEmpty(string name) =>
        new(nameof(PathEmpty), ErrorKind.InvalidInput, $"'{name}' was given an empty path. Write the path ('.' is the current folder), or leave '{name}' away.", name);

    /// <summary>A parameter was given a value of another form.</summary>
    /// <remarks>Write it as the message says.</remarks>
    /// <example><code lang="sh">hosttools generation prune --older-than soon --root ./out</code></example>
    public static HostError ArgumentInvalid(string name, string reason) =>
        new(nameof(ArgumentInvalid), ErrorKind.InvalidInput, $"-{name} (--{ArgumentDescriptor.Kebab(name)}): {reason}", name);

    /// <summary>The errors that an exception stands for; none of them is a stack trace.</summary>
    public static IReadOnlyList<HostError> From(Exception failure) => failure switch
    {
        HostToolsException known => known.Errors,
        UnauthorizedAccessException => [AccessDenied(failure)],
        IOException => [FileAccessFailed(failure)],
        _ => [UnexpectedFailure(failure)],
    };

    /// <summary>The system refused this user access to a file or folder.</summary>
    /// <remarks>Run the command as a user who may.</remarks>
    /// <example><code lang="text">A configuration tree that belongs to root.</code></example>
    private static HostError AccessDenied(Exception cause) =>
        new(nameof(AccessDenied), ErrorKind.PermissionDenied, $"{Sentence(cause.Message)} Run the command as a user who may.") { Cause = cause };

    /// <summary>A file or folder cannot be read or written for another reason than rights.</summary>
    /// <remarks>Put right what the message names.</remarks>
    /// <example><code lang="text">A disk was taken away.</code></example>
    private static HostError FileAccessFailed(Exception cause) =>
        new(nameof(FileAccessFailed), ErrorKind.Failed, Sentence(cause.Message)) { Cause = cause };

    /// <summary>HostTools met a case it was not made for. That is a mistake in HostTools.</summary>
    /// <remarks>Run again with -Verbose (--verbose), and report what it prints.</remarks>
    /// <example><code lang="text">There should be none.</code></example>
    private static HostError UnexpectedFailure(Exception cause) =>
        new(nameof(UnexpectedFailure), ErrorKind.Failed,
            $"HostTools met a case it was not made for: {Sentence(cause.Message)} Run again with -Verbose (--verbose) and report what it prints.")
        { Cause = cause };

    private static string Sentence(string text) => text.TrimEnd('.', ' ', '\n') + ".";
}
