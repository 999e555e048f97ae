using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// The way to servers: redirects without tokens, retries with pauses, proxies, limits. Statuses that mean something to one kind of server alone
/// come back to the caller. Thread-safe.
/// </summary>
public sealed class ModelHttp : IDisposable
{
    /// <summary>Largest answer that is read into memory: 64 MiB.</summary>
    public const int AnswerLimit = 64 << 20;

    private readonly HttpSender _sender;
    private readonly Func<TimeSpan, CancellationToken, Task> _wait;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="settings">How patient and greedy it is.</param>
    public ModelHttp(NetworkSettings settings)
        : this(settings, Task.Delay)
    {
    }

    internal ModelHttp(NetworkSettings settings, Func<TimeSpan, CancellationToken, Task> wait) =>
        (Settings, _sender, _wait) = (settings, new HttpSender(settings), wait);

    /// <summary>How patient and greedy it is.</summary>
    public NetworkSettings Settings { get; }

    /// <summary>Sends a request until there is an answer that another attempt would not change, and reads nothing of its body.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="token">Stops.</param>
    /// <param name="onRedirect">Sees the answers that send on to another address; hubs say things in their headers.</param>
    /// <returns>The answer, whatever its status; the caller disposes it.</returns>
    /// <exception cref="HostToolsException">Offline, ServerUnreachable, ServerFailed, RateLimited, CertificateRefused or RedirectRefused.</exception>
    public async Task<HttpResponseMessage> SendAsync(RemoteRequest request, CancellationToken token, Action<HttpResponseMessage>? onRedirect = null)
    {
        Attempts attempts = NewAttempts();
        while (true)
        {
            (HttpResponseMessage? response, HttpFailure? failure) = await TrySendAsync(request, token, onRedirect).ConfigureAwait(false);
            if (response is not null)
                return response;
            await attempts.PauseAsync(failure!.Error, failure.Delay, token).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request and reads the whole answer, whatever its status.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="token">Stops.</param>
    /// <param name="limit">Largest answer, in bytes.</param>
    /// <exception cref="HostToolsException">AnswerTooLarge, or as of <see cref="SendAsync"/>.</exception>
    public async Task<HttpAnswer> AskAsync(RemoteRequest request, CancellationToken token, int limit = AnswerLimit)
    {
        Attempts attempts = NewAttempts();
        while (true)
        {
            using HttpResponseMessage response = await SendAsync(request, token).ConfigureAwait(false);
            try
            {
                byte[] body = await HttpBody.ReadAsync(response, limit, Settings.ReadTimeout, token).ConfigureAwait(false);
                return new HttpAnswer(request, response.StatusCode, body, response.Headers, response.Content.Headers);
            }
            catch (Exception cause) when (HttpFailure.IsTransient(cause, token))
            {
                await attempts.PauseAsync(ModelErrors.ServerUnreachable(request.Shown, cause), null, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request and reads the whole answer as JSON when it is a success.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="refused">Makes the error of any other status.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">What <paramref name="refused"/> says, AnswerUnreadable, or as of <see cref="AskAsync"/>.</exception>
    public async Task<JsonAnswer> GetJsonAsync(RemoteRequest request, Func<HttpRefusal, HostError> refused, CancellationToken token)
    {
        HttpAnswer answer = await AskAsync(request, token).ConfigureAwait(false);
        try
        {
            return answer.IsSuccess
                ? new JsonAnswer(JsonDocument.Parse(answer.Body), answer.Headers)
                : throw new HostToolsException(refused(answer.Refusal));
        }
        catch (JsonException cause)
        {
            throw new HostToolsException(ModelErrors.AnswerUnreadable(request.Shown, cause));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    internal Attempts NewAttempts() => new(Settings, _wait);

    /// <summary>One attempt: an answer, or a failure after which another attempt makes sense.</summary>
    internal async Task<(HttpResponseMessage? Response, HttpFailure? Failure)> TrySendAsync(
        RemoteRequest request, CancellationToken token, Action<HttpResponseMessage>? onRedirect = null)
    {
        if (Settings.IsOffline)
            throw new HostToolsException(ModelErrors.Offline(request.Shown, Settings.OfflineBecause));
        try
        {
            HttpResponseMessage response = await _sender.SendAsync(request, onRedirect, token).ConfigureAwait(false);
            if (HttpFailure.Of(request, response) is not { } failure)
                return (response, null);
            response.Dispose();
            return (null, failure);
        }
        // A line that breaks while it is being encrypted is another matter, and may be tried again.
        catch (HttpRequestException cause) when (cause.InnerException is System.Security.Authentication.AuthenticationException)
        {
            throw new HostToolsException(ModelErrors.CertificateRefused(request.Shown, cause));
        }
        catch (Exception cause) when (HttpFailure.IsTransient(cause, token))
        {
            return (null, new HttpFailure(ModelErrors.ServerUnreachable(request.Shown, cause), null));
        }
    }
}

/// <summary>An answer that was JSON.</summary>
/// <param name="Json">What it says; the receiver disposes it.</param>
/// <param name="Headers">Its headers, for example <c>Link</c>.</param>
public sealed record JsonAnswer(JsonDocument Json, System.Net.Http.Headers.HttpResponseHeaders Headers) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Json.Dispose();
}
