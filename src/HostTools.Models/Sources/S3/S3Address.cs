namespace HostTools.Models;

/// <summary>Addresses of a bucket and its objects, written so that a signature over them holds.</summary>
/// <param name="source">The bucket.</param>
/// <param name="region">Where it is.</param>
internal sealed class S3Address(S3Source source, string region)
{
    // A certificate for *.s3.… fits to no bucket with a dot in its name. Other servers seldom have names for buckets.
    private bool IsByPath => source.Endpoint is not null || source.Bucket.Contains('.', StringComparison.Ordinal);

    /// <summary>The server that answers for the bucket.</summary>
    public Uri Server => source.Endpoint is { } endpoint
        ? new Uri(endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))
        : new Uri($"https://{(IsByPath ? string.Empty : source.Bucket + ".")}s3.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : string.Empty)}");

    /// <summary>The bucket with a query, whose values are encoded here.</summary>
    public Uri Bucket(params (string Name, string Value)[] query) => At(Base + "/", query);

    /// <summary>An object of the bucket.</summary>
    public Uri Object(string key) => At($"{Base}/{string.Join('/', key.Split('/').Select(Encode))}", []);

    /// <summary>As RFC 3986 and the signature want it: nothing but letters, digits and '-._~' stays.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    private string Base => $"{source.Endpoint?.AbsolutePath.TrimEnd('/')}{(IsByPath ? "/" + source.Bucket : string.Empty)}";

    private Uri At(string path, (string Name, string Value)[] query) => new(
        Server.AbsoluteUri.TrimEnd('/') + path + (query.Length == 0 ? string.Empty : "?" + string.Join('&', query.Select(static pair => $"{Encode(pair.Name)}={Encode(pair.Value)}"))));
}
