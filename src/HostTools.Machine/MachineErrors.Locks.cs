using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of the lock file.</summary>
public static partial class MachineErrors
{
    /// <summary>The lock file cannot be read, so nobody knows what was resolved.</summary>
    /// <remarks>Take it from the last commit, or remove it to resolve everything anew.</remarks>
    /// <example><code lang="text">hosttools.lock holds the marks of a merge.</code></example>
    public static HostError LockUnreadable(string file, string why) =>
        new(nameof(LockUnreadable), ErrorKind.InvalidInput, $"'{file}' cannot be read: {why}. Take it from the last commit, or remove it to resolve everything anew.", file);

    /// <summary>The lock file was written by a newer version.</summary>
    /// <remarks>Bring HostTools up to date.</remarks>
    /// <example><code lang="text">hosttools.lock begins with "version": 2.</code></example>
    public static HostError LockVersionUnknown(string file, string version, int known) =>
        new(nameof(LockVersionUnknown), ErrorKind.NotSupported, $"'{file}' has the version {version}, and this version knows {known}. Bring HostTools up to date.", file);

    /// <summary>The lock file cannot be written.</summary>
    /// <remarks>Put right what the message names.</remarks>
    /// <example><code lang="text">The tree belongs to another user.</code></example>
    public static HostError LockNotWritten(string file, Exception cause) =>
        new(nameof(LockNotWritten), ErrorKind.Failed, $"'{file}' cannot be written: {cause.Message}", file) { Cause = cause };
}
