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

    /// <summary>Another process works on the same thing, and did not end in time.</summary>
    /// <remarks>Wait for it to end, or end it.</remarks>
    /// <example><code lang="text">Two terminals fetch one model over a slow line.</code></example>
    public static HostError StoreBusy(string what, string store, TimeSpan limit) =>
        new(nameof(StoreBusy), ErrorKind.Busy, $"Another process has worked on '{what}' in '{store}' for {new Duration(limit)}. Wait for it to end, or end it, and run the command again.", what);

    /// <summary>There is not enough room for what is to be fetched.</summary>
    /// <remarks>Make room, or move the store to another disk.</remarks>
    /// <example><code lang="text">A model of 140 GB, and 100 GB are free.</code></example>
    public static HostError DiskTooSmall(string store, ByteSize needed, ByteSize free) =>
        new(nameof(DiskTooSmall), ErrorKind.Failed,
            $"'{store}' has room for {Rounded(free)}, and {Rounded(needed)} are needed, the reserve included. Make room, or move the store to another disk.", store);

    /// <summary>The disk is full.</summary>
    /// <remarks>Make room, and run the command again: it continues where it was.</remarks>
    /// <example><code lang="text">Another program fills the disk during a download.</code></example>
    public static HostError DiskFull(string store, Exception cause) =>
        new(nameof(DiskFull), ErrorKind.Failed, $"The disk with '{store}' is full. Make room, and run the command again; what is here already is not fetched again.", store) { Cause = cause };

    private static string Rounded(ByteSize size) => size.Bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{size.Bytes / (double)(1L << 30):0.#} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{size.Bytes / (double)(1L << 20):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size.Bytes} bytes"),
    };
}
