using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Files at addresses of the web. What never changes again is a hash over the addresses and what is known of the bytes behind each: the SHA-256 that was declared,
/// else the ETag, else time and size.
/// </summary>
/// <remarks>A token (auth.tokenFile or auth.tokenEnvVar; user:password is sent as such) goes to the server of the first address alone.</remarks>
public sealed class UrlOrigin : IModelOrigin
{
    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is UrlSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var urls = (UrlSource)source;
        FoundToken? found = FoundToken.Find(context);
        var files = new List<(ListedFile File, string Fingerprint)>();
        foreach (UrlFile url in urls.Urls)
        {
            var request = new RemoteRequest(url.Url) { Signer = found?.SignerFor(urls.Urls[0].Url) };
            UrlFacts facts = await UrlFacts.AskAsync(context.Http, request, refusal => Refused(urls, url, refusal, found), token).ConfigureAwait(false);
            files.Add((File(urls, url, request, facts), url.Sha256 is { } hash ? $"sha256={hash.Hex}" : facts.Fingerprint));
        }

        string version = Version(urls, files.Select(static file => file.Fingerprint));
        if (context.PinnedVersion is { } pinned && pinned != version)
            throw new HostToolsException(ModelErrors.VersionGone(urls, pinned, "other bytes are at the address now"));
        return new ModelListing(urls, version, files.Select(static file => file.File));
    }

    private static string Version(UrlSource source, IEnumerable<string> fingerprints) =>
        ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', fingerprints.Prepend(source.Canonical)))).Hex;

    private static ListedFile File(UrlSource source, UrlFile url, RemoteRequest request, UrlFacts facts)
    {
        string last = url.Url.AbsolutePath.EndsWith('/') ? string.Empty : Uri.UnescapeDataString(url.Url.Segments[^1]);
        string name = url.FileName ?? last;
        if (name.Length == 0)
            throw new HostToolsException(ModelErrors.SourceMalformed(source, $"'{request.Shown}' ends without a name; write one as 'filename'."));
        bool isArchive = source.Extract && (ArchiveNames.IsArchive(name) || ArchiveNames.IsArchive(last));
        string path = !isArchive ? name : url.FileName is null ? string.Empty : ArchiveNames.WithoutEnding(name);
        return new ListedFile(path, new RemoteBytes(_ => ValueTask.FromResult(request)))
        {
            Size = facts.Size,
            Sha256 = url.Sha256,
            Unpacker = isArchive ? new ArchiveUnpacker(last.Length > 0 ? last : name) : null,
        };
    }

    private static HostError Refused(UrlSource source, UrlFile url, HttpRefusal refusal, FoundToken? found) => refusal.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ModelErrors.AddressMissing(refusal.Address),
        HttpStatusCode.Unauthorized when found is not null => ModelErrors.TokenRefused(url.Url.Authority, found.Origin),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            ModelErrors.AccessRefused(source, url.Url.Authority, (int)refusal.Status, "Set auth.tokenFile or auth.tokenEnvVar to a token, or to user:password, that may read it."),
        _ => ModelErrors.ServerRefused(refusal.Address, refusal.Status, refusal.Body),
    };
}
