using System.Net;
using System.Net.Http.Headers;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Sends one request and follows where it is sent on to. Nothing secret goes to another server than its own.</summary>
internal sealed class HttpSender : IDisposable
{
    private const int MostRedirects = 10;

    private static readonly ProductInfoHeaderValue s_agent = new("hosttools", typeof(HttpSender).Assembly.GetName().Version?.ToString(3));

    private readonly NetworkSettings _settings;
    private readonly HttpClient _client;

    public HttpSender(NetworkSettings settings)
    {
        _settings = settings;
        _client = new HttpClient(HttpHandlers.New(settings)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<HttpResponseMessage> SendAsync(RemoteRequest request, Action<HttpResponseMessage>? onRedirect, CancellationToken token)
    {
        Uri url = request.Url;
        bool isTrusted = true;
        HttpMethod method = request.Method;
        for (int redirects = 0; ; redirects++)
        {
            // Once away from its server, a token does not come back into the request even when that leads home again.
            isTrusted = isTrusted && IsSame(url, request.Url);
            using HttpRequestMessage message = Make(request, method, url, isTrusted);
            HttpResponseMessage response = await SendOnceAsync(message, token).ConfigureAwait(false);
            if (!IsRedirect(response) || response.Headers.Location is not { } location)
                return response;
            onRedirect?.Invoke(response);
            bool keepsMethod = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            response.Dispose();
            url = Next(url, location, redirects);
            method = keepsMethod ? method : HttpMethod.Get;
        }
    }

    public void Dispose() => _client.Dispose();

    private static Uri Next(Uri url, Uri location, int redirects)
    {
        var next = new Uri(url, location);
        if (redirects >= MostRedirects)
            throw new HostToolsException(ModelErrors.RedirectRefused(RemoteRequest.Show(url), RemoteRequest.Show(next), "it sends on without end"));
        if (next.Scheme is not ("https" or "http") || (url.Scheme == "https" && next.Scheme == "http"))
            throw new HostToolsException(ModelErrors.RedirectRefused(RemoteRequest.Show(url), next.Scheme + ":", "that is not encrypted"));
        return next;
    }

    private static HttpRequestMessage Make(RemoteRequest request, HttpMethod method, Uri url, bool isTrusted)
    {
        var message = new HttpRequestMessage(method, url);
        message.Headers.UserAgent.Add(s_agent);
        // A range of a compressed body is a range of something else.
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (request.Range is { } range)
            message.Headers.Range = new RangeHeaderValue(range.First, range.Last);
        if (request.Body is { } body && method == request.Method && isTrusted)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(request.BodyType) } };
        if (!isTrusted)
            return message;
        foreach ((string name, string value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Signer is { } signer && IsSame(url, signer.Server))
            signer.Sign(message);
        return message;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage message, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_settings.ReadTimeout);
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool IsSame(Uri one, Uri other) => one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);
}
