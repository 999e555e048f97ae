using System.Buffers;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>One of the streams that fetch the segments of a file. It goes on where it was when the line breaks.</summary>
internal sealed class SegmentStream(FileJob job, PartFile part, SegmentPlan plan, SegmentJournal? journal, long size, string? validator, int most)
{
    private const int BufferSize = 256 << 10;

    private readonly Attempts _attempts = job.Http.NewAttempts();
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);

    /// <summary>Fetches segments until nobody needs it any more.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            while (plan.Take(most, out int index) is > 0 and var count)
            {
                long position = plan.StartOf(index);
                long end = plan.EndOf(index + count - 1);
                while (position < end)
                    position = await FetchAsync(position, end, token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    /// <summary>One request; how far it came.</summary>
    private async Task<long> FetchAsync(long position, long end, CancellationToken token)
    {
        (RemoteRequest request, int generation) = await job.Address.RequestAsync((position, end - 1), token).ConfigureAwait(false);
        (HttpResponseMessage? response, HttpFailure? failure) = await job.Http.TrySendAsync(request, token).ConfigureAwait(false);
        if (response is null)
        {
            await _attempts.PauseAsync(failure!.Error, failure.Delay, token).ConfigureAwait(false);
            return position;
        }

        using (response)
        {
            var place = new Place(position);
            try
            {
                if (RangeAnswer.Judge(job, request, response, size, validator) is { } bytes)
                    await ReceiveAsync(response, generation, place, position + bytes, token).ConfigureAwait(false);
                else
                    await job.RefuseAsync(request, generation, response, token).ConfigureAwait(false);
            }
            catch (InvalidDataException cause)
            {
                await _attempts.PauseAsync(ModelErrors.RangeWrong(request.Shown, position, end - 1, cause.Message), null, token).ConfigureAwait(false);
            }
            catch (Exception cause) when (HttpFailure.IsTransient(cause, token))
            {
                await _attempts.PauseAsync(ModelErrors.ServerUnreachable(request.Shown, cause), null, token).ConfigureAwait(false);
            }

            return place.Position;
        }
    }

    private async Task ReceiveAsync(HttpResponseMessage response, int generation, Place place, long end, CancellationToken token)
    {
        job.Address.Learn(response, generation);
        await using var body = new HttpBody(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), job.Http.Settings.ReadTimeout, token);
        var watch = new StallWatch(job.Http.Settings);
        while (place.Position < end)
        {
            int index = (int)(place.Position / plan.Segment);
            int room = (int)Math.Min(BufferSize, Math.Min(end, plan.EndOf(index)) - place.Position);
            int count = await job.FillAsync(body, _buffer.AsMemory(0, room), watch, token).ConfigureAwait(false);
            part.Write(_buffer.AsSpan(0, count), place.Position);
            place.Position += count;
            if (place.Position == plan.EndOf(index))
                Complete(index);
            if (count < room)
                throw new HttpIOException(HttpRequestError.ResponseEnded, "the answer ended too early");
        }
    }

    private void Complete(int index)
    {
        journal?.Mark(index);
        plan.Complete(index);
        _attempts.Progress();
    }

    private sealed class Place(long position)
    {
        public long Position { get; set; } = position;
    }
}
