using System.Net.Http.Headers;

namespace HostTools.Models;

/// <summary>Adds what proves who asks: a token, a password, a signature. Thread-safe.</summary>
public interface IRequestSigner
{
    /// <summary>The only server that may see it. A request that was sent on to another one, even if it is sent back, goes without.</summary>
    Uri Server { get; }

    /// <summary>Adds it to a request whose other headers are complete. Called anew for each attempt.</summary>
    void Sign(HttpRequestMessage request);
}

/// <summary>The <c>Authorization</c> header, always the same.</summary>
/// <param name="server">The only server that may see it.</param>
/// <param name="scheme"><c>Bearer</c> or <c>Basic</c>.</param>
/// <param name="value">What follows the scheme.</param>
public sealed class HeaderSigner(Uri server, string scheme, string value) : IRequestSigner
{
    /// <inheritdoc/>
    public Uri Server { get; } = server;

    /// <inheritdoc/>
    public void Sign(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue(scheme, value);

    /// <summary>Never the value.</summary>
    public override string ToString() => $"({scheme} for {Server.Authority})";
}
