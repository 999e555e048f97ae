using HostTools.Platform;

namespace HostTools.Models;

/// <summary>How the bytes of a file come.</summary>
public abstract record FileBytes
{
    private protected FileBytes()
    {
    }
}

/// <summary>By HTTP: the request may be repeated, and asked for ranges.</summary>
/// <param name="Locate">Says what to ask; called again when an address is refused, since signed ones grow old.</param>
public sealed record RemoteBytes(Func<CancellationToken, ValueTask<RemoteRequest>> Locate) : FileBytes
{
    /// <summary>Says what it means when a server refuses; null, or null of it, gives the words that fit to all servers.</summary>
    public Func<HttpRefusal, HostError?>? Refused { get; init; }

    /// <summary>An address that does not grow old.</summary>
    public static RemoteBytes At(Uri url, IRequestSigner? signer = null) => new(_ => ValueTask.FromResult(new RemoteRequest(url) { Signer = signer }));
}

/// <summary>From a program or file of this machine, from the beginning each time.</summary>
/// <param name="Open">Opens them; the reader closes.</param>
public sealed record LocalBytes(Func<CancellationToken, ValueTask<Stream>> Open) : FileBytes
{
    /// <summary>Bytes that are here already.</summary>
    public static LocalBytes Of(byte[] bytes) => new(_ => ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false)));
}
