using System.Buffers;
using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Fetches a file from its beginning to its end in one answer: small ones, and those of servers without ranges.</summary>
internal sealed class WholeDownload(FileJob job, PartFile part)
{
    private const int BufferSize = 256 << 10;
    private const int Small = 4 << 20;

    private readonly Attempts _attempts = job.Http.NewAttempts();

    /// <summary>Fetches it, beginning anew when the line breaks.</summary>
    public async Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> RunAsync(CancellationToken token)
    {
        while (true)
        {
            (RemoteRequest request, int generation) = await job.Address.RequestAsync(null, token).ConfigureAwait(false);
            (HttpResponseMessage? response, HttpFailure? failure) = await job.Http.TrySendAsync(request, token).ConfigureAwait(false);
            if (response is null)
            {
                await _attempts.PauseAsync(failure!.Error, failure.Delay, token).ConfigureAwait(false);
                continue;
            }

            using (response)
            {
                try
                {
                    if (response.StatusCode is HttpStatusCode.OK)
                        return await ReceiveAsync(response, generation, token).ConfigureAwait(false);
                    await job.RefuseAsync(request, generation, response, token).ConfigureAwait(false);
                }
                catch (Exception cause) when (HttpFailure.IsTransient(cause, token))
                {
                    job.Uncount();
                    await _attempts.PauseAsync(ModelErrors.ServerUnreachable(request.Shown, cause), null, token).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> ReceiveAsync(HttpResponseMessage response, int generation, CancellationToken token)
    {
        FileJob.RequirePlain(response);
        job.Address.Learn(response, generation);
        long? size = job.Expected.Size ?? response.Content.Headers.ContentLength;
        if (response.Content.Headers.ContentLength is { } said && said != size)
            throw new HostToolsException(ModelErrors.SizeMismatch(job.What, size!.Value, said));
        RandomAccess.SetLength(part.Handle, 0);
        await using var body = new HttpBody(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), job.Http.Settings.ReadTimeout, token);
        if (size is <= Small)
        {
            using ContentHasher hasher = job.Expected.NewHasher();
            long count = await CopyAsync(body, size, (bytes, _) => hasher.Append(bytes), token).ConfigureAwait(false);
            (ContentHash sha256, string? git) = hasher.Finish();
            return (sha256, git, count);
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(token);
        var watermark = new Watermark();
        Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> hashing = PrefixHasher.StartAsync(part.Handle, watermark, job.Expected, ends.Token);
        try
        {
            await CopyAsync(body, size, (bytes, position) => watermark.MoveTo(position + bytes.Length), token).ConfigureAwait(false);
            watermark.End();
            return await hashing.ConfigureAwait(false);
        }
        catch
        {
            await ends.CancelAsync().ConfigureAwait(false);
            await hashing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    private delegate void Sink(ReadOnlySpan<byte> bytes, long position);

    private async Task<long> CopyAsync(HttpBody body, long? size, Sink sink, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var watch = new StallWatch(job.Http.Settings);
            long position = 0;
            while (await job.FillAsync(body, buffer.AsMemory(0, BufferSize), watch, token).ConfigureAwait(false) is > 0 and var count)
            {
                if (position + count > size)
                    throw new HostToolsException(ModelErrors.SizeMismatch(job.What, size!.Value, position + count));
                part.Write(buffer.AsSpan(0, count), position);
                sink(buffer.AsSpan(0, count), position);
                position += count;
            }

            if (position < size)
                throw new HttpIOException(HttpRequestError.ResponseEnded, "the answer ended too early");
            return position;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
