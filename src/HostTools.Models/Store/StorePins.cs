using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Snapshots that somebody wants to keep although nothing shows them: an empty file each below <c>pins/</c>.</summary>
public sealed class StorePins
{
    private static readonly TimeSpan s_claimed = TimeSpan.FromDays(1);

    private readonly ModelStore _store;
    private readonly string _folder;

    /// <summary>Those of a store.</summary>
    public StorePins(ModelStore store)
        : this(store, "/pins")
    {
    }

    private StorePins(ModelStore store, string folder) => (_store, _folder) = (store, folder);

    /// <summary>Names of the records of pinned snapshots.</summary>
    public IReadOnlySet<string> All => _store.Root.List(_folder).ToHashSet(StringComparer.Ordinal);

    /// <summary>What was fetched and is about to be shown; a claim that nobody took back is worth nothing after a day.</summary>
    internal static StorePins Claims(ModelStore store) => new(store, "/claims");

    /// <summary>Claims that are younger than a day.</summary>
    internal IEnumerable<string> Fresh(DateTimeOffset now) => All.Where(id => _store.Root.Stat($"{_folder}/{id}") is { } status && now - status.ModifiedAt < s_claimed);

    /// <summary>Keeps a snapshot.</summary>
    public void Add(string id)
    {
        _store.MakeDirectory(_folder);
        _store.Root.OpenOrCreate($"{_folder}/{id}", StoreFiles.ModeIn(_store, _folder)).Dispose();
    }

    /// <summary>Lets it go; false when it was not kept.</summary>
    public bool Remove(string id)
    {
        if (_store.Root.Stat($"{_folder}/{id}") is null)
            return false;
        _store.Root.RemoveFile($"{_folder}/{id}");
        return true;
    }
}
