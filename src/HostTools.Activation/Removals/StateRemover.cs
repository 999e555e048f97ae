using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Takes the state of a target away once nothing is declared any more. The caller holds the lock.</summary>
internal sealed class StateRemover(Target target, ProviderSet providers)
{
    private const string KeptFolder = "/kept";
    private const int Private = 0x180;
    private const int PrivateFolder = 0x1C0;

    // Without the first, all the others say nothing.
    private static readonly string[] s_own =
        ["/current", "/current.new", "/confirm", "/confirm.new", "/pending", "/pending.new", "/group.new", "/leases", "/generations", "/store", "/journal", SecretKey.Folder];

    private readonly ActivationJson _json = new(providers);
    private readonly GenerationFiles _files = new(target);

    private Root State => target.State;

    /// <summary>Directories that were ours, deepest first: what held nothing but our state, or a home's, is empty only when that is gone.</summary>
    public IReadOnlyList<string> Directories(int current)
    {
        foreach (int number in _files.Numbers().Where(number => number <= current).Reverse())
        {
            Manifest manifest;
            Originals originals;
            try
            {
                (manifest, originals) = (_files.ReadManifest(number, _json), _files.ReadOriginals(number, _json));
            }
            catch (HostToolsException)
            {
                continue; // What it made and is still there stays; nothing is guessed.
            }

            if (manifest.Entries.Count == 0)
                continue;
            return
            [
                .. manifest.Entries
                    .Where(entry => entry.Applied is PathState { Type: PathType.Directory } && originals.States.GetValueOrDefault(entry.Resource.Id) is null or { IsAbsent: true })
                    .Select(static entry => entry.Resource.Id.Key)
                    .OrderByDescending(static path => path.Length),
            ];
        }

        return [];
    }

    /// <summary>Puts versions that were changed by hand where they survive the store.</summary>
    /// <returns>Where they are now.</returns>
    public IReadOnlyList<string> Keep(int current)
    {
        if (current == 0)
            return [];
        var kept = new List<string>();
        foreach ((ResourceId id, ResourceState state) in _files.ReadOriginals(current, _json).Kept)
        {
            if (state is not PathState { Type: PathType.File or PathType.Link } path || (path.ContentHash is { } hash && !Has(path, hash)))
                continue;
            string place = FreePlace(KeptFolder + id.Key);
            MakeFolders(RootPath.ParentOf(place));
            if (path.LinkTarget is { } text)
                State.CreateLink(place, text);
            else
                Copy(path, place);
            kept.Add(State.Describe(place));
        }

        return kept;
    }

    /// <summary>Removes what is ours of the state. The directories go with the lock.</summary>
    /// <returns>How many generations there were.</returns>
    public int Remove(Action<string>? faults)
    {
        int generations = _files.Numbers().Count;
        MadeDirectories.Note(target, [target.StateDirectory]);
        foreach (string path in s_own)
        {
            RemoveTree(path);
            faults?.Invoke("removed " + path);
        }

        return generations;
    }

    /// <summary>What stays in the state: it is not ours.</summary>
    /// <param name="withKept">Also the versions that an earlier removal kept.</param>
    public IReadOnlyList<string> Foreign(bool withKept) =>
        [.. State.List("/").Where(name => name is not ("made" or "lock" or "homes") && (withKept || name != "kept")).Select(static name => "/" + name).Select(State.Describe)];

    /// <summary>Removes directories that are empty now.</summary>
    public void RemoveEmpty(IReadOnlyList<string> directories)
    {
        foreach (string path in directories)
        {
            try
            {
                if (target.Root.Stat(path) is { Type: FileEntryType.Directory } && target.Root.List(path).Count == 0)
                    target.Root.RemoveDirectory(path);
            }
            catch (RootIOException)
            {
                // Somebody uses it, or may not let us; an empty directory does no harm.
            }
        }
    }

    private string FreePlace(string path)
    {
        string place = path;
        for (int copy = 2; State.Stat(place) is not null; copy++)
            place = FormattableString.Invariant($"{path}.{copy}");
        return place;
    }

    private void MakeFolders(string path)
    {
        if (State.Stat(path) is not null)
            return;
        MakeFolders(RootPath.ParentOf(path));
        State.CreateDirectory(path, PrivateFolder);
    }

    /// <summary>Content with secrets is not kept longer than it has to be.</summary>
    private bool Has(PathState path, string hash) => path.IsPrivate ? new PrivateStore(target).Has(hash) : new ContentStore(State).Has(hash);

    private void Copy(PathState path, string place)
    {
        string hash = path.ContentHash!; // It is a file.
        using FileStream from = path.IsPrivate ? new PrivateStore(target).OpenRead(hash) : new ContentStore(State).OpenRead(hash);
        using FileStream to = State.CreateNew(place, Private);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    private void RemoveTree(string path)
    {
        switch (State.Stat(path))
        {
            case null:
                return;
            case { Type: FileEntryType.Directory }:
                foreach (string name in State.List(path))
                    RemoveTree(RootPath.Join(path, name));
                State.RemoveDirectory(path);
                return;
            default:
                State.RemoveFile(path);
                return;
        }
    }
}
