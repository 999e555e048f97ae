using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HostTools.Models;

/// <summary>Signs requests without a body by AWS Signature Version 4. Thread-safe.</summary>
/// <param name="server">The only server that gets signed requests.</param>
/// <param name="region">Region the signature is for.</param>
/// <param name="credentials">Who signs.</param>
/// <param name="now">The time, as servers know it: a quarter of an hour off is refused.</param>
internal sealed class S3Signer(Uri server, string region, S3Credentials credentials, Func<DateTimeOffset> now) : IRequestSigner
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly string s_nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    public Uri Server { get; } = server;

    /// <summary>Service the signature is for; the published examples have others.</summary>
    public string Service { get; init; } = "s3";

    /// <inheritdoc/>
    public void Sign(HttpRequestMessage request)
    {
        string time = now().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        if (Service == "s3")
            request.Headers.TryAddWithoutValidation("X-Amz-Content-Sha256", s_nothing);
        if (credentials.SessionToken is { } session)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", session);
        (string Name, string Value)[] headers = SignedHeaders(request);
        string names = string.Join(';', headers.Select(static header => header.Name));
        string scope = $"{time[..8]}/{region}/{Service}/aws4_request";
        string canonical = Canonical(request, headers, names);
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key(time[..8]), Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{scope}\n{Hash(canonical)}")));
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={credentials.KeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"(signature for {Server.Authority})";

    // What proxies on the way may add or change is not signed.
    private static (string Name, string Value)[] SignedHeaders(HttpRequestMessage request) =>
    [
        .. request.Headers.Where(static header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Range", StringComparison.OrdinalIgnoreCase))
            .Select(static header => (header.Key.ToLowerInvariant(), string.Join(',', header.Value).Trim()))
            .Append(("host", request.Headers.Host ?? Authority(request.RequestUri!))).OrderBy(static header => header.Item1, StringComparer.Ordinal),
    ];

    private static string Authority(Uri url) => url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";

    private static string Canonical(HttpRequestMessage request, (string Name, string Value)[] headers, string names)
    {
        Uri url = request.RequestUri!;
        IEnumerable<string> query = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal);
        string lines = string.Concat(headers.Select(static header => $"{header.Name}:{header.Value}\n"));
        return $"{request.Method}\n{url.AbsolutePath}\n{string.Join('&', query)}\n{lines}\n{names}\n{s_nothing}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private byte[] Key(string date)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.Secret);
        foreach (string part in new[] { date, region, Service, "aws4_request" })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }
}
