using System.Net;
using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Fetches one file into the store: chooses the way, begins anew where that has to be, checks what came.</summary>
internal sealed class FileDownload(FileJob job, ModelStore store)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>Name that the same bytes have in every run: by their hash where that is known.</summary>
    public static string KeyOf(ModelSource source, string version, string path, ExpectedContent expected) => expected switch
    {
        { Sha256: { } hash } => hash.Hex,
        { GitBlobSha1: { } git, Size: { } } => git,
        _ => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.CanonicalAt(version)}\n{path}"))),
    };

    /// <summary>Fetches it, or waits for another process that does.</summary>
    /// <param name="key">Name of the part.</param>
    /// <param name="token">Stops; what can be continued is kept.</param>
    public async Task<(StoredBlob Blob, string? GitBlobSha1)> RunAsync(string key, CancellationToken token)
    {
        using IDisposable held = await store.Locks.TakeAsync(key, s_longestWait, token).ConfigureAwait(false);
        if (job.Expected.Sha256 is { } known && (store.SizeOf(known) ?? new StoreQuarantine(store).TakeBack(known)) is { } there && there == (job.Expected.Size ?? there))
        {
            job.Count(there, isFresh: false);
            return (new StoredBlob(known, there), job.Expected.GitBlobSha1);
        }

        bool withRanges = true;
        for (int starts = 1; ; starts++)
        {
            using var part = new PartFile(store, key);
            try
            {
                return await TryAsync(part, withRanges, isLast: starts > 1, token).ConfigureAwait(false);
            }
            catch (StartOver over) when (starts < job.Http.Settings.MaxAttempts)
            {
                withRanges &= !over.WithoutRanges;
                job.Uncount();
                part.Clear();
            }
            catch (StartOver over)
            {
                part.Remove();
                throw new HostToolsException(over.Error);
            }
            catch when (store.Root.Stat(part.JournalPath) is null)
            {
                part.Remove();
                throw;
            }
        }
    }

    private async Task<(StoredBlob Blob, string? GitBlobSha1)> TryAsync(PartFile part, bool withRanges, bool isLast, CancellationToken token)
    {
        (long? size, string? validator) = job.Expected.Size is { } known && (job.Expected.Sha256 is not null || job.Expected.GitBlobSha1 is not null)
            ? (known, null)
            : await AskShapeAsync(token).ConfigureAwait(false);
        bool isPinned = validator is not null || job.Expected.Sha256 is not null || job.Expected.GitBlobSha1 is not null;
        bool isSegmented = withRanges && isPinned && size > job.Http.Settings.SegmentSize.Bytes;
        var segmented = new SegmentedDownload(job, store, part);
        (ContentHash sha256, string? git, long count) = isSegmented
            ? await segmented.RunAsync(size!.Value, validator, token).ConfigureAwait(false)
            : await new WholeDownload(job, part).RunAsync(token).ConfigureAwait(false);
        var blob = new StoredBlob(sha256, count);
        HostError? problem = job.Expected.Check(job.What, blob, git);
        if (problem is not null && segmented.IsResumed && !isLast)
            throw new StartOver(problem, withoutRanges: false); // What an earlier run left may be what is damaged.
        part.Keep(blob, problem);
        return (blob, git);
    }

    /// <summary>Asks for one byte to learn how many there are; null where the server does not do ranges, or has nothing to tell one state from another.</summary>
    private async Task<(long? Size, string? Validator)> AskShapeAsync(CancellationToken token)
    {
        while (true)
        {
            (RemoteRequest request, int generation) = await job.Address.RequestAsync((0, 0), token).ConfigureAwait(false);
            using HttpResponseMessage response = await job.Http.SendAsync(request, token).ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.Length is { } size:
                    if (job.Expected.Size is { } expected && expected != size)
                        throw new HostToolsException(ModelErrors.SizeMismatch(job.What, expected, size));
                    return (size, RangeAnswer.ValidatorOf(response));
                case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                    return (null, null);
                default:
                    await job.RefuseAsync(request, generation, response, token).ConfigureAwait(false);
                    break;
            }
        }
    }
}
