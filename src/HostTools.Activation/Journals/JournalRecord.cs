using System.Text.Json;

namespace HostTools.Activation;

/// <summary>One entry of a journal.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Data">Its members.</param>
internal sealed record JournalRecord(JournalRecordKind Kind, JsonElement Data);

/// <summary>What a journal entry tells.</summary>
internal enum JournalRecordKind
{
    /// <summary>A transaction started; holds its plan.</summary>
    Begin,

    /// <summary>All new content is in the store.</summary>
    Staged,

    /// <summary>How something was, before it is changed.</summary>
    Captured,

    /// <summary>An operation is done.</summary>
    Done,

    /// <summary>A command is about to run, or has been running for so many seconds.</summary>
    Trigger,

    /// <summary>A command has ended, one way or the other.</summary>
    Ended,

    /// <summary>All is done of one member of a group; whether it stays is decided for all of them at once.</summary>
    Prepared,

    /// <summary>All is done; only the switch of the current generation is missing.</summary>
    Commit,

    /// <summary>An operation is undone.</summary>
    Undone,
}
