using System.Security.Cryptography;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Content by its SHA-256: what was staged is never changed, and is the same for every generation that needs it.</summary>
internal sealed class ContentStore(Root state)
{
    /// <summary>Where content also is that is asked for by its hash alone: a saved plan of a home has it in the machine's store.</summary>
    public ContentStore? Other { get; init; }

    private const int Private = 0x180;
    private const int Folder = 0x1ED;

    /// <summary>Where content lies in the state directory.</summary>
    public static string PathOf(string hash) => $"/store/sha256/{hash[..2]}/{hash}";

    /// <summary>Where content lies that links lead to; one with the executable bit lies beside.</summary>
    public static string PathOf(string hash, bool isExecutable) => PathOf(hash) + (isExecutable ? ".x" : string.Empty);

    public bool Has(string hash) => state.Stat(PathOf(hash)) is { Type: FileEntryType.File };

    /// <summary>Content for reading.</summary>
    /// <exception cref="HostToolsException">ContentMissing.</exception>
    public FileStream OpenRead(string hash)
    {
        try
        {
            return state.OpenRead(PathOf(hash));
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.NotFound or RootFailure.NotDirectory)
        {
            throw new HostToolsException(ActivationErrors.ContentMissing(hash, state.Describe(PathOf(hash))));
        }
    }

    /// <summary>All of it, when it is there and no larger than <paramref name="limit"/>.</summary>
    public byte[]? TryRead(string hash, long limit) =>
        state.Stat(PathOf(hash)) is { Type: FileEntryType.File } status && status.Size <= limit ? state.TryReadAllBytes(PathOf(hash), limit) : null;

    /// <summary>Stages content; it has its name once the group is flushed.</summary>
    /// <exception cref="HostToolsException">SourceChanged when it is not what was planned.</exception>
    public void Add(FileContent content, SyncGroup sync)
    {
        if (Has(content.Hash))
            return;
        using Stream? stream = content.Open();
        if (stream is null && TryTake(content.Hash, sync))
            return;
        if (stream is null)
            throw new HostToolsException(ActivationErrors.ContentMissing(content.Hash, state.Describe(PathOf(content.Hash))));
        Add(content.Hash, stream, sync, content.SourcePath ?? "content in memory");
    }

    /// <summary>Stages content that is in the other store; false when it is not.</summary>
    public bool TryTake(string hash, SyncGroup sync)
    {
        if (Other is null || Has(hash) || !Other.Has(hash))
            return false;
        using Stream stream = Other.OpenRead(hash);
        Add(hash, stream, sync, "the machine's store");
        return true;
    }

    /// <summary>Stages the bytes of a stream under the hash they must have.</summary>
    public void Add(string hash, Stream stream, SyncGroup sync, string source)
    {
        string path = PathOf(hash);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        state.CreateDirectories(RootPath.ParentOf(path));
        FileStream file = state.CreateNew(temporary, Private);
        sync.Add(file, () => state.Rename(temporary, path));
        if (CopyHashed(stream, file) != hash)
            throw new HostToolsException(ActivationErrors.SourceChanged(source));
        sync.AddDirectory(state, RootPath.ParentOf(path));
        sync.AddDirectory(state, "/store/sha256");
    }

    /// <summary>Makes content readable for everybody, since a link leads to it.</summary>
    public void Publish(string hash, bool isExecutable, SyncGroup sync)
    {
        string path = PathOf(hash, isExecutable);
        if (!isExecutable)
        {
            FileStream shown = state.OpenRead(path);
            sync.Add(shown);
            state.SetMode(path, 0x124);
            return;
        }

        if (state.Stat(path) is not null)
            return;
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        FileStream file = state.CreateNew(temporary, 0x16D);
        sync.Add(file, () => state.Rename(temporary, path));
        using FileStream source = OpenRead(hash);
        source.CopyTo(file);
        sync.AddDirectory(state, RootPath.ParentOf(path));
    }

    /// <summary>Removes everything that is not in use. Temporary files of killed runs go too, so nothing may be staging meanwhile.</summary>
    public (int Count, long Bytes) Sweep(IReadOnlySet<string> used, CancellationToken token)
    {
        int count = 0;
        long bytes = 0;
        foreach (string folder in state.List("/store/sha256"))
        {
            string directory = RootPath.Join("/store/sha256", folder);
            foreach (string name in state.List(directory))
            {
                token.ThrowIfCancellationRequested();
                string path = RootPath.Join(directory, name);
                string hash = name.EndsWith(".x", StringComparison.Ordinal) ? name[..^2] : name;
                if (used.Contains(hash) || state.Stat(path) is not { Type: FileEntryType.File } status)
                    continue;
                state.RemoveFile(path);
                count++;
                bytes += status.Size;
            }
        }

        return (count, bytes);
    }

    private static string CopyHashed(Stream from, Stream to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[81920];
        while (from.Read(buffer) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            to.Write(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
