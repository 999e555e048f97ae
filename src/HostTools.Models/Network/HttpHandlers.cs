using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Makes the handler that all requests of a run share.</summary>
internal static class HttpHandlers
{
    /// <exception cref="HostToolsException">AuthorityFileUnreadable.</exception>
    public static SocketsHttpHandler New(NetworkSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = settings.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        };
        if (settings.Proxy is { } proxy)
            handler.Proxy = Proxy(proxy);
        if (settings.AuthorityFile is { } file)
            handler.SslOptions = Authorities(file);
        return handler;
    }

    private static WebProxy Proxy(Uri address)
    {
        var proxy = new WebProxy(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)));
        return proxy;
    }

    // The system's authorities stay trusted: only a chain that ends unknown is tried with the file's.
    private static SslClientAuthenticationOptions Authorities(string file)
    {
        var extra = new X509Certificate2Collection();
        try
        {
            extra.ImportFromPemFile(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new HostToolsException(ModelErrors.AuthorityFileUnreadable(file, cause));
        }

        return new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 shown && IsTrusted(shown, chain!, extra)),
        };
    }

    // The chain that failed holds what the server sent along between its certificate and the authority's.
    private static bool IsTrusted(X509Certificate2 certificate, X509Chain failed, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(failed.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
