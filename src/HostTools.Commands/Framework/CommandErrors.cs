using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static class CommandErrors
{
    /// <summary>A person has to agree, and nobody is there to ask.</summary>
    public static HostError ConfirmationRequired(string summary) =>
        new(nameof(ConfirmationRequired), ErrorKind.ConfirmationRequired,
            $"'{summary}' needs your consent, and nobody is there to ask. Look at it with -WhatIf (--what-if), then give -Confirm:$false (--yes).", summary);

    /// <summary>A path that must exist does not.</summary>
    public static HostError PathNotFound(string path) =>
        new(nameof(PathNotFound), ErrorKind.NotFound, $"There is no file or folder '{path}'.", path);

    /// <summary>A wildcard gave several paths where one is needed.</summary>
    public static HostError PathAmbiguous(string path, int count) =>
        new(nameof(PathAmbiguous), ErrorKind.InvalidInput, $"'{path}' matches {count} paths where exactly one is needed. Name one of them.", path);

    /// <summary>A path of another provider than the file system.</summary>
    public static HostError PathNotFileSystem(string path, string provider) =>
        new(nameof(PathNotFileSystem), ErrorKind.InvalidInput, $"'{path}' lies in PowerShell's {provider} provider, not in the file system.", path);

    /// <summary>A path parameter that was given as nothing, such as a variable that is not set: it must not become the current folder.</summary>
    public static HostError PathEmpty(string name) =>
        new(nameof(PathEmpty), ErrorKind.InvalidInput, $"'{name}' was given an empty path. Write the path ('.' is the current folder), or leave '{name}' away.", name);

    /// <summary>A value the parameter's type cannot hold.</summary>
    public static HostError ArgumentInvalid(string name, string reason) =>
        new(nameof(ArgumentInvalid), ErrorKind.InvalidInput, $"'{name}': {reason}", name);

    /// <summary>The errors that an exception stands for; none of them is a stack trace.</summary>
    public static IReadOnlyList<HostError> From(Exception failure) => failure switch
    {
        HostToolsException known => known.Errors,
        UnauthorizedAccessException => [AccessDenied(failure)],
        IOException => [FileAccessFailed(failure)],
        _ => [UnexpectedFailure(failure)],
    };

    private static HostError AccessDenied(Exception cause) =>
        new(nameof(AccessDenied), ErrorKind.PermissionDenied, $"{Sentence(cause.Message)} Run the command as a user who may.") { Cause = cause };

    private static HostError FileAccessFailed(Exception cause) =>
        new(nameof(FileAccessFailed), ErrorKind.Failed, Sentence(cause.Message)) { Cause = cause };

    private static HostError UnexpectedFailure(Exception cause) =>
        new(nameof(UnexpectedFailure), ErrorKind.Failed,
            $"HostTools met a case it was not made for: {Sentence(cause.Message)} Run again with -Verbose (--verbose) and report what it prints.")
        { Cause = cause };

    private static string Sentence(string text) => text.TrimEnd('.', ' ', '\n') + ".";
}
