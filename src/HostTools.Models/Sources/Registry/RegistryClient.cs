using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Asks one repository of a registry for manifests, and says how its blobs come (OCI distribution-spec; Docker registry v2).</summary>
internal sealed class RegistryClient
{
    /// <summary>What the distribution-spec lets a registry refuse beyond.</summary>
    private const int LargestManifest = 4 << 20;

    private static readonly Dictionary<string, string> s_accept = new()
    {
        ["Accept"] = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, "
            + "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json",
    };

    private readonly ModelSource _source;
    private readonly ModelHttp _http;
    private readonly Uri _base;
    private readonly FoundToken? _credentials;
    private readonly RegistryAccess _access;

    /// <param name="source">Whose files they are, for messages.</param>
    /// <param name="http">The way to the registry.</param>
    /// <param name="server">Scheme, host and port.</param>
    /// <param name="repository">Name of the repository there.</param>
    /// <param name="credentials">User and password or a token; null asks as nobody.</param>
    public RegistryClient(ModelSource source, ModelHttp http, Uri server, string repository, FoundToken? credentials)
    {
        (_source, _http, _credentials) = (source, http, credentials);
        _base = new Uri(server, $"/v2/{repository}/");
        _access = new RegistryAccess(http, server, repository, credentials);
    }

    /// <summary>A manifest or an index; null when there is none of that name.</summary>
    /// <param name="reference">Tag or digest. What comes for a digest has it.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">ModelMissing, AccessRefused, TokenRefused, AnswerUnreadable or what the network does.</exception>
    public async Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken token)
    {
        HttpAnswer answer = await AskAsync(new Uri(_base, "manifests/" + reference), token).ConfigureAwait(false);
        if (answer.Status is HttpStatusCode.NotFound && !Says(answer, "NAME_UNKNOWN"))
            return null;
        if (!answer.IsSuccess)
            throw new HostToolsException(Refused(answer));
        return RegistryManifest.Read(answer, reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : answer.Header("Docker-Content-Digest"));
    }

    /// <summary>How a blob comes; registries send on to where it is, without the token.</summary>
    public RemoteBytes Blob(ContentHash digest)
    {
        var url = new Uri(_base, $"blobs/sha256:{digest.Hex}");
        return new RemoteBytes(async token => new RemoteRequest(url) { Signer = await _access.SignerAsync(token).ConfigureAwait(false) });
    }

    private async Task<HttpAnswer> AskAsync(Uri url, CancellationToken token)
    {
        for (bool isKnown = false; ; isKnown = true)
        {
            var request = new RemoteRequest(url) { Headers = s_accept, Signer = await _access.SignerAsync(token).ConfigureAwait(false) };
            HttpAnswer answer = await _http.AskAsync(request, token, LargestManifest).ConfigureAwait(false);
            if (answer.Status is not HttpStatusCode.Unauthorized || isKnown || !await _access.AuthorizeAsync(answer.Header("WWW-Authenticate"), token).ConfigureAwait(false))
                return answer;
        }
    }

    private HostError Refused(HttpAnswer answer) => answer.Status switch
    {
        HttpStatusCode.NotFound => ModelErrors.ModelMissing(_source, _credentials is not null),
        HttpStatusCode.Unauthorized when _credentials is not null => ModelErrors.TokenRefused(_base.Authority, _credentials.Origin),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ModelErrors.AccessRefused(_source, _base.Authority, (int)answer.Status, _source is OllamaSource
            ? "Only public models can be fetched, since Ollama lets in with a key of its own; pull it with ollama, and import it."
            : "Correct the name; for a private one set auth.tokenFile to a file with user:password, or sign in with 'docker login' or 'podman login'."),
        _ => ModelErrors.ServerRefused(answer.Request.Shown, answer.Status, answer.Refusal.Body),
    };

    // {"errors":[{"code":"NAME_UNKNOWN",…}]}: enough is known without reading it as JSON.
    private static bool Says(HttpAnswer answer, string code) => answer.Refusal.Body.Contains(code, StringComparison.Ordinal);
}
