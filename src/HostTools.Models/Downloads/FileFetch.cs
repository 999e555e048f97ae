using System.Collections.Concurrent;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Fetches the files of one model, the small ones first and many at a time.</summary>
internal sealed class FileFetch(ModelListing listing, ModelStore store, ModelHttp http, ProgressMeter meter, PartialAction onFailure)
{
    private const int LargeFilesAtOnce = 2;

    private readonly ConcurrentBag<ModelFile> _files = [];
    private readonly BandwidthLimiter _limiter = new(http.Settings.BandwidthLimit?.Bytes);

    /// <summary>What is here.</summary>
    public IEnumerable<ModelFile> Files => _files;

    /// <summary>Fetches all that is missing.</summary>
    public async Task RunAsync(IReadOnlyList<WantedFile> files, CancellationToken token)
    {
        foreach (WantedFile file in files.Where(static file => file.Stored is not null))
            await FinishAsync(file, file.Stored!.Value, file.Expected.GitBlobSha1, isCounted: false, token).ConfigureAwait(false);
        // One thing under two names is fetched once, and found in the store the second time.
        ILookup<bool, WantedFile> missing = files.Where(static file => file.Stored is null).OrderBy(static file => file.Expected.Size ?? 0)
            .ToLookup(file => file.Expected.Size > http.Settings.SegmentSize.Bytes);
        await EachAsync(missing[false], Math.Max(1, http.Settings.ParallelFiles), token).ConfigureAwait(false);
        await EachAsync(missing[true], Math.Min(LargeFilesAtOnce, Math.Max(1, http.Settings.ParallelFiles)), token).ConfigureAwait(false);
    }

    private Task EachAsync(IEnumerable<WantedFile> files, int atOnce, CancellationToken token) => Parallel.ForEachAsync(
        files, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = token }, async (file, token) =>
        {
            try
            {
                await FetchAsync(file, token).ConfigureAwait(false);
            }
            catch (HostToolsException) when (onFailure is PartialAction.Retry)
            {
                await FetchAsync(file, token).ConfigureAwait(false);
            }
            catch when (onFailure is PartialAction.Clean)
            {
                using var part = new PartFile(store, file.Key);
                part.Remove();
                throw;
            }
        });

    private async Task FetchAsync(WantedFile file, CancellationToken token)
    {
        StoredBlob blob;
        string? git;
        switch (file.Listed.Bytes)
        {
            case RemoteBytes remote:
                var job = new FileJob(listing.Source, file.Listed.Path, file.Expected, new FileAddress(remote), http, _limiter, meter);
                (blob, git) = await new FileDownload(job, store).RunAsync(file.Key, token).ConfigureAwait(false);
                break;
            case LocalBytes local:
                await using (Stream stream = await local.Open(token).ConfigureAwait(false))
                    (blob, git) = await store.AddAsync(stream, file.Expected, file.Listed.Path, token).ConfigureAwait(false);
                meter.Add(blob.Size, isFresh: true);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how {file.Listed.Bytes.GetType().Name} come.");
        }

        await FinishAsync(file, blob, git, isCounted: true, token).ConfigureAwait(false);
    }

    private async Task FinishAsync(WantedFile file, StoredBlob blob, string? git, bool isCounted, CancellationToken token)
    {
        if (!isCounted)
            meter.Add(blob.Size, isFresh: false);
        if (file.Listed.Unpacker is { } unpacker)
            await UnpackAsync(file.Listed.Path, unpacker, blob, token).ConfigureAwait(false);
        else
            _files.Add(new ModelFile(file.Listed.Path, blob.Size, blob.Sha256) { GitBlobSha1 = file.Listed.GitBlobSha1 ?? git, XetHash = file.Listed.XetHash });
        meter.FileDone();
    }

    private async Task UnpackAsync(string directory, IUnpacker unpacker, StoredBlob archive, CancellationToken token)
    {
        await using FileStream stream = store.OpenRead(archive.Sha256);
        await foreach (UnpackedFile file in unpacker.UnpackAsync(stream, token).ConfigureAwait(false))
        {
            string path = directory.Length == 0 ? file.Path : $"{directory}/{file.Path}";
            (StoredBlob blob, _) = await store.AddAsync(file.Content, default, path, token).ConfigureAwait(false);
            _files.Add(new ModelFile(path, blob.Size, blob.Sha256));
        }
    }
}
