using System.Collections.Concurrent;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Bytes of models by their SHA-256: <c>sha256/ab/&lt;64 digits&gt;</c>, never changed once they have that name. What is being fetched is in
/// <c>partial/</c>, what was not what it should be in <c>quarantine/</c>. Thread-safe; several processes may use one store.
/// </summary>
public sealed class ModelStore
{
    internal const string PartialPath = "/partial";
    private const string BlobPath = "/sha256";
    private const int Private = 0x180;

    private readonly StoreRights _rights;
    private readonly Unsettled _unsettled;
    private readonly ConcurrentDictionary<string, bool> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ContentHash Hash, DateTimeOffset ModifiedAt, long Size), bool> _read = new();

    private ModelStore(Root root, StoreRights rights, string bootId) => (Root, _rights, _unsettled) = (root, rights, new Unsettled(this, bootId));

    /// <summary>Its directory; <c>/</c> is the store itself.</summary>
    public Root Root { get; }

    /// <summary>The same as a path of this machine.</summary>
    public string Directory => Root.Describe("/");

    /// <summary>The store in a directory of this machine; made at the first write.</summary>
    public static ModelStore At(string directory, StoreRights? rights = null)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return In(Root.At(Path.GetDirectoryName(path) ?? path).Below("/" + Path.GetFileName(path)), rights);
    }

    /// <summary>The store in a part of another root.</summary>
    public static ModelStore In(Root root, StoreRights? rights = null) => In(root, rights, Unsettled.CurrentBootId);

    internal static ModelStore In(Root root, StoreRights? rights, string bootId) => new(root, rights ?? StoreRights.User, bootId);

    /// <summary>Where bytes are or would be, in <see cref="Root"/>.</summary>
    public static string PathOf(ContentHash hash) => $"{BlobPath}/{hash.Hex[..2]}/{hash.Hex}";

    /// <summary>The same as a path of this machine, for links to it.</summary>
    public string FullPathOf(ContentHash hash) => Root.Describe(PathOf(hash));

    /// <summary>Bytes of what is stored; null when it is not, or somebody changed it. A file that nobody wrote to is not read for that.</summary>
    public long? SizeOf(ContentHash hash) => Lying(hash) is { } status && (BlobSeal.IsOn(status) || IsUnchanged(hash, status)) ? status.Size : null;

    /// <summary>It is there, with the size it must have; null is any.</summary>
    public bool Has(ContentHash hash, long? size = null) => SizeOf(hash) is { } found && (size is null || size == found);

    /// <summary>Why nothing could be stored; null when something could. Writes nothing.</summary>
    public HostError? WriteProblem()
    {
        string path = Directory;
        while (!Path.Exists(path) && Path.GetDirectoryName(path) is { } above)
            path = above;
        if (!System.IO.Directory.Exists(path))
            return ModelErrors.StoreNotWritable(Directory, new IOException($"'{path}' is no directory"));
        return Platform.Root.At(path).IsWritable("/") ? null : ModelErrors.StoreNotWritable(Directory, new UnauthorizedAccessException($"'{path}' may not be written to"));
    }

    /// <summary>Opens bytes for reading.</summary>
    /// <exception cref="HostToolsException">BlobMissing.</exception>
    public FileStream OpenRead(ContentHash hash)
    {
        try
        {
            if (!_unsettled.IsDistrusted(hash))
                return Root.OpenRead(PathOf(hash));
            throw new HostToolsException(ModelErrors.BlobMissing(hash.Hex, Directory));
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.NotFound or RootFailure.NotDirectory)
        {
            throw new HostToolsException(ModelErrors.BlobMissing(hash.Hex, Directory));
        }
    }

    /// <summary>All that is stored, ordinally by hash; what somebody changed as well.</summary>
    public IEnumerable<StoredBlob> Blobs() =>
        from folder in Root.List(BlobPath)
        from name in Root.List($"{BlobPath}/{folder}")
        where ContentHash.TryParse(name, out _)
        let hash = new ContentHash(name)
        let status = Lying(hash)
        where status is not null
        select new StoredBlob(hash, status.Value.Size);

    /// <summary>Removes bytes; false when they are not there. The caller knows that nothing needs them.</summary>
    public bool Remove(ContentHash hash)
    {
        if (Lying(hash) is null)
            return false;
        Root.RemoveFile(PathOf(hash));
        return true;
    }

    /// <summary>Waits until all that was stored is on the disk: from then on a crash of the machine takes nothing back.</summary>
    /// <remarks>Without it nothing wrong is ever believed, but what was stored last may have to be fetched again.</remarks>
    public void Settle() => _unsettled.Settle();

    /// <summary>The same for what was stored more than a minute ago.</summary>
    internal void SettleOld(DateTimeOffset now) => _unsettled.SettleOld(now.AddMinutes(-1));

    /// <summary>Locks of what is in it.</summary>
    internal StoreLocks Locks => new(this);

    /// <summary>A group works with it.</summary>
    internal bool IsShared => (_rights.DirectoryMode & 0x400) != 0;

    /// <summary>Stores the bytes of a stream.</summary>
    /// <param name="content">Read to its end; the caller closes it.</param>
    /// <param name="expected">What is known of them.</param>
    /// <param name="what">Name of the file for messages.</param>
    /// <param name="token">Stops, and leaves nothing.</param>
    /// <exception cref="HostToolsException">SizeMismatch or ContentMismatch, and the bytes are in quarantine; StoreNotWritable.</exception>
    public async Task<(StoredBlob Blob, string? GitBlobSha1)> AddAsync(Stream content, ExpectedContent expected, string what, CancellationToken token)
    {
        string draft = $"{PartialPath}/{Guid.NewGuid():N}.new";
        try
        {
            StoredBlob blob;
            string? git;
            await using (FileStream file = CreateDraft(draft))
            {
                using ContentHasher hasher = expected.NewHasher();
                await CopyAsync(content, file, hasher, token).ConfigureAwait(false);
                (long count, (ContentHash sha256, git)) = (hasher.Count, hasher.Finish());
                blob = new StoredBlob(sha256, count);
            }

            Keep(draft, blob, expected.Check(what, blob, git));
            return (blob, git);
        }
        catch (Exception)
        {
            if (Root.Stat(draft) is not null)
                Root.RemoveFile(draft);
            throw;
        }
    }

    /// <summary>Gives a draft its name, or puts it into quarantine and throws what is wrong with it.</summary>
    /// <exception cref="HostToolsException">The problem.</exception>
    internal void Keep(string draft, StoredBlob blob, HostError? problem)
    {
        if (problem is not null)
        {
            new StoreQuarantine(this).Put(draft, blob.Sha256, problem.Target as string ?? string.Empty, string.Empty, problem.Message);
            throw new HostToolsException(problem);
        }

        // Whoever has links to bytes that are there keeps them.
        if (SizeOf(blob.Sha256) == blob.Size)
        {
            Root.RemoveFile(draft);
            return;
        }

        string path = PathOf(blob.Sha256);
        MakeDirectory(RootPath.ParentOf(path));
        Seal(draft, isSynced: !_unsettled.TryNote(blob.Sha256));
        Root.SetMode(draft, _rights.FileMode);
        Root.Rename(draft, path);
    }

    /// <summary>Makes a directory of the store, and what is above it.</summary>
    /// <exception cref="HostToolsException">StoreNotWritable.</exception>
    internal void MakeDirectory(string path)
    {
        if (_made.ContainsKey(path))
            return;
        try
        {
            foreach (string directory in Root.CreateDirectories(path))
            {
                string inside = "/" + Path.GetRelativePath(Directory, directory).Replace('\\', '/');
                if (inside == "/." ? Root.Directory != Directory : !inside.StartsWith("/..", StringComparison.Ordinal))
                    Root.SetMode(inside == "/." ? "/" : inside, _rights.DirectoryMode);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ModelErrors.StoreNotWritable(Directory, cause));
        }

        _made[path] = true;
    }

    internal FileStream CreateDraft(string path)
    {
        MakeDirectory(RootPath.ParentOf(path));
        return Root.CreateNew(path, Private);
    }

    private void Seal(string path, bool isSynced)
    {
        using FileStream file = Root.OpenOrCreate(path, Private);
        BlobSeal.Put(file);
        if (isSynced)
            RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private FileStatus? Lying(ContentHash hash) => !_unsettled.IsDistrusted(hash) && Root.Stat(PathOf(hash)) is { Type: FileEntryType.File } status ? status : null;

    // A copy of a store may have lost its times; then the bytes tell, once for each process.
    private bool IsUnchanged(ContentHash hash, FileStatus status) => _read.GetOrAdd((hash, status.ModifiedAt, status.Size), static (key, root) =>
    {
        try
        {
            using FileStream file = root.OpenRead(PathOf(key.Hash));
            return ContentHash.FromDigest(System.Security.Cryptography.SHA256.HashData(file)) == key.Hash;
        }
        catch (IOException)
        {
            return false;
        }
    }, Root);

    private static async Task CopyAsync(Stream from, FileStream to, ContentHasher hasher, CancellationToken token)
    {
        byte[] buffer = new byte[256 << 10];
        while (await from.ReadAsync(buffer, token).ConfigureAwait(false) is > 0 and var count)
        {
            hasher.Append(buffer.AsSpan(0, count));
            await to.WriteAsync(buffer.AsMemory(0, count), token).ConfigureAwait(false);
        }
    }
}
