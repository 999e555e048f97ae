using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The journal of a transaction that has not ended.</summary>
/// <param name="Transaction">Name of the transaction.</param>
/// <param name="Path">Path in the state directory.</param>
/// <param name="Records">Its good entries.</param>
/// <param name="Length">Bytes they take; what follows is a torn tail.</param>
internal sealed record Journal(string Transaction, string Path, IReadOnlyList<JournalRecord> Records, int Length)
{
    private const string Suffix = ".journal";
    private const long MaximumSize = 1L << 28;

    /// <summary>The open journal; null when there is none. One whose first entry never reached the disk began nothing and is not open.</summary>
    /// <exception cref="HostToolsException">JournalVersionUnknown or JournalDamaged.</exception>
    public static Journal? Find(Root state)
    {
        foreach (string path in Paths(state))
        {
            if (Read(state, path) is { Records.Count: > 0 } journal)
                return journal;
        }

        return null;
    }

    /// <summary>There is a journal, whether it is open or began nothing.</summary>
    public static bool IsAny(Root state) => Paths(state).Any();

    /// <summary>Removes the journals that began nothing. The caller holds the lock, so that nobody is about to write into one.</summary>
    /// <exception cref="RootIOException">One cannot be removed; it does no harm.</exception>
    public static void RemoveUnbegun(Root state)
    {
        foreach (string path in Paths(state))
        {
            if (Read(state, path).Records.Count == 0)
                state.RemoveFile(path);
        }
    }

    private static IEnumerable<string> Paths(Root state) => state.List("/journal")
        .Where(static name => name.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(static name => RootPath.Join("/journal", name));

    private static Journal Read(Root state, string path)
    {
        try
        {
            byte[] bytes = state.ReadAllBytes(path, MaximumSize);
            (IReadOnlyList<JournalRecord> records, int length) = JournalFormat.Read(bytes);
            if (records.Count > 0 && records[0].Kind is not JournalRecordKind.Begin)
                throw new JournalException(JournalProblem.Damage);
            return new Journal(path["/journal/".Length..^Suffix.Length], path, records, length);
        }
        catch (JournalException cause)
        {
            throw new HostToolsException(cause.Problem is JournalProblem.Version
                ? ActivationErrors.JournalVersionUnknown(state.Describe(path))
                : ActivationErrors.JournalDamaged(state.Describe(path)));
        }
        catch (RootIOException cause)
        {
            throw new HostToolsException(ActivationErrors.JournalUnreadable(state.Describe(path), cause));
        }
    }
}
