using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Brings the files of a listing into the store one after the other, and makes a snapshot of them.</summary>
internal sealed class PlainFetch(ModelStore store, ModelHttp http)
{
    public async Task<ModelSnapshot> RunAsync(ModelListing listing, LockedModel? locked, CancellationToken token)
    {
        Dictionary<string, ModelFile> pins = (locked?.Files ?? []).ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var files = new List<ModelFile>();
        foreach (ListedFile file in listing.Files)
        {
            ModelFile? pin = pins.GetValueOrDefault(file.Path);
            var expected = new ExpectedContent(file.Size, file.Sha256 ?? pin?.Sha256, file.GitBlobSha1);
            StoredBlob blob = expected.Sha256 is { } known && store.SizeOf(known) is { } size ? new StoredBlob(known, size) : await GetAsync(file, expected, token).ConfigureAwait(false);
            if (file.Unpacker is null)
                files.Add(new ModelFile(file.Path, blob.Size, blob.Sha256) { GitBlobSha1 = file.GitBlobSha1, XetHash = file.XetHash });
            else
                files.AddRange(await UnpackAsync(file, blob, token).ConfigureAwait(false));
        }

        var snapshot = new ModelSnapshot(listing.Source, listing.Version, files);
        if (locked is not null && snapshot.Files.FirstOrDefault(file => pins.GetValueOrDefault(file.Path)?.Sha256 != file.Sha256) is { } other)
            throw new HostToolsException(ModelErrors.ContentMismatch(other.Path, pins.GetValueOrDefault(other.Path)?.Sha256.Sri ?? "none", other.Sha256.Sri));
        new SnapshotRecords(store).Add(snapshot);
        return snapshot;
    }

    private async Task<StoredBlob> GetAsync(ListedFile file, ExpectedContent expected, CancellationToken token)
    {
        if (file.Bytes is LocalBytes local)
        {
            await using Stream stream = await local.Open(token).ConfigureAwait(false);
            return (await store.AddAsync(stream, expected, file.Path, token).ConfigureAwait(false)).Blob;
        }

        RemoteRequest request = await ((RemoteBytes)file.Bytes).Locate(token).ConfigureAwait(false);
        using HttpResponseMessage response = await http.SendAsync(request, token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HostToolsException(ModelErrors.FileRefused(file.Path, (int)response.StatusCode));
        await using Stream body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        return (await store.AddAsync(body, expected, file.Path, token).ConfigureAwait(false)).Blob;
    }

    private async Task<List<ModelFile>> UnpackAsync(ListedFile archive, StoredBlob blob, CancellationToken token)
    {
        var files = new List<ModelFile>();
        await using FileStream stream = store.OpenRead(blob.Sha256);
        await foreach (UnpackedFile inner in archive.Unpacker!.UnpackAsync(stream, token).ConfigureAwait(false)) // The caller asks for archives only.
        {
            (StoredBlob stored, _) = await store.AddAsync(inner.Content, default, inner.Path, token).ConfigureAwait(false);
            files.Add(new ModelFile(archive.Path.Length == 0 ? inner.Path : $"{archive.Path}/{inner.Path}", stored.Size, stored.Sha256));
        }

        return files;
    }
}
