using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A file that is to be fetched, and what all streams of it need.</summary>
/// <param name="Source">Of which model, for messages.</param>
/// <param name="Path">Its path in the model, for messages.</param>
/// <param name="Expected">What is known of its bytes.</param>
/// <param name="Address">Where it is asked for.</param>
/// <param name="Http">The way there.</param>
/// <param name="Limiter">Keeps all streams below a rate.</param>
/// <param name="Meter">Told of every byte.</param>
internal sealed record FileJob(
    ModelSource Source, string Path, ExpectedContent Expected, FileAddress Address, ModelHttp Http, BandwidthLimiter Limiter, ProgressMeter Meter)
{
    /// <summary>Name for messages.</summary>
    public string What => $"{Path} of {Source.Kind}:{Source.Identifier}";

    private long _counted;

    /// <summary>Tells of bytes that are here.</summary>
    public void Count(long bytes, bool isFresh)
    {
        Interlocked.Add(ref _counted, bytes);
        Meter.Add(bytes, isFresh);
    }

    /// <summary>Takes back all that was told: the file is fetched anew.</summary>
    public void Uncount() => Meter.Add(-Interlocked.Exchange(ref _counted, 0), isFresh: false);

    /// <summary>Reads a body into a buffer until it is full or nothing more comes.</summary>
    /// <exception cref="TimeoutException">Nothing or too little came for too long.</exception>
    public async ValueTask<int> FillAsync(HttpBody body, Memory<byte> buffer, StallWatch watch, CancellationToken token)
    {
        int filled = 0;
        try
        {
            while (filled < buffer.Length && await body.ReadAsync(buffer[filled..]).ConfigureAwait(false) is > 0 and var count)
            {
                filled += count;
                Count(count, isFresh: true);
                watch.Add(count);
                await Limiter.TakeAsync(count, token).ConfigureAwait(false);
            }
        }
        catch
        {
            Count(-filled, isFresh: false);
            throw;
        }

        return filled;
    }

    /// <summary>The server refused: the address may only have grown old, and is then forgotten.</summary>
    /// <exception cref="HostToolsException">What the refusal means.</exception>
    public async Task RefuseAsync(RemoteRequest request, int generation, HttpResponseMessage response, CancellationToken token)
    {
        if (Address.Forget(generation))
            return;
        byte[] said = await HttpBody.ReadStartAsync(response, Http.Settings.ReadTimeout, token).ConfigureAwait(false);
        throw new HostToolsException(Address.Refused(HttpRefusal.Of(request, response, said), Source, Path));
    }

    /// <summary>The answer is the file, and not a compressed or other form of it.</summary>
    /// <exception cref="HostToolsException">BodyEncoded.</exception>
    public static void RequirePlain(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentEncoding is { Count: > 0 } encodings && encodings.Any(static encoding => encoding != "identity"))
            throw new HostToolsException(ModelErrors.BodyEncoded(RemoteRequest.Show(response.RequestMessage!.RequestUri!), string.Join(", ", encodings)));
    }
}
