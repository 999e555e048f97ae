using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Where the bytes of a file are asked for. Hubs send on to a signed address elsewhere; it is asked directly until it is refused, which saves half of
/// the requests. Thread-safe.
/// </summary>
internal sealed class FileAddress(RemoteBytes bytes)
{
    private readonly Lock _lock = new();
    private RemoteRequest? _located;
    private RemoteRequest? _direct;
    private bool _hasServed;

    /// <summary>What to ask now.</summary>
    public async ValueTask<RemoteRequest> RequestAsync((long First, long Last)? range, CancellationToken token)
    {
        RemoteRequest? known;
        lock (_lock)
            known = _direct ?? _located;
        if (known is null)
        {
            known = await bytes.Locate(token).ConfigureAwait(false);
            lock (_lock)
                _located ??= known;
        }

        return known with { Range = range };
    }

    /// <summary>Remembers where an answer really came from.</summary>
    public void Learn(HttpResponseMessage response)
    {
        Uri real = response.RequestMessage!.RequestUri!;
        lock (_lock)
        {
            _hasServed = true;
            if (_direct is null && _located is { } located && (real.Authority != located.Url.Authority || real.Scheme != located.Url.Scheme))
                _direct = new RemoteRequest(real);
        }
    }

    /// <summary>Forgets an address that was refused, to ask again from the beginning. False when it never worked, so that asking again is no use.</summary>
    /// <param name="refused">What was asked.</param>
    public bool Forget(RemoteRequest refused)
    {
        lock (_lock)
        {
            if ((_direct ?? _located)?.Url != refused.Url)
                return true;
            if (!_hasServed)
                return false;
            (_direct, _located, _hasServed) = (null, null, false);
            return true;
        }
    }

    /// <summary>Says what a refusal means.</summary>
    public HostError Refused(HttpRefusal refusal, ModelSource source, string path) => bytes.Refused?.Invoke(refusal) ?? refusal.Status switch
    {
        System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Gone => ModelErrors.FileMissing(source, path),
        System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden => ModelErrors.AccessRefused(
            source, new Uri(refusal.Address).Authority, (int)refusal.Status, "Give a token or password that may read it."),
        _ => ModelErrors.ServerRefused(refusal.Address, refusal.Status, refusal.Body),
    };
}
