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
    private int _generation;

    /// <summary>What to ask now, and how often everything was forgotten before.</summary>
    public async ValueTask<(RemoteRequest Request, int Generation)> RequestAsync((long First, long Last)? range, CancellationToken token)
    {
        lock (_lock)
        {
            if ((_direct ?? _located) is { } known)
                return (known with { Range = range }, _generation);
        }

        RemoteRequest located = await bytes.Locate(token).ConfigureAwait(false);
        lock (_lock)
        {
            _located ??= located;
            return (_located with { Range = range }, _generation);
        }
    }

    /// <summary>Remembers where an answer really came from.</summary>
    public void Learn(HttpResponseMessage response, int generation)
    {
        Uri real = response.RequestMessage!.RequestUri!;
        lock (_lock)
        {
            // An answer to what was asked before everything was forgotten says nothing about now.
            if (generation != _generation)
                return;
            _hasServed = true;
            if (_direct is null && _located is { } located && (real.Authority != located.Url.Authority || real.Scheme != located.Url.Scheme))
                _direct = new RemoteRequest(real);
        }
    }

    /// <summary>Forgets an address that was refused, to ask again from the beginning. False when it never worked, so that asking again is no use.</summary>
    /// <param name="generation">Of the request that was refused.</param>
    public bool Forget(int generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
                return true;
            if (!_hasServed)
                return false;
            (_direct, _located, _hasServed) = (null, null, false);
            _generation++;
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
