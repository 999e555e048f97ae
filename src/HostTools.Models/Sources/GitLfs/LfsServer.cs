using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Asks a server of LFS where large files are (git-lfs, docs/api/batch.md).</summary>
/// <param name="source">The repository.</param>
/// <param name="endpoint">Address of the interface; the batch is below it.</param>
/// <param name="http">The way there.</param>
/// <param name="found">Token or user and password; null asks as nobody.</param>
internal sealed class LfsServer(GitLfsSource source, Uri endpoint, ModelHttp http, FoundToken? found)
{
    private const string MediaType = "application/vnd.git-lfs+json";
    private const int LargestAnswer = 1 << 20;

    /// <summary>How the bytes of a large file come; the address is asked for when they are, since it soon grows old.</summary>
    public RemoteBytes Bytes(string path, LfsPointer pointer) => new(token => LocateAsync(path, pointer, token));

    private async ValueTask<RemoteRequest> LocateAsync(string path, LfsPointer pointer, CancellationToken token)
    {
        string body = string.Create(CultureInfo.InvariantCulture,
            $$"""{"operation":"download","transfers":["basic"],"hash_algo":"sha256","objects":[{"oid":"{{pointer.Sha256.Hex}}","size":{{pointer.Size}}}]}""");
        HttpAnswer answer = await http.AskAsync(new RemoteRequest(new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/objects/batch"))
        {
            Method = HttpMethod.Post,
            Body = Encoding.UTF8.GetBytes(body),
            BodyType = MediaType,
            Headers = new Dictionary<string, string> { ["Accept"] = MediaType },
            Signer = Signer(),
        }, token, LargestAnswer).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw new HostToolsException(Refused(path, answer));
        (RemoteRequest? request, HostError? error) = answer.Read(json => Action(path, pointer, json));
        return request ?? throw new HostToolsException(error!);
    }

    // The token is the repository's, wherever its settings say that large files are.
    private HeaderSigner? Signer() => found is null || GitEnvironment.ServerOf(source) is not { } server
        ? null
        : new HeaderSigner(server, "Basic", FoundToken.Encode(GitEnvironment.PairOf(found)));

    private (RemoteRequest? Request, HostError? Error) Action(string path, LfsPointer pointer, JsonElement json)
    {
        JsonElement item = json.Items("objects").FirstOrDefault(item => item.Text("oid") == pointer.Sha256.Hex);
        if (item.ValueKind is not JsonValueKind.Object)
            throw new FormatException("it does not say anything about the file that it was asked for");
        if (item.Optional("error") is { } error)
            return (null, ModelErrors.LargeFileRefused(source, path, error.OptionalNumber("code") ?? 0, error.OptionalText("message") ?? string.Empty));
        JsonElement action = item.Member("actions").Member("download");
        if (!Uri.TryCreate(action.Text("href"), UriKind.Absolute, out Uri? href) || !(href.Scheme == "https" || (href.Scheme == "http" && endpoint.Scheme == "http")))
            throw new FormatException("it sends on to something that is no address of the web, or is not encrypted");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (action.Optional("header") is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (JsonProperty header in given.EnumerateObject())
                headers[Name(header.Name)] = Value(given.Text(header.Name));
        }

        bool isOwn = item.Flag("authenticated") || headers.ContainsKey("Authorization");
        return (new RemoteRequest(href) { Headers = headers, Signer = isOwn ? null : Signer() }, null);
    }

    private static string Name(string name) => name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && !name.Equals("Host", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Range", StringComparison.OrdinalIgnoreCase)
        ? name
        : throw new FormatException($"it wants a header '{name}' to be sent");

    private static string Value(string value) => value.All(static letter => letter is >= ' ' and <= '~')
        ? value
        : throw new FormatException("it wants a header to be sent that no request can have");

    private HostError Refused(string path, HttpAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized when found is not null => ModelErrors.TokenRefused(endpoint.Authority, found.Origin),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
            ModelErrors.LargeFileRefused(source, path, (int)answer.Status, answer.Status is HttpStatusCode.NotFound ? "there is no such server" : "it wants to know who asks"),
        _ => ModelErrors.ServerRefused(answer.Request.Shown, answer.Status, answer.Refusal.Body),
    };
}
