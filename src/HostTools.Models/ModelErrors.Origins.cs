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
}
