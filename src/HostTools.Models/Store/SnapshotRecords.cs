using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>The snapshots whose bytes are in a store, one file each: what can be used without asking anybody.</summary>
public sealed class SnapshotRecords(ModelStore store)
{
    private const string Folder = "/snapshots";

    /// <summary>The snapshot of a source at a version; null when it was never fetched, or bytes of it are gone.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public ModelSnapshot? Find(ModelSource source, string version) =>
        Read(source, version) is { } snapshot && snapshot.Files.All(file => store.Has(file.Sha256, file.Size)) ? snapshot : null;

    /// <summary>The same, also where bytes of it are gone.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public ModelSnapshot? Read(ModelSource source, string version)
    {
        string path = PathOf(source, version);
        return Bytes(path) is { } bytes ? new ModelSnapshot(source, version, Read(bytes, path).Files) : null;
    }

    /// <summary>What was last fetched for a revision, for who is offline and has no lock file; null when nothing whole is here.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public ModelSnapshot? Latest(ModelSource source) => All().Where(record => record.Content.Source == source.Canonical)
        .OrderByDescending(record => TimeOf(record.Id)).Select(record => Find(source, record.Content.Version)).FirstOrDefault(static found => found is not null);

    /// <summary>All of them: name of the record, and what it says.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public IEnumerable<(string Id, LockedModel Content)> All() =>
        from name in store.Root.List(Folder)
        where name.EndsWith(".json", StringComparison.Ordinal)
        let path = $"{Folder}/{name}"
        let bytes = Bytes(path)
        where bytes is not null
        select (name[..^5], Read(bytes, path));

    /// <summary>Remembers a snapshot whose bytes are all in the store.</summary>
    public void Add(ModelSnapshot snapshot)
    {
        string path = PathOf(snapshot.Source, snapshot.Version);
        string draft = $"{path}.{Guid.NewGuid():N}.new";
        store.MakeDirectory(Folder);
        using (FileStream file = store.Root.CreateNew(draft, StoreFiles.ModeIn(store, Folder)))
            file.Write(LockedModelJson.Write(LockedModel.Of(snapshot)));
        store.Root.Rename(draft, path);
    }

    /// <summary>Forgets one; false when it is not there. Its bytes stay until nothing needs them.</summary>
    public bool Remove(string id)
    {
        string path = PathOf(id);
        if (store.Root.Stat(path) is null)
            return false;
        store.Root.RemoveFile(path);
        return true;
    }

    /// <summary>When a record was written.</summary>
    public DateTimeOffset TimeOf(string id) => store.Root.Stat($"{Folder}/{id}.json")?.ModifiedAt ?? default;

    /// <summary>Name of the record of a source at a version.</summary>
    public static string IdOf(ModelSource source, string version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.CanonicalAt(version))))[..40];

    // Nobody waits for the disk here either; what a crash of the machine leaves of a record that was just written is a file of zeros or of nothing.
    private byte[]? Bytes(string path) =>
        store.Root.TryReadAllBytes(path, ModelHttp.AnswerLimit) is { } bytes && bytes.AsSpan().IndexOfAnyExcept((byte)0) >= 0 ? bytes : null;

    internal static string PathOf(string id) => $"{Folder}/{id}.json";

    private static string PathOf(ModelSource source, string version) => PathOf(IdOf(source, version));

    private LockedModel Read(byte[] bytes, string path)
    {
        try
        {
            return LockedModelJson.Read(bytes);
        }
        catch (Exception cause) when (cause is FormatException or System.Text.Json.JsonException or HostToolsException)
        {
            throw new HostToolsException(ModelErrors.RecordUnreadable(store.Root.Describe(path), cause));
        }
    }
}
