using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>
/// Content that may hold secrets and has to come back: for as long as a transaction lasts, and what a file with secrets had replaced. Only the
/// owner of the state may look into its folder.
/// </summary>
internal sealed class PrivateStore(Target target)
{
    private const string Folder = SecretKey.Folder + "/kept";
    private const int Private = 0x180;

    private Root State => target.State;

    public bool Has(string hash) => State.Stat(PathOf(hash)) is { Type: FileEntryType.File };

    /// <summary>Content for reading.</summary>
    /// <exception cref="HostToolsException">ContentMissing.</exception>
    public FileStream OpenRead(string hash) =>
        Has(hash) ? State.OpenRead(PathOf(hash)) : throw new HostToolsException(ActivationErrors.ContentMissing(hash, State.Describe(PathOf(hash))));

    /// <summary>Keeps the bytes of a stream under the keyed hash they must have.</summary>
    public void Add(string hash, Stream stream, SyncGroup sync, string source)
    {
        if (Has(hash))
            return;
        SecretKey.MakeFolder(State);
        if (State.StatFollowed(Folder) is null)
            State.CreateDirectory(Folder, 0x1C0);
        string temporary = $"{PathOf(hash)}.{Guid.NewGuid():N}.tmp";
        FileStream file = State.CreateNew(temporary, Private);
        sync.Add(file, () => State.Rename(temporary, PathOf(hash)));
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        if (target.Key.HashOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) != hash)
            throw new HostToolsException(ActivationErrors.SourceChanged(source));
        file.Write(bytes.GetBuffer(), 0, (int)bytes.Length);
        sync.AddDirectory(State, Folder);
        sync.AddDirectory(State, SecretKey.Folder);
    }

    /// <summary>Removes what no generation has to bring back. Nothing may be applying meanwhile.</summary>
    public void Sweep(ActivationJson json)
    {
        IReadOnlyList<string> names = State.List(Folder);
        if (names.Count == 0)
            return;
        var files = new GenerationFiles(target);
        HashSet<string> used =
        [
            .. files.Numbers().SelectMany(number => files.ReadOriginals(number, json).States.Values)
                .OfType<PathState>().Where(static state => state.IsPrivate).Select(static state => state.ContentHash!), // Private content has a hash.
        ];
        foreach (string name in names.Where(name => !used.Contains(name)))
            State.RemoveFile(RootPath.Join(Folder, name));
        State.SyncDirectory(Folder);
    }

    private static string PathOf(string hash) => $"{Folder}/{hash}";
}
