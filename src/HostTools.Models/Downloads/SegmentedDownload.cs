namespace HostTools.Models;

/// <summary>Fetches a large file by several streams at once, and continues where an earlier run was ended, however that happened.</summary>
internal sealed class SegmentedDownload(FileJob job, ModelStore store, PartFile part)
{
    private const int MostSegmentsAtOnce = 8;
    private const int Piece = 1 << 20;

    private static readonly TimeSpan s_flush = TimeSpan.FromSeconds(30);

    /// <summary>Some of it was here before.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Fetches what is missing, and hashes all of it.</summary>
    /// <param name="size">Bytes of the file.</param>
    /// <param name="validator">ETag or time that answers must have; null when the hash decides.</param>
    /// <param name="token">Stops; what is whole is kept.</param>
    public async Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> RunAsync(long size, string? validator, CancellationToken token)
    {
        NetworkSettings settings = job.Http.Settings;
        var watermark = new Watermark();
        // What is asked for at a time is much; what is remembered as whole is small, so that little is lost when a run ends in the middle.
        int piece = (int)Math.Clamp(settings.SegmentSize.Bytes, 1, Piece);
        int pieces = (int)Math.Clamp(settings.SegmentSize.Bytes / piece, 1, int.MaxValue / 2 / piece);
        var plan = new SegmentPlan(size, piece, watermark);
        using SegmentJournal journal = SegmentJournal.Open(store.Root, part.JournalPath, Identity(validator), plan, size, part.File.Length);
        Resume(journal, plan);
        RandomAccess.SetLength(part.Handle, size);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<(ContentHash Sha256, string? GitBlobSha1, long Size)> hashing = PrefixHasher.StartAsync(part.Handle, watermark, job.Expected, ends.Token);
        Task flushing = FlushAsync(journal, ends.Token);
        try
        {
            // Few segments at once in a small file, so that hashing is not far behind when the last one comes.
            int most = Math.Clamp(plan.Count / pieces / (settings.ParallelSegments * 4), 1, MostSegmentsAtOnce) * pieces;
            await Parallel.ForEachAsync(
                Enumerable.Range(0, settings.ParallelSegments).Select(_ => new SegmentStream(job, part, plan, journal, size, validator, most)),
                new ParallelOptions { MaxDegreeOfParallelism = settings.ParallelSegments, CancellationToken = token },
                static async (stream, token) => await stream.RunAsync(token).ConfigureAwait(false)).ConfigureAwait(false);
            watermark.End();
            return await hashing.ConfigureAwait(false);
        }
        finally
        {
            // Nobody may touch the part any more when this returns.
            await ends.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(hashing, flushing).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private void Resume(SegmentJournal journal, SegmentPlan plan)
    {
        foreach (int index in journal.Done)
        {
            IsResumed = true;
            plan.Complete(index);
            job.Count(plan.EndOf(index) - plan.StartOf(index), isFresh: false);
        }
    }

    private async Task FlushAsync(SegmentJournal journal, CancellationToken token)
    {
        while (true)
        {
            await Task.Delay(s_flush, token).ConfigureAwait(false);
            await Task.Run(() => journal.Flush(part.File), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private string Identity(string? validator) =>
        job.Expected.Sha256?.Hex ?? (job.Expected.GitBlobSha1 is { } git ? $"git {git}" : $"{job.Source.Canonical} {job.Path} {validator}");
}
