using System.Globalization;
using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong on the way.</summary>
public static partial class ModelErrors
{
    /// <summary>Something has to be asked of a server, and the user wants no network.</summary>
    /// <remarks>Fetch the model while online, or bring it with Export-AiModel and Import-AiModel. The message says what keeps the network away: a store that is set
    /// offline, or network.offline of the configuration.</remarks>
    /// <example><code lang="text">Set-AiModelOffline, and a model that was never fetched.</code></example>
    public static HostError Offline(string address, string because) =>
        new(nameof(Offline), ErrorKind.NotFound, $"'{address}' is not asked, since {because}. Fetch the model while online, or import it.", address);

    /// <summary>No answer came, or the line broke too often.</summary>
    /// <remarks>Look at the network, the proxy and the name of the server, and run the command again: it continues where it was.</remarks>
    /// <example><code lang="text">A laptop without network.</code></example>
    public static HostError ServerUnreachable(string address, Exception cause) =>
        new(nameof(ServerUnreachable), ErrorKind.Failed,
            $"'{address}' cannot be reached: {cause.Message.TrimEnd('.')}. Look at the network and the proxy, and run the command again; what is here already is not fetched again.", address)
        { Cause = cause };

    /// <summary>The server says that it has a problem of its own.</summary>
    /// <remarks>Wait, and run the command again: it continues where it was.</remarks>
    /// <example><code lang="text">A hub answers 503 during maintenance.</code></example>
    public static HostError ServerFailed(string address, HttpStatusCode status) =>
        new(nameof(ServerFailed), ErrorKind.Failed,
            string.Create(CultureInfo.InvariantCulture, $"'{address}' failed with status {(int)status}, again and again. Wait, and run the command again; what is here already is not fetched again."), address);

    /// <summary>The server gives an answer that nothing can be done with.</summary>
    /// <remarks>Look at what it says, and whether the address is right.</remarks>
    /// <example><code lang="text">HF_ENDPOINT names a web page.</code></example>
    public static HostError ServerRefused(string address, HttpStatusCode status, string said) =>
        new(nameof(ServerRefused), ErrorKind.Failed,
            string.Create(CultureInfo.InvariantCulture, $"'{address}' answered with status {(int)status}{(said.Length > 0 ? $": {Printable(said)}" : string.Empty)}. Look whether the address is right."), address);

    /// <summary>The server wants fewer requests.</summary>
    /// <remarks>Wait as long as it says, or give a token: who is known may ask more.</remarks>
    /// <example><code lang="text">Many models are fetched without HF_TOKEN.</code></example>
    public static HostError RateLimited(string address, TimeSpan? delay) =>
        new(nameof(RateLimited), ErrorKind.Busy,
            $"'{address}' wants fewer requests. Run the command again {(delay is { } wait ? $"in {new Duration(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)))}" : "later")}, or with a token: who is known may ask more.", address);

    /// <summary>The certificate of a server is not one that is trusted here.</summary>
    /// <remarks>Look at the clock and the address. Behind a proxy that reads along, name its authority in network.authorityFile.</remarks>
    /// <example><code lang="text">A company's proxy shows its own certificate.</code></example>
    public static HostError CertificateRefused(string address, Exception cause) =>
        new(nameof(CertificateRefused), ErrorKind.PermissionDenied,
            $"The certificate of '{address}' is not trusted: {(cause.InnerException ?? cause).Message.TrimEnd('.')}. Look at the clock and the address; behind a proxy that reads along, name its authority in network.authorityFile.", address)
        { Cause = cause };

    /// <summary>The file with further authorities cannot be read.</summary>
    /// <remarks>Name a file with certificates in PEM form.</remarks>
    /// <example><code lang="text">network.authorityFile: /etc/ssl/none.pem</code></example>
    public static HostError AuthorityFileUnreadable(string file, Exception cause) =>
        new(nameof(AuthorityFileUnreadable), ErrorKind.InvalidInput, $"'{file}' holds no certificates that can be read: {cause.Message.TrimEnd('.')}. Name a file in PEM form.", file) { Cause = cause };

    /// <summary>A server sends on to somewhere that is not followed.</summary>
    /// <remarks>Look whether the address is right, and who answers there.</remarks>
    /// <example><code lang="text">An https address that leads to an http one.</code></example>
    public static HostError RedirectRefused(string from, string to, string why) =>
        new(nameof(RedirectRefused), ErrorKind.PermissionDenied, $"'{from}' sends on to '{to}', which is not followed: {why}. Look whether the address is right.", from);

    /// <summary>An answer is not what servers of that kind say.</summary>
    /// <remarks>Look whether the address is that of such a server.</remarks>
    /// <example><code lang="text">HF_ENDPOINT names a web page.</code></example>
    public static HostError AnswerUnreadable(string address, Exception cause) =>
        new(nameof(AnswerUnreadable), ErrorKind.Failed, $"The answer of '{address}' cannot be read: {cause.Message.TrimEnd('.')}. Look whether that is the right server.", address) { Cause = cause };

    /// <summary>An answer that should be short is not.</summary>
    /// <remarks>Look whether the address is that of such a server.</remarks>
    /// <example><code lang="text">A server sends bytes without end in place of a list.</code></example>
    public static HostError AnswerTooLarge(string address, ByteSize limit) =>
        new(nameof(AnswerTooLarge), ErrorKind.Failed, $"The answer of '{address}' is larger than {limit}. Look whether that is the right server.", address);

    /// <summary>A server was asked for a part of a file, and sends something else.</summary>
    /// <remarks>Run the command again. When it happens again, a proxy or cache on the way is at fault.</remarks>
    /// <example><code lang="text">A cache answers with the part that somebody else asked for.</code></example>
    public static HostError RangeWrong(string address, long first, long last, string why) =>
        new(nameof(RangeWrong), ErrorKind.Failed,
            string.Create(CultureInfo.InvariantCulture, $"'{address}' does not send the bytes {first} to {last}: {why}. Run the command again; when that changes nothing, a proxy or cache on the way is at fault."), address);

    /// <summary>A file changes on the server while it is fetched.</summary>
    /// <remarks>Run the command again when nobody works on it.</remarks>
    /// <example><code lang="text">Somebody uploads a new version during the download.</code></example>
    public static HostError FileChanged(string file) =>
        new(nameof(FileChanged), ErrorKind.Stale, $"'{Printable(file)}' changes on the server while it is fetched. Run the command again when nobody works on it.", file);

    /// <summary>A server sends a file in another form than was asked for.</summary>
    /// <remarks>Look for a setting of the server or the proxy that compresses what passes.</remarks>
    /// <example><code lang="text">A proxy compresses a file with gzip.</code></example>
    public static HostError BodyEncoded(string address, string encoding) =>
        new(nameof(BodyEncoded), ErrorKind.Failed, $"'{address}' sends the file encoded as '{Printable(encoding)}', though it was asked for the plain one. Look for a proxy that compresses what passes.", address);
}
