using System.Buffers;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Bytes in quarantine: only their owner may read them, and nothing is ever linked to them.</summary>
/// <param name="Sha256">Their hash.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Since">When they were put there.</param>
/// <param name="File">Path in the model, or what else they were fetched as; empty when that is not known any more.</param>
/// <param name="Source">Model they came with, in one line; empty when they were fetched for several, or that is not known.</param>
/// <param name="Reason">What is wrong with them.</param>
public sealed record QuarantinedFile(ContentHash Sha256, ByteSize Size, DateTimeOffset Since, string File, string Source, string Reason);

/// <summary>
/// What was not what it should be, and what validation refused: <c>quarantine/&lt;64 digits&gt;</c>, with a note beside it. It goes with what is left over
/// in a store, and comes back when it is to be validated in another way.
/// </summary>
/// <param name="store">Whose.</param>
public sealed class StoreQuarantine(ModelStore store)
{
    internal const string Folder = "/quarantine";
    private const string Ending = ".json";
    private const int OwnerReads = 0x100;
    private const int OwnerWrites = 0x180;

    /// <summary>All of it, the oldest first.</summary>
    public IReadOnlyList<QuarantinedFile> List() =>
    [
        .. (from name in store.Root.List(Folder)
            where ContentHash.TryParse(name, out _)
            let status = store.Root.Stat($"{Folder}/{name}")
            where status is { Type: FileEntryType.File }
            select Read(new ContentHash(name), status.Value)).OrderBy(static file => file.Since).ThenBy(static file => file.Sha256.Hex, StringComparer.Ordinal),
    ];

    /// <summary>Takes bytes of a model that was refused out of the store, as far as no other model has them.</summary>
    /// <param name="snapshot">The model; its record is gone.</param>
    /// <param name="files">Files that are to blame; all when none is known.</param>
    /// <param name="reason">Why.</param>
    internal void Take(ModelSnapshot snapshot, IReadOnlyCollection<string> files, string reason)
    {
        HashSet<ContentHash> needed = [.. new SnapshotRecords(store).All().SelectMany(static record => record.Content.Files).Select(static file => file.Sha256)];
        ModelFile[] blamed = [.. snapshot.Files.Where(file => files.Any(name => IsOf(name, file.Path)))];
        foreach (ModelFile file in (blamed.Length > 0 ? blamed : [.. snapshot.Files]).DistinctBy(static file => file.Sha256).Where(file => !needed.Contains(file.Sha256) && store.Has(file.Sha256)))
            Put(ModelStore.PathOf(file.Sha256), file.Sha256, file.Path, snapshot.Source.CanonicalAt(snapshot.Version), reason);
    }

    /// <summary>Puts a file of the store there.</summary>
    internal void Put(string path, ContentHash hash, string file, string source, string reason)
    {
        store.MakeDirectory(Folder);
        Write(hash, file, source, reason);
        store.Root.SetMode(path, OwnerWrites);
        using (FileStream bytes = store.Root.OpenOrCreate(path, OwnerWrites))
            File.SetLastWriteTimeUtc(bytes.SafeFileHandle, DateTime.UtcNow); // From now on it is as old as its stay.
        store.Root.SetMode(path, OwnerReads);
        store.Root.Rename(path, $"{Folder}/{hash.Hex}");
    }

    /// <summary>Gives bytes back to the store, which are to be validated again; null when they are not there, or not what their name says.</summary>
    internal long? TakeBack(ContentHash hash)
    {
        string path = $"{Folder}/{hash.Hex}";
        if (store.Root.Stat(path) is not { Type: FileEntryType.File } status || !IsWhole(path, hash))
            return null;
        store.Root.SetMode(path, OwnerWrites);
        store.Keep(path, new StoredBlob(hash, status.Size), problem: null);
        if (store.Root.Stat(path + Ending) is not null)
            store.Root.RemoveFile(path + Ending);
        return status.Size;
    }

    private static bool IsOf(string named, string path) => named == path || (named.StartsWith(path, StringComparison.Ordinal) && !char.IsLetterOrDigit(named[path.Length]));

    private bool IsWhole(string path, ContentHash hash)
    {
        try
        {
            using FileStream bytes = store.Root.OpenRead(path);
            return ContentHash.FromDigest(System.Security.Cryptography.SHA256.HashData(bytes)) == hash;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Write(ContentHash hash, string file, string source, string reason)
    {
        string path = $"{Folder}/{hash.Hex}{Ending}";
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LockedModelJson.Style))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("source", source);
            writer.WriteString("reason", reason);
            writer.WriteEndObject();
        }

        string draft = $"{path}.{Guid.NewGuid():N}.new";
        using (FileStream note = store.Root.CreateNew(draft, OwnerWrites))
            note.Write(bytes.WrittenSpan);
        store.Root.Rename(draft, path);
    }

    // A note that cannot be read takes nothing away from what is there.
    private QuarantinedFile Read(ContentHash hash, FileStatus status)
    {
        var file = new QuarantinedFile(hash, new ByteSize(status.Size), status.ModifiedAt, string.Empty, string.Empty, "it is not known any more why");
        if (store.Root.TryReadAllBytes($"{Folder}/{hash.Hex}{Ending}") is not { } bytes)
            return file;
        try
        {
            using var note = JsonDocument.Parse(bytes);
            return file with { File = note.RootElement.Text("file"), Source = note.RootElement.Text("source"), Reason = note.RootElement.Text("reason") };
        }
        catch (Exception cause) when (cause is JsonException or FormatException)
        {
            return file;
        }
    }
}
