using System.Globalization;
using System.Net.Http.Headers;

namespace HostTools.Models;

/// <summary>How long a server wants to be left alone: Retry-After, and the RateLimit header of the hub.</summary>
internal static class ServerDelay
{
    /// <summary>Null when it says nothing; never negative.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? delay = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => FromRateLimit(response.Headers),
        };
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    // "api";r=0;t=55 (draft-ietf-httpapi-ratelimit-headers): nothing is left, and the window ends in 55 seconds.
    private static TimeSpan? FromRateLimit(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("RateLimit", out IEnumerable<string>? values))
            return null;
        foreach (string value in values.SelectMany(static value => value.Split(',')))
        {
            Dictionary<string, string> fields = value.Split(';').Select(static field => field.Trim().Split('=', 2)).Where(static field => field.Length == 2)
                .DistinctBy(static field => field[0]).ToDictionary(static field => field[0], static field => field[1], StringComparer.Ordinal);
            if (fields.GetValueOrDefault("r") == "0" && int.TryParse(fields.GetValueOrDefault("t"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
                return TimeSpan.FromSeconds(seconds);
        }

        return null;
    }
}
