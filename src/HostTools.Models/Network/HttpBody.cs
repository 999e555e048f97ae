using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Reads a body that may stop in the middle or never end.</summary>
/// <param name="stream">The body; closed with this.</param>
/// <param name="readTimeout">Longest wait for the next bytes.</param>
/// <param name="token">Stops.</param>
internal sealed class HttpBody(Stream stream, TimeSpan readTimeout, CancellationToken token) : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(token);

    /// <summary>All of a small one.</summary>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    /// <exception cref="HostToolsException">AnswerTooLarge.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int limit, TimeSpan readTimeout, CancellationToken token)
    {
        await using var body = new HttpBody(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), readTimeout, token);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 << 10];
        while (await body.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            if (bytes.Length + count > limit)
                throw new HostToolsException(ModelErrors.AnswerTooLarge(RemoteRequest.Show(response.RequestMessage!.RequestUri!), new ByteSize(limit)));
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    /// <summary>The beginning of what a server says to a refusal; what does not come in time is left out.</summary>
    public static async Task<byte[]> ReadStartAsync(HttpResponseMessage response, TimeSpan readTimeout, CancellationToken token)
    {
        byte[] buffer = new byte[4096];
        int filled = 0;
        try
        {
            await using var body = new HttpBody(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), readTimeout, token);
            while (filled < buffer.Length && await body.ReadAsync(buffer.AsMemory(filled)).ConfigureAwait(false) is > 0 and var count)
                filled += count;
        }
        catch (Exception cause) when (HttpFailure.IsTransient(cause, token))
        {
            // The status says enough.
        }

        return buffer[..filled];
    }

    /// <summary>The next bytes; 0 at the end. When it fails, nobody writes to the buffer any more.</summary>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        _limit.CancelAfter(readTimeout);
        try
        {
            return await stream.ReadAsync(buffer, _limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {new Duration(readTimeout)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        _limit.Dispose();
    }
}
