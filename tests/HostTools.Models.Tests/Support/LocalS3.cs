using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HostTools.Models.Tests;

/// <summary>A server that speaks S3 for reading, lists in pages, and computes the signature itself from the bytes that arrived.</summary>
internal sealed class LocalS3 : IDisposable
{
    private readonly LocalServer _server;

    public LocalS3() => _server = new LocalServer(Answer);

    public Uri Url => _server.Url;

    public IReadOnlyList<LocalRequest> Requests => _server.Requests;

    /// <summary>Objects of the bucket <c>models</c>.</summary>
    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Key and secret that must sign; null lets anybody in.</summary>
    public (string KeyId, string Secret)? Owner { get; set; }

    public string? SessionToken { get; set; }

    public string Region { get; set; } = "us-east-1";

    public int PageSize { get; set; } = 2;

    public string StorageClass { get; set; } = "STANDARD";

    /// <summary>Takes the place of an answer; null leaves it.</summary>
    public Func<LocalRequest, LocalAnswer?> Fault { get; set; } = static _ => null;

    public void Dispose() => _server.Dispose();

    private LocalAnswer Answer(LocalRequest request)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (Owner is { } owner && Problem(request, owner.KeyId, owner.Secret) is { } code)
            return Error(403, code, ("x-amz-bucket-region", Region));
        string[] path = request.Path.TrimStart('/').Split('/', 2);
        if (path[0] != "models")
            return Error(404, "NoSuchBucket");
        if (path[1].Length == 0)
            return List(request);
        string key = Uri.UnescapeDataString(path[1]);
        if (!Objects.TryGetValue(key, out byte[]? bytes))
            return Error(404, "NoSuchKey");
        return request.Header("If-Match") is { Length: > 0 } tag && tag != ETag(bytes) ? Error(412, "PreconditionFailed") : LocalAnswer.Bytes(request, bytes, ("ETag", ETag(bytes)));
    }

    private LocalAnswer List(LocalRequest request)
    {
        Assert.Equal(("2", "url"), (request.Query("list-type"), request.Query("encoding-type")));
        string after = Encoding.UTF8.GetString(Convert.FromBase64String(request.Query("continuation-token")));
        string[] keys = [.. Objects.Keys.Where(key => key.StartsWith(request.Query("prefix"), StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)];
        string[] page = [.. keys.Take(PageSize)];
        string entries = string.Concat(page.Select(key => string.Create(CultureInfo.InvariantCulture,
            $"<Contents><Key>{Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal)}</Key><Size>{Objects[key].Length}</Size><ETag>{ETag(Objects[key]).Replace("\"", "&quot;", StringComparison.Ordinal)}</ETag><StorageClass>{StorageClass}</StorageClass></Contents>")));
        string next = keys.Length > page.Length ? $"<NextContinuationToken>{Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1]))}</NextContinuationToken>" : string.Empty;
        return LocalAnswer.Text(200, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>{(next.Length > 0 ? "true" : "false")}</IsTruncated>{next}{entries}</ListBucketResult>
            """);
    }

    private static string ETag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA1.HashData(bytes))[..32]}-2\"";

    private static LocalAnswer Error(int status, string code, params (string Name, string Value)[] headers) =>
        LocalAnswer.Text(status, $"<Error><Code>{code}</Code><Message>because of {code}</Message></Error>", headers);

    // The words of the request itself, not those of the signer, decide.
    private string? Problem(LocalRequest request, string keyId, string secret)
    {
        Dictionary<string, string> parts = request.Header("Authorization").Replace("AWS4-HMAC-SHA256 ", string.Empty, StringComparison.Ordinal).Split(", ")
            .Select(static part => part.Split('=', 2)).Where(static part => part.Length == 2).ToDictionary(static part => part[0], static part => part[1]);
        if (parts.Count != 3)
            return "AccessDenied";
        string[] credential = parts["Credential"].Split('/');
        if (credential[0] != keyId)
            return "InvalidAccessKeyId";
        if (credential[2] != Region)
            return "AuthorizationHeaderMalformed";
        if (request.Header("x-amz-security-token") != (SessionToken ?? string.Empty))
            return "InvalidToken";
        string[] names = parts["SignedHeaders"].Split(';');
        if (!names.Contains("host") || request.Headers.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !names.Contains(name.ToLowerInvariant())))
            return "AccessDenied";
        var canonical = new StringBuilder().Append(request.Method).Append('\n').Append(request.Path).Append('\n');
        canonical.Append(string.Join('&', (request.Target.Split('?', 2).ElementAtOrDefault(1) ?? string.Empty).Split('&').Order(StringComparer.Ordinal))).Append('\n');
        foreach (string name in names)
            canonical.Append(name).Append(':').Append(request.Header(name)).Append('\n');
        canonical.Append('\n').Append(parts["SignedHeaders"]).Append('\n').Append(request.Header("x-amz-content-sha256"));
        string text = $"AWS4-HMAC-SHA256\n{request.Header("x-amz-date")}\n{string.Join('/', credential[1..])}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string word in credential[1..].Append(text))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(word));
        return Convert.ToHexStringLower(key) == parts["Signature"] ? null : "SignatureDoesNotMatch";
    }
}
