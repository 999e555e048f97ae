using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Reads what <see cref="BundleWriter"/> wrote, wherever it comes from: its manifest says every byte by its hash, and whatever else is in the file is
/// refused. Nothing of it becomes a path but hashes.
/// </summary>
/// <param name="path">The file.</param>
public sealed class BundleReader(string path) : IAsyncDisposable
{
    private const int LargestManifest = ModelHttp.AnswerLimit;

    private readonly FileStream _file = Open(path);

    /// <summary>The models in it.</summary>
    /// <exception cref="HostToolsException">BundleUnreadable.</exception>
    public async Task<IReadOnlyList<BundledModel>> ReadManifestAsync(CancellationToken token)
    {
        try
        {
            await foreach (ArchiveEntry entry in EntriesAsync(token).ConfigureAwait(false))
                return await ManifestOfAsync(entry, token).ConfigureAwait(false);
            throw new FormatException("it is empty");
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.BundleUnreadable(path, cause.Message, cause));
        }
    }

    /// <summary>Brings the bytes of models into a store; each is hashed while it is written, and what is there already is not written again.</summary>
    /// <param name="store">Where they go.</param>
    /// <param name="models">Of <see cref="ReadManifestAsync"/>; what others alone need is left in the file.</param>
    /// <param name="progress">Told how many bytes were gone through; null tells nobody.</param>
    /// <param name="token">Stops; what is whole stays.</param>
    /// <exception cref="HostToolsException">BundleUnreadable; SizeMismatch or ContentMismatch, and the bytes are in quarantine; StoreNotWritable.</exception>
    public async Task CopyAsync(ModelStore store, IReadOnlyList<BundledModel> models, Action<long>? progress, CancellationToken token)
    {
        ILookup<string, ModelFile> all = (await ReadManifestAsync(token).ConfigureAwait(false)).SelectMany(static model => model.Snapshot.Files).ToLookup(static file => BundleManifest.PathOf(file.Sha256), StringComparer.Ordinal);
        HashSet<ContentHash> wanted = [.. models.SelectMany(static model => model.Snapshot.Files).Select(static file => file.Sha256)];
        try
        {
            await foreach (ArchiveEntry entry in EntriesAsync(token).ConfigureAwait(false))
            {
                progress?.Invoke(_file.Position);
                if (entry.Path == BundleManifest.Name)
                    continue;
                if (entry.Kind is not ArchiveEntryKind.File || !all.Contains(entry.Path))
                    throw new FormatException($"it has '{entry.Path}', which no model of it needs");
                if (wanted.Contains(all[entry.Path].First().Sha256))
                    await KeepAsync(store, entry, [.. all[entry.Path]], token).ConfigureAwait(false);
            }
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.BundleUnreadable(path, cause.Message, cause));
        }

        if (models.SelectMany(static model => model.Snapshot.Files).FirstOrDefault(file => !store.Has(file.Sha256, file.Size)) is { } missing)
            throw new HostToolsException(ModelErrors.BundleUnreadable(path, $"it ends without the bytes of '{missing.Path}'", null));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task KeepAsync(ModelStore store, ArchiveEntry entry, IReadOnlyList<ModelFile> files, CancellationToken token)
    {
        foreach (ModelFile file in files.DistinctBy(static file => (file.Size, file.GitBlobSha1)))
        {
            var expected = new ExpectedContent(file.Size, file.Sha256, file.GitBlobSha1);
            if (store.Has(file.Sha256, file.Size))
            {
                Require(store, file, expected);
                continue;
            }

            await using var limited = new UpTo(entry.Open(), file.Size + 1);
            await store.AddAsync(limited, expected, file.Path, token).ConfigureAwait(false);
        }
    }

    /// <summary>Bytes that are here are right, and the name that git has for them is the manifest's claim.</summary>
    private static void Require(ModelStore store, ModelFile file, ExpectedContent expected)
    {
        if (file.GitBlobSha1 is null)
            return;
        using FileStream bytes = store.OpenRead(file.Sha256);
        using ContentHasher hasher = expected.NewHasher();
        byte[] buffer = new byte[256 << 10];
        while (bytes.Read(buffer) is > 0 and var count)
            hasher.Append(buffer.AsSpan(0, count));
        (ContentHash sha256, string? git) = hasher.Finish();
        if (expected.Check(file.Path, new StoredBlob(sha256, file.Size), git) is { } problem)
            throw new HostToolsException(problem);
    }

    private static async Task<IReadOnlyList<BundledModel>> ManifestOfAsync(ArchiveEntry entry, CancellationToken token)
    {
        if (entry is not { Path: BundleManifest.Name, Kind: ArchiveEntryKind.File })
            throw new FormatException($"it does not begin with '{BundleManifest.Name}'");
        var bytes = new MemoryStream();
        await using var limited = new UpTo(entry.Open(), LargestManifest + 1L);
        await limited.CopyToAsync(bytes, token).ConfigureAwait(false);
        return bytes.Length <= LargestManifest ? BundleManifest.Read(bytes.ToArray()) : throw new FormatException("its list of models has no end");
    }

    private IAsyncEnumerable<ArchiveEntry> EntriesAsync(CancellationToken token)
    {
        _file.Position = 0;
        return TarEntries.ReadAsync(new UpTo(_file, long.MaxValue), token);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 20 });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ModelErrors.BundleUnreadable(path, cause.Message, cause));
        }
    }

    private static bool IsDamage(Exception cause) => ArchiveStream.IsDamage(cause) || cause is FormatException or JsonException or InvalidOperationException;

    /// <summary>The first bytes of a stream; leaves it open.</summary>
    private sealed class UpTo(Stream inner, long limit) : ForwardStream
    {
        private long _left = limit;

        public override int Read(Span<byte> buffer) => Counted(inner.Read(Part(buffer)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false));

        private Span<byte> Part(Span<byte> buffer) => buffer[..(int)Math.Min(buffer.Length, _left)];

        private int Counted(int count)
        {
            _left -= count;
            return count;
        }
    }
}
