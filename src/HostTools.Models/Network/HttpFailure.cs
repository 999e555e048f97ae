using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A failure after which another attempt makes sense.</summary>
/// <param name="Error">What to say when it was the last one.</param>
/// <param name="Delay">How long the server wants to be left alone; null when it says nothing.</param>
internal sealed record HttpFailure(HostError Error, TimeSpan? Delay)
{
    /// <summary>Null when the answer is to be looked at.</summary>
    public static HttpFailure? Of(RemoteRequest request, HttpResponseMessage response)
    {
        TimeSpan? delay = ServerDelay.Of(response, DateTimeOffset.UtcNow);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new HttpFailure(ModelErrors.RateLimited(request.Shown, delay), delay),
            HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => new HttpFailure(ModelErrors.ServerFailed(request.Shown, response.StatusCode), delay),
            _ => null,
        };
    }

    /// <summary>The line broke, or nobody answered in time; not when it was us who stopped.</summary>
    public static bool IsTransient(Exception cause, CancellationToken token) =>
        !token.IsCancellationRequested && cause is not RootIOException and (HttpRequestException or IOException or OperationCanceledException or TimeoutException);
}
