using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What a server says of the bytes at an address before it sends them.</summary>
/// <param name="Size">Bytes; null when it does not say.</param>
/// <param name="Fingerprint">Other bytes have another one, as far as the server says anything about them.</param>
internal sealed record UrlFacts(long? Size, string Fingerprint)
{
    /// <summary>By HEAD; servers and signed addresses that do not allow it are asked for the first byte.</summary>
    public static async Task<UrlFacts> AskAsync(ModelHttp http, RemoteRequest request, Func<HttpRefusal, HostError> refused, CancellationToken token)
    {
        using HttpResponseMessage head = await http.SendAsync(request with { Method = HttpMethod.Head }, token).ConfigureAwait(false);
        if (head.IsSuccessStatusCode)
            return Of(head, head.Content.Headers.ContentLength);
        using HttpResponseMessage first = await http.SendAsync(request with { Range = (0, 0) }, token).ConfigureAwait(false);
        return first.StatusCode switch
        {
            HttpStatusCode.PartialContent => Of(first, first.Content.Headers.ContentRange?.Length),
            // An empty file has no first byte.
            HttpStatusCode.RequestedRangeNotSatisfiable => Of(first, 0),
            _ when first.IsSuccessStatusCode => Of(first, first.Content.Headers.ContentLength),
            _ => throw new HostToolsException(refused(HttpRefusal.Of(request, first, []))),
        };
    }

    private static UrlFacts Of(HttpResponseMessage response, long? size)
    {
        string length = size?.ToString(CultureInfo.InvariantCulture) ?? "?";
        EntityTagHeaderValue? tag = response.Headers.ETag;
        DateTimeOffset? time = response.Content.Headers.LastModified;
        return new UrlFacts(size, tag is not null ? $"etag={tag.Tag} size={length}"
            : time is not null ? string.Create(CultureInfo.InvariantCulture, $"time={time.Value.ToUnixTimeSeconds()} size={length}") : $"size={length}");
    }
}
