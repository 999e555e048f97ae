using System.Formats.Tar;
using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Writes models of a store to one file: a tar with a manifest, and after it all bytes by their hash, each once however many models have them. The same
/// models give the same file.
/// </summary>
public static class BundleWriter
{
    /// <summary>Writes it beside its place, and gives it its name when all of it is on the disk.</summary>
    /// <param name="path">File; one that is there is replaced.</param>
    /// <param name="store">Has the bytes; they are hashed while they are written.</param>
    /// <param name="models">At least one, of different names.</param>
    /// <param name="progress">Told how many bytes are written; null tells nobody.</param>
    /// <param name="token">Stops, and leaves nothing.</param>
    /// <exception cref="HostToolsException">BundleNotWritten; BlobMissing or ContentMismatch: the store is damaged.</exception>
    public static async Task WriteAsync(string path, ModelStore store, IReadOnlyList<BundledModel> models, Action<long>? progress, CancellationToken token)
    {
        string draft = path + ".new";
        try
        {
            File.Delete(draft); // Nobody's link is followed.
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
                    await WriteAsync(tar, store, models, progress, token).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ModelErrors.BundleNotWritten(path, cause));
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    private static async Task WriteAsync(TarWriter tar, ModelStore store, IReadOnlyList<BundledModel> models, Action<long>? progress, CancellationToken token)
    {
        long done = 0;
        await AddAsync(tar, BundleManifest.Name, new MemoryStream(BundleManifest.Write(models)), token).ConfigureAwait(false);
        foreach (ModelFile file in models.SelectMany(static model => model.Snapshot.Files).DistinctBy(static file => file.Sha256).OrderBy(static file => file.Sha256.Hex, StringComparer.Ordinal))
        {
            await using var content = new HashedStream(store.OpenRead(file.Sha256));
            long before = done;
            content.OnRead = count => progress?.Invoke(before + count);
            await AddAsync(tar, BundleManifest.PathOf(file.Sha256), content, token).ConfigureAwait(false);
            done += content.Length;
            if (content.Finish() is var actual && actual != file.Sha256)
                throw new HostToolsException(ModelErrors.ContentMismatch(file.Path, file.Sha256.ToString(), actual.ToString()));
        }
    }

    private static Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken token) => tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, DataStream = content },
        token);

    /// <summary>Hashes what is read, from the beginning to the end.</summary>
    private sealed class HashedStream(FileStream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public Action<long> OnRead { get; set; } = static _ => { };

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public ContentHash Finish() => new(Convert.ToHexStringLower(_hash.GetHashAndReset()));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = inner.Read(buffer);
            Count(buffer[..count]);
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count(buffer.Span[..count]);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Count(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            OnRead(inner.Position);
        }
    }
}
