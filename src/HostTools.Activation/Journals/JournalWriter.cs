using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Appends to a journal. Entries are written at once and on the disk after <see cref="Sync"/>.</summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly Action<string>? _faults;
    private int _count;
    private int _durable;

    private JournalWriter(FileStream file, int count, Action<string>? faults)
    {
        (_file, _count, _durable, _faults) = (file, count, count, faults);
    }

    /// <summary>Where the journal of a transaction is.</summary>
    public static string PathOf(string transaction) => $"/journal/{transaction}.journal";

    /// <summary>A new journal.</summary>
    public static JournalWriter Create(Root state, string transaction, Action<string>? faults)
    {
        if (state.StatFollowed("/journal") is null)
            state.CreateDirectory("/journal", 0x1C0);
        return new JournalWriter(state.CreateNew(PathOf(transaction), 0x180), 0, faults);
    }

    /// <summary>Goes on with a journal after its last good entry; a torn tail is cut off.</summary>
    public static JournalWriter Resume(Root state, Journal journal, Action<string>? faults)
    {
        FileStream file = state.OpenOrCreate(journal.Path, 0x180);
        file.SetLength(journal.Length);
        file.Seek(0, SeekOrigin.End);
        return new JournalWriter(file, journal.Records.Count, faults);
    }

    /// <summary>Adds an entry.</summary>
    public void Append(JournalRecordKind kind, Action<Utf8JsonWriter>? members = null)
    {
        _faults?.Invoke($"journal:{kind}");
        _file.Write(JournalFormat.Write(_count, _durable, kind, members));
        _count++;
        _faults?.Invoke($"journaled:{kind}");
    }

    /// <summary>Waits until all entries are on the disk.</summary>
    public void Sync()
    {
        FileSync.Finish(_file);
        _durable = _count;
    }

    /// <summary>Closes the file; the journal stays open until it is removed.</summary>
    public void Dispose() => _file.Dispose();
}
