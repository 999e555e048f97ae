using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong while an origin asks.</summary>
public static partial class ModelErrors
{
    /// <summary>What the lock file pins can no longer be had from its origin: somebody replaced or removed it.</summary>
    /// <remarks>Update the model to what is there now and look at the difference, or import the old bytes from another machine.</remarks>
    /// <example><code lang="text">A tag of a registry was pushed anew, and the old manifest is gone.</code></example>
    public static HostError VersionGone(ModelSource source, string pinned, string why) =>
        new(nameof(VersionGone), ErrorKind.Stale,
            $"'{Shown(source)}' is pinned to '{Printable(pinned)}', which cannot be had any more: {why}. Update the model to what is there now, or import the old bytes from a machine that has them.", Shown(source));

    /// <summary>There is nothing at an address.</summary>
    /// <remarks>Correct the address.</remarks>
    /// <example><code lang="text">Install-AiModel https://host/modle.tar.gz</code></example>
    public static HostError AddressMissing(string address) =>
        new(nameof(AddressMissing), ErrorKind.NotFound, $"There is nothing at '{address}'. Correct the address.", address);

    /// <summary>A server lists files without end.</summary>
    /// <remarks>Look whether the address is that of such a server, and name a smaller part of it.</remarks>
    /// <example><code lang="text">A broken proxy sends every page back to the first one.</code></example>
    public static HostError ListingEndless(string address, string why) =>
        new(nameof(ListingEndless), ErrorKind.Failed, $"The list of files of '{address}' does not end: {why}. Look whether that is the right server, or name a smaller part of it.", address);

    /// <summary>A token or password cannot be read or used.</summary>
    /// <remarks>Put the token alone into the file, and let the user read it; user and password are written as user:password.</remarks>
    /// <example><code lang="text">auth.tokenFile: /run/secrets/none</code></example>
    public static HostError TokenUnreadable(string origin, string why, Exception? cause) =>
        new(nameof(TokenUnreadable), ErrorKind.InvalidInput, $"The token from {origin} cannot be used: {why}. Put the token alone there, or user:password.", origin) { Cause = cause };

    /// <summary>Git cannot get what it is asked for.</summary>
    /// <remarks>Look at what git says; correct the address, or give a token or key that may read it.</remarks>
    /// <example><code lang="text">Install-AiModel git-lfs:https://host/org/none.git@main</code></example>
    public static HostError RepositoryUnreachable(ModelSource source, string said) =>
        new(nameof(RepositoryUnreachable), ErrorKind.Failed,
            $"'{Shown(source)}' cannot be fetched; git says: {Printable(KnownSecrets.Hide(said.Trim().TrimEnd('.')))}. Correct the address, or set auth.tokenFile to a token that may read it.", Shown(source));

    /// <summary>A server of LFS does not give a large file of a repository.</summary>
    /// <remarks>The message says what the server says. Who may read the repository may still lack the right to its large files, or they were never pushed.</remarks>
    /// <example><code lang="text">Somebody pushed a commit without its large files.</code></example>
    public static HostError LargeFileRefused(ModelSource source, string path, int code, string said) =>
        new(nameof(LargeFileRefused), code == 404 ? ErrorKind.NotFound : ErrorKind.PermissionDenied,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{Printable(path)}' of '{Shown(source)}' is in LFS, and its server does not give it ({code}: {Printable(said)}). Push it with 'git lfs push --all', or set auth.tokenFile to a token that may read it."), path);
}
