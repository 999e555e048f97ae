using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The journal of a transaction that has not ended.</summary>
/// <param name="Transaction">Name of the transaction.</param>
/// <param name="Path">Path in the state directory.</param>
/// <param name="Records">Its good entries.</param>
/// <param name="Length">Bytes they take; what follows is a torn tail.</param>
internal sealed record Journal(string Transaction, string Path, IReadOnlyList<JournalRecord> Records, int Length)
{
    private const long MaximumSize = 1L << 28;

    /// <summary>The open journal; null when there is none.</summary>
    /// <exception cref="HostToolsException">JournalVersionUnknown or JournalDamaged.</exception>
    public static Journal? Find(Root state)
    {
        foreach (string name in state.List("/journal"))
        {
            if (!name.EndsWith(".journal", StringComparison.Ordinal))
                continue;
            string path = RootPath.Join("/journal", name);
            string transaction = name[..^".journal".Length];
            try
            {
                byte[] bytes = state.ReadAllBytes(path, MaximumSize);
                (IReadOnlyList<JournalRecord> records, int length) = JournalFormat.Read(bytes);
                if (records.Count > 0 && records[0].Kind is not JournalRecordKind.Begin)
                    throw new JournalException(JournalProblem.Damage);
                return new Journal(transaction, path, records, length);
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

        return null;
    }
}
