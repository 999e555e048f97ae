using System.Globalization;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Objects of a bucket. What never changes again is a hash over keys, sizes and ETags of all that is taken: an ETag changes with the content, though it is no hash of it.
/// </summary>
/// <remarks>Credentials: auth.tokenFile or auth.tokenEnvVar as key:secret, the variables of AWS, the profile in its files, none.</remarks>
public sealed class S3Origin : IModelOrigin
{
    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is S3Source;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var s3 = (S3Source)source;
        var bucket = new S3Bucket(s3, context.Http, S3Credentials.Find(context));
        var filter = new PathFilter(s3.Files);
        (string Path, S3Object Object)[] taken =
            [.. (await ObjectsAsync(s3, bucket, token).ConfigureAwait(false)).Where(entry => filter.Takes(entry.Path)).OrderBy(static entry => entry.Path, StringComparer.Ordinal)];
        string version = Version(taken.Select(static entry => entry.Object));
        if (context.PinnedVersion is { } pinned && pinned != version)
            throw new HostToolsException(ModelErrors.VersionGone(s3, pinned, "objects were added, removed or replaced"));
        if (Array.Find(taken, static entry => entry.Object.IsArchived).Object is { } archived)
            throw new HostToolsException(ModelErrors.SourceNotPossible(s3, $"'{archived.Key}' is in the archive ({archived.StorageClass}). Restore it first, or leave it out by 'files'."));
        return new ModelListing(s3, version, taken.Select(entry => new ListedFile(entry.Path, bucket.Bytes(entry.Object)) { Size = entry.Object.Size }));
    }

    // A prefix is a folder, else one object of that name: 'llama' does not mean 'llama2/…'.
    private static async Task<IEnumerable<(string Path, S3Object Object)>> ObjectsAsync(S3Source source, S3Bucket bucket, CancellationToken token)
    {
        string folder = source.Prefix.Length == 0 || source.Prefix.EndsWith('/') ? source.Prefix : source.Prefix + "/";
        IReadOnlyList<S3Object> below = await bucket.ListAsync(folder, token).ConfigureAwait(false);
        // A server that lists something else than was asked for has nothing of it taken.
        (string, S3Object)[] files = [.. below.Where(item => IsFile(item) && item.Key.StartsWith(folder, StringComparison.Ordinal)).Select(item => (item.Key[folder.Length..], item))];
        if (files.Length > 0 || folder == source.Prefix)
            return files;
        IReadOnlyList<S3Object> same = await bucket.ListAsync(source.Prefix, token).ConfigureAwait(false);
        return same.Where(item => item.Key == source.Prefix).Select(static item => (item.Key[(item.Key.LastIndexOf('/') + 1)..], item));
    }

    // Consoles make empty objects to show folders.
    private static bool IsFile(S3Object item) => !item.Key.EndsWith('/') || item.Size > 0;

    private static string Version(IEnumerable<S3Object> objects) => ContentHash.Of(Encoding.UTF8.GetBytes(string.Concat(
        objects.Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}\0{item.Size}\0{item.ETag}\n"))))).Hex;
}
