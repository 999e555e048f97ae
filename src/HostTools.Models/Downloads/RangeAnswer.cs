using System.Net;
using System.Net.Http.Headers;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Judges the answer to a range: servers and what stands before them say all sorts of things.</summary>
internal static class RangeAnswer
{
    /// <summary>Bytes that will come, at most those asked for; null when another attempt may help.</summary>
    /// <param name="job">The file.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="response">What came.</param>
    /// <param name="size">Bytes of the whole file.</param>
    /// <param name="validator">ETag or time it has to have; null is any.</param>
    /// <exception cref="StartOver">It is another file now, or the server does not do ranges.</exception>
    /// <exception cref="HostToolsException">SizeMismatch, or what a refusal means.</exception>
    public static long? Judge(FileJob job, RemoteRequest request, HttpResponseMessage response, long size, string? validator)
    {
        (long first, long last) = request.Range!.Value;
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                throw new StartOver(ModelErrors.RangeWrong(request.Shown, first, last, "it sends the whole file"), withoutRanges: true);
            case HttpStatusCode.RequestedRangeNotSatisfiable when range?.Length is not { } length || length == size:
                throw new StartOver(ModelErrors.RangeWrong(request.Shown, first, last, "it says that there are no such bytes"), withoutRanges: true);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw new HostToolsException(ModelErrors.SizeMismatch(job.What, size, range!.Length!.Value));
            case HttpStatusCode.PartialContent:
                break;
            default:
                return null;
        }

        FileJob.RequirePlain(response);
        if (range?.Length is { } total && total != size)
        {
            throw job.Expected.Size is null
                ? new StartOver(ModelErrors.FileChanged(job.What), withoutRanges: false)
                : new HostToolsException(ModelErrors.SizeMismatch(job.What, size, total));
        }

        if (validator is not null && ValidatorOf(response) is { } now && now != validator)
            throw new StartOver(ModelErrors.FileChanged(job.What), withoutRanges: false);
        if (range is not { HasRange: true } || range.Unit != "bytes" || range.From != first || range.To < first || range.To > last)
            throw new InvalidDataException($"it sends the bytes {range?.From}-{range?.To} and was asked for {first}-{last}");
        return range.To!.Value - first + 1;
    }

    /// <summary>What tells one state of a file from another: a strong ETag, else the time of its last change; null when the server says neither.</summary>
    public static string? ValidatorOf(HttpResponseMessage response) => response.Headers.ETag switch
    {
        { IsWeak: false } tag => tag.Tag,
        _ => response.Content.Headers.LastModified?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    };
}
