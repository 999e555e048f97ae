using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Who has which model in views, one file each below <c>views/</c> in the store.</summary>
internal sealed class ViewRecords(ModelStore store)
{
    private const string Folder = "/views";
    private const string Ending = ".json";

    /// <summary>What a holder has; null when nothing.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public ViewRecord? Find(string holder) => Read(PathOf(holder));

    /// <summary>All holders.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable: what is used is not known, so nothing may be taken away.</exception>
    public IReadOnlyList<ViewRecord> All() =>
        [.. SideBySide.Of([.. store.Root.List(Folder).Where(static name => name.EndsWith(Ending, StringComparison.Ordinal))], name => Read($"{Folder}/{name}")).OfType<ViewRecord>()];

    public void Write(ViewRecord record)
    {
        string path = PathOf(record.Holder);
        string draft = $"{path}.{Guid.NewGuid():N}.new";
        store.MakeDirectory(Folder);
        using (FileStream file = store.Root.CreateNew(draft, StoreFiles.ModeIn(store, Folder)))
        {
            file.Write(record.ToBytes());
            file.Flush();
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        store.Root.Rename(draft, path);
        store.Root.SyncDirectory(Folder);
    }

    public void Remove(string holder)
    {
        if (store.Root.Stat(PathOf(holder)) is not null)
            store.Root.RemoveFile(PathOf(holder));
    }

    private static string PathOf(string holder) => $"{Folder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(holder)))[..40]}{Ending}";

    private ViewRecord? Read(string path)
    {
        if (store.Root.TryReadAllBytes(path, ModelHttp.AnswerLimit) is not { } bytes)
            return null;
        try
        {
            return ViewRecord.Read(bytes);
        }
        catch (Exception cause) when (cause is FormatException or JsonException)
        {
            throw new HostToolsException(ModelErrors.RecordUnreadable(store.Root.Describe(path), cause));
        }
    }
}
