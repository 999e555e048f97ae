using System.Net;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Asks the REST interface of an MLflow server (2.0 and mlflow-artifacts).</summary>
/// <param name="source">The model.</param>
/// <param name="http">The way there.</param>
/// <param name="found">Token or user and password; null asks as nobody.</param>
internal sealed class MlFlowServer(MlFlowSource source, ModelHttp http, FoundToken? found)
{
    private readonly HeaderSigner? _signer = found?.SignerFor(source.TrackingUri);

    /// <summary>What the registry has below an address of it; null when it has no such thing.</summary>
    public async Task<T?> FindAsync<T>(string path, Func<JsonElement, T> read, CancellationToken token, params (string Name, string Value)[] query)
        where T : class
    {
        HttpAnswer answer = await http.AskAsync(Request("api/2.0/mlflow/" + path, query), token).ConfigureAwait(false);
        if (answer.IsSuccess)
            return answer.Read(read);
        return IsMissing(answer) ? null : throw new HostToolsException(Refused(answer));
    }

    /// <summary>One page of a directory of artifacts.</summary>
    public async Task<T> GetAsync<T>(string path, Func<JsonElement, T> read, CancellationToken token, params (string Name, string Value)[] query)
    {
        HttpAnswer answer = await http.AskAsync(Request(path, query), token).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Read(read) : throw new HostToolsException(Refused(answer));
    }

    /// <summary>What to ask for; values of the query are encoded here, those of the path are already.</summary>
    public RemoteRequest Request(string path, params (string Name, string Value)[] query)
    {
        string text = string.Join('&', query.Where(static pair => pair.Value.Length > 0).Select(static pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        return new RemoteRequest(new Uri($"{source.TrackingUri.AbsoluteUri.TrimEnd('/')}/{path}{(text.Length > 0 ? "?" + text : string.Empty)}")) { Signer = _signer };
    }

    private static bool IsMissing(HttpAnswer answer) => answer.Status is HttpStatusCode.NotFound && answer.Refusal.Body.Contains("RESOURCE_DOES_NOT_EXIST", StringComparison.Ordinal);

    private HostError Refused(HttpAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized when found is not null => ModelErrors.TokenRefused(source.TrackingUri.Authority, found.Origin),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ModelErrors.AccessRefused(source, source.TrackingUri.Authority, (int)answer.Status,
            "Set MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or auth.tokenFile, to somebody who may read it."),
        _ => ModelErrors.ServerRefused(answer.Request.Shown, answer.Status, Message(answer)),
    };

    private static string Message(HttpAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.OptionalText("message") ?? string.Empty;
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException)
        {
            return answer.Refusal.Body;
        }
    }
}
