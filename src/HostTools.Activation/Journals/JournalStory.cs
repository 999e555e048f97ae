using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What a journal tells about its transaction.</summary>
internal sealed class JournalStory
{
    public const int Version = 1;

    /// <summary>How a command ended.</summary>
    public const string Well = "well", Badly = "badly", TooLate = "tooLate";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    private readonly Journal _journal;

    /// <summary>Reads the entries.</summary>
    /// <exception cref="FormatException">They are malformed.</exception>
    public JournalStory(Journal journal)
    {
        _journal = journal;
        foreach (JournalRecord record in journal.Records)
        {
            switch (record.Kind)
            {
                case JournalRecordKind.Begin:
                    if (record.Data.Number("version") != Version)
                        throw new JournalException(JournalProblem.Version);
                    NewGeneration = record.Data.Number("newGeneration");
                    Group = record.Data.OptionalText("group");
                    StartedAt = record.Data.Time("startedAt");
                    BaseGeneration = record.Data.Member("plan").Number("baseGeneration");
                    IsFromHere = MachineId.IsOurs(record.Data.Member("plan").Member("target").Text("machineId"));
                    User = record.Data.Member("plan").Member("context").Text("user");
                    break;
                case JournalRecordKind.Staged:
                    IsStaged = true;
                    break;
                case JournalRecordKind.Captured:
                    _captured[record.Data.Number("operation")] = (record.Data.Text("kind"), record.Data.Member("undo"));
                    break;
                case JournalRecordKind.Trigger:
                    _started[record.Data.Number("operation")] = TimeSpan.FromSeconds(record.Data.OptionalNumber("seconds") ?? 0);
                    break;
                case JournalRecordKind.Ended:
                    _ended[record.Data.Number("operation")] = record.Data.Text("how");
                    break;
                case JournalRecordKind.Done:
                    _done.Add(record.Data.Number("operation"));
                    break;
                case JournalRecordKind.Commit:
                    IsReadyToCommit = true;
                    break;
            }
        }
    }

    /// <summary>Name of the group it is part of; null when it stands alone.</summary>
    public string? Group { get; }

    public int NewGeneration { get; }

    public int BaseGeneration { get; }

    public DateTimeOffset StartedAt { get; }

    public string User { get; } = string.Empty;

    /// <summary>It was written on this machine, so that its commands may be run.</summary>
    public bool IsFromHere { get; }

    public bool IsStaged { get; }

    /// <summary>All is done but the switch.</summary>
    public bool IsReadyToCommit { get; }

    /// <summary>Undo records by number of operation.</summary>
    public IReadOnlyDictionary<int, (string Kind, JsonElement Record)> Captured => _captured;

    /// <summary>Commands that began.</summary>
    public IReadOnlySet<int> Started => _started.Keys.ToHashSet();

    /// <summary>Commands that did what they were to do; they need not run once more on the way forward.</summary>
    public IReadOnlySet<int> Ended => _ended.Where(static pair => pair.Value == Well).Select(static pair => pair.Key).ToHashSet();

    /// <summary>It came to no end in all its time, or was at it for long when everything was killed: it is not waited for like that again.</summary>
    public bool HasHung(int operation) => _ended.TryGetValue(operation, out string? how)
        ? how == TooLate
        : _started.TryGetValue(operation, out TimeSpan time) && time >= s_long;

    public IReadOnlySet<int> Done => _done;

    private readonly SortedDictionary<int, (string Kind, JsonElement Record)> _captured = [];
    private readonly Dictionary<int, TimeSpan> _started = [];
    private readonly Dictionary<int, string> _ended = [];
    private readonly HashSet<int> _done = [];

    /// <summary>The plan that was being carried out.</summary>
    public Plan ReadPlan(Target target, ProviderSet providers) => PlanFile.Read(_journal.Records[0].Data.Member("plan"), target, providers);

    public static void WriteCaptured(Utf8JsonWriter writer, int number, string kind, Action<Utf8JsonWriter> record)
    {
        writer.WriteNumber("operation", number);
        writer.WriteString("kind", kind);
        writer.WriteStartObject("undo");
        record(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads a journal's story; what cannot be understood is damage.</summary>
    /// <exception cref="HostToolsException">JournalVersionUnknown or JournalDamaged.</exception>
    public static JournalStory Read(Root state, Journal journal)
    {
        try
        {
            return new JournalStory(journal);
        }
        catch (JournalException)
        {
            throw new HostToolsException(ActivationErrors.JournalVersionUnknown(state.Describe(journal.Path)));
        }
        catch (Exception cause) when (cause is FormatException or InvalidOperationException)
        {
            throw new HostToolsException(ActivationErrors.JournalDamaged(state.Describe(journal.Path)));
        }
    }
}
