using System.Globalization;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong with bytes.</summary>
public static partial class ModelErrors
{
    /// <summary>Bytes have another hash than they must have; they were put into quarantine.</summary>
    /// <remarks>Run the command again. When it happens again, the source is damaged or somebody changed it.</remarks>
    /// <example><code lang="text">A proxy changes what passes through it.</code></example>
    public static HostError ContentMismatch(string file, string expected, string actual) =>
        new(nameof(ContentMismatch), ErrorKind.Failed,
            $"'{Printable(file)}' is not what it should be: its hash is {actual}, and not {expected}. It was put into quarantine. Run the command again; when that changes nothing, the source is damaged.", file);

    /// <summary>A file has another size than it must have.</summary>
    /// <remarks>Run the command again. When it happens again, the source is damaged or somebody changed it.</remarks>
    /// <example><code lang="text">A server sends half a file and says that was all.</code></example>
    public static HostError SizeMismatch(string file, long expected, long actual) =>
        new(nameof(SizeMismatch), ErrorKind.Failed,
            string.Create(CultureInfo.InvariantCulture, $"'{Printable(file)}' is not what it should be: it has {actual} bytes, and not {expected}. Run the command again; when that changes nothing, the source is damaged."), file);

    /// <summary>Bytes that a model needs are not in the store.</summary>
    /// <remarks>Fetch the model again.</remarks>
    /// <example><code lang="text">Somebody removed files below the store by hand.</code></example>
    public static HostError BlobMissing(string hash, string store) =>
        new(nameof(BlobMissing), ErrorKind.NotFound, $"The bytes with the SHA-256 {hash} are not in '{store}'. Fetch the model again.", hash);

    /// <summary>The store cannot be made or written.</summary>
    /// <remarks>Put right what the message names, or choose another directory.</remarks>
    /// <example><code lang="text">A store of the machine, and a user without root rights.</code></example>
    public static HostError StoreNotWritable(string directory, Exception cause) =>
        new(nameof(StoreNotWritable), cause is UnauthorizedAccessException or RootIOException { Reason: RootFailure.AccessDenied } ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"The store '{directory}' cannot be written: {cause.Message.TrimEnd('.')}. Put that right, or choose another directory.", directory)
        { Cause = cause };

    /// <summary>What is remembered of a fetched model cannot be read.</summary>
    /// <remarks>Remove that file, and fetch the model again: bytes that are here are not fetched again.</remarks>
    /// <example><code lang="text">A disk lost a sector of the store.</code></example>
    public static HostError RecordUnreadable(string file, Exception cause) =>
        new(nameof(RecordUnreadable), ErrorKind.Failed,
            $"'{file}' cannot be read: {cause.Message.TrimEnd('.')}. Remove it, and fetch the model again; bytes that are here are not fetched again.", file)
        { Cause = cause };
}
