namespace HostTools.Models;

/// <summary>What is asked of a server; it may be sent several times.</summary>
/// <param name="Url">Address, http or https.</param>
public sealed record RemoteRequest(Uri Url)
{
    /// <summary>Default: GET.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Further headers; they go to the first server alone, as a token does.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Adds what proves who asks; null when nobody has to.</summary>
    public IRequestSigner? Signer { get; init; }

    /// <summary>What is sent along; null is nothing.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>First and last byte wanted of the answer, both counted; null is all of it.</summary>
    public (long First, long Last)? Range { get; init; }

    /// <summary>Address without what is secret in it: signed ones have it behind the question mark.</summary>
    public string Shown => Show(Url);

    internal static string Show(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
